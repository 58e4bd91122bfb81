import type { Entry } from '../../lib/capture/entry.ts';
import { newName, type Renames } from '../../lib/capture/new-names.ts';
import { usage } from '../outcome.ts';

/** Reads `--rename service/old=new`, written several times, and `--rename-prefix`. Throws `CLI.USAGE`. */
export function renamesOf(written: readonly string[], prefix = ''): Renames {
  const exact = new Map<string, string>();
  for (const each of written) {
    const [whole, old, name] = /^([a-z][a-z0-9-]*\/.+)=([^=]+)$/s.exec(each) ?? [];
    if (whole === undefined || old === undefined || name === undefined)
      throw usage(`"${each.slice(0, 200)}" is no renaming.`, 'Write e.g. --rename s3/sails-site=sails-site-copy.');
    exact.set(old, name);
  }
  return { exact, prefix };
}

/** Throws `CLI.USAGE` where a renaming is of nothing, or gives two resources one name. */
export function refuseCollisions(renames: Renames, entries: readonly Entry[]): void {
  const known = new Set(entries.map(({ service, name }) => `${service}/${name}`));
  const unknown = [...renames.exact.keys()].find((old) => !known.has(old));
  if (unknown !== undefined)
    throw usage(`--rename: ${unknown.slice(0, 200)} is not restored.`, 'Write service/name as the capture has it.');
  const olds = new Map<string, string>();
  for (const { service, name, region } of entries) {
    const now = `${service}/${newName(service, name, renames)}`;
    const other = olds.get(`${now} ${region}`);
    if (other !== undefined && other !== name)
      throw usage(`${service}/${other} and ${service}/${name} would both be called ${now}.`, 'Rename one otherwise.');
    olds.set(`${now} ${region}`, name);
  }
}
