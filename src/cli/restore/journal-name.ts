import { createHash } from 'node:crypto';
import type { Renames } from '../../lib/capture/new-names.ts';
import type { Target } from '../../lib/capture/restore.ts';

/** Where a restore goes, as far as it decides which ids belong together. */
export interface RestoreWay {
  readonly capture: string;
  readonly account: string;
  readonly renames: Renames;
  readonly intoBucket: Target['intoBucket'];
}

/**
 * The name of a restore's journal. Each way has one of its own: the ids of copies under other names are none of those that a restore
 * in place refers to.
 */
export function journalName({ capture, account, renames, intoBucket }: RestoreWay): string {
  const name = `${capture}-${account}`;
  const elsewhere = renames.exact.size > 0 || renames.prefix !== '' || intoBucket !== undefined;
  if (!elsewhere) return name;
  const exact = [...renames.exact].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const way = JSON.stringify([exact, renames.prefix, intoBucket?.bucket, intoBucket?.prefix]);
  return `${name}-${createHash('sha256').update(way).digest('hex').slice(0, 16)}`;
}
