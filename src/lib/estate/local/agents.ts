import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gone } from '../../capture/failure.ts';
import type { Resource } from '../../capture/resource.ts';
import type { Sink } from '../../capture/sink.ts';
import { HoldfastError } from '../../errors.ts';
import { hideSecrets } from '../shared/hide-secrets.ts';
import { maySecret, mentionsSecret } from './may-secret.ts';
import { parsePlist } from './plist.ts';
import { settingLines } from './settings-lines.ts';

const AGENT = /\.(?:plist|service|timer|socket|path|target|mount|automount|slice)$/;
const LARGEST = 1024 * 1024;

/** Files of agents in a folder, and what is set besides in folders such as `backup.service.d`. */
export async function agentFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const own = entries.filter((entry) => entry.isFile() && AGENT.test(entry.name)).map(({ name }) => name);
  const folders = entries.filter((entry) => entry.isDirectory() && entry.name.endsWith('.d'));
  const more = await Promise.all(
    folders.map(async ({ name }) =>
      (await readdir(path.join(folder, name), { withFileTypes: true }))
        .filter((entry) => entry.isFile() && entry.name.endsWith('.conf'))
        .map((entry) => path.join(name, entry.name)),
    ),
  );
  return [...own, ...more.flat()].toSorted().map((name) => path.join(folder, name));
}

/** An agent: what starts it and with what. Values of its environment are secrets. */
export async function captureAgent(resource: Resource, file: string, sink: Sink): Promise<void> {
  const text = await smallText(file, resource);
  await sink.json('agent.json', file.endsWith('.plist') ? await launchAgent(text, file, sink) : await unit(text, sink));
}

async function launchAgent(text: string, file: string, sink: Sink): Promise<unknown> {
  const agent = parsePlist(text, file);
  if (typeof agent !== 'object' || agent === null) return hideSecrets(agent, 'agent', sink);
  const {
    EnvironmentVariables = {},
    ProgramArguments,
    ...rest
  }: Record<string, unknown> = Object.fromEntries(Object.entries(agent));
  const environment: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(Object(EnvironmentVariables)))
    environment[name] = await sink.secret(`env/${name}`, typeof value === 'string' ? value : JSON.stringify(value));
  return {
    ...Object.fromEntries(Object.entries(Object(await hideSecrets(rest, 'agent', sink)))),
    EnvironmentVariables: environment,
    ...(ProgramArguments !== undefined && { ProgramArguments: await words(ProgramArguments, sink) }),
  };
}

/** What a program is called with: `--token=x` and what stands behind `--token` may be secrets. */
async function words(list: unknown, sink: Sink): Promise<unknown> {
  if (!Array.isArray(list)) return hideSecrets(list, 'arguments', sink);
  const hidden: unknown[] = [];
  for (const [index, word] of list.map(String).entries()) {
    const before = index > 0 ? String(list[index - 1]) : '';
    const secret = /\s/.test(word) ? mentionsSecret(word) : isSecretWord(word, before);
    hidden.push(secret ? await sink.secret(`arguments/${index}`, word) : word);
  }
  return hidden;
}

function isSecretWord(word: string, before: string): boolean {
  const [name = '', ...value] = word.split('=');
  return maySecret(name, value.join('=')) || maySecret(/^-[^=]+$/.test(before) ? before : '', word);
}

const ENVIRONMENT = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\S+)/g;

/** A unit of systemd, as its lines: the order of some matters. */
async function unit(text: string, sink: Sink): Promise<unknown> {
  const { settings, others } = settingLines(text);
  const lines: unknown[] = [];
  for (const [index, { section, key, value }] of settings.entries()) {
    if (key === 'Environment') {
      for (const [, double, single, bare] of value.matchAll(ENVIRONMENT)) {
        const [name = '', ...set] = (double ?? single ?? bare ?? '').split('=');
        lines.push({ section, key, name, value: await sink.secret(`env/${name}`, set.join('=')) });
      }
      continue;
    }
    const secret = maySecret(key, value) || (key.startsWith('Exec') && mentionsSecret(value));
    lines.push({ section, key, value: secret ? await sink.secret(`${section}/${key}/${index}`, value) : value });
  }
  for (const [index, other] of others.entries()) lines.push({ line: await sink.secret(`lines/${index}`, other) });
  return lines;
}

/** The text of a file of settings. Throws `gone`, or `LOCAL.FILE` for what is none. */
export async function smallText(file: string, resource: Resource): Promise<string> {
  const about = await lstat(file).catch(() => undefined);
  if (!about) throw gone(resource);
  if (about.isFile() && about.size <= LARGEST) return readFile(file, 'utf8');
  const hint = 'Name a file of at most 1 MiB, not a link to one.';
  throw new HoldfastError('LOCAL.FILE', `${file} is no file of settings.`, { hint });
}
