import path from 'node:path';
import { parseDocument } from 'yaml';
import type { Resource } from '../../capture/resource.ts';
import type { Sink } from '../../capture/sink.ts';
import { HoldfastError } from '../../errors.ts';
import { hideSecrets } from '../shared/hide-secrets.ts';
import { smallText } from './agents.ts';
import { settingLines } from './settings-lines.ts';
import { maySecret } from './may-secret.ts';

/** Files that hold nothing but credentials: hiding their values would leave nothing worth keeping. */
const CREDENTIALS =
  /(?:^|\/)(?:\.aws\/(?:credentials|sso\/|cli\/cache\/)|\.netrc$|_netrc$|\.pgpass$|\.git-credentials$|\.env(?:\.[^/]*)?$|\.ssh\/(?!config$|known_hosts$)|\.gnupg\/|id_(?:rsa|dsa|ecdsa|ed25519)|application_default_credentials\.json$|credentials\.db$|access_tokens\.db$)|\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ppk)$/i;

/** A tool's settings. What may be a secret is hidden, by its name or as it looks; comments are left out. */
export async function captureTool(resource: Resource, file: string, sink: Sink): Promise<void> {
  if (CREDENTIALS.test(file.split(path.sep).join('/'))) {
    const hint = 'Take it out of `tools` in capture.yml. Credentials are made anew, not restored.';
    throw new HoldfastError('LOCAL.CREDENTIALS', `${file} holds credentials: it is not captured.`, { hint });
  }
  const text = await smallText(file, resource);
  const format = path.extname(file).toLowerCase();
  const document = ['.json', '.yaml', '.yml'].includes(format) ? parsed(text) : undefined;
  const settings =
    document === undefined ? await lines(text, sink) : await hideSecrets(document, 'settings', sink, maySecret);
  await sink.json('settings.json', settings);
}

/** `undefined` where it is not what its name says, or refers to itself. */
function parsed(text: string): unknown {
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'silent' });
  if (document.errors.length > 0) return undefined;
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

async function lines(text: string, sink: Sink): Promise<unknown> {
  const { settings, others } = settingLines(text);
  const hidden: unknown[] = [];
  const count = new Map<string, number>();
  for (const { section, key, value } of settings) {
    const at = [section, key].filter((part) => part !== '').join('/');
    const [name, nth] = [maySecret('', at) ? 'line' : at, count.get(at) ?? 0];
    count.set(at, nth + 1);
    if (name === 'line') hidden.push(await sink.secret(`lines/${hidden.length}`, `${at}=${value}`));
    else if (maySecret(key.slice(key.lastIndexOf(':') + 1), value))
      hidden.push({ section, key, value: await sink.secret(nth === 0 ? at : `${at}/${nth}`, value) });
    else hidden.push({ section, key, value });
  }
  // What is not understood may be anything.
  for (const other of others) hidden.push(await sink.secret(`lines/${hidden.length}`, other));
  return hidden;
}
