import pMap from 'p-map';
import type { WriteOutcome } from '../site/bucket.ts';

/** What became of a file: `left` where it was not come to, or its write failed. */
export type Fate = 'done' | 'lost' | 'left';

/** How far it came. Stopped: a file was lost to somebody else, or its write failed, which `cause` says. */
export interface Run<T> {
  readonly fates: ReadonlyMap<T, Fate>;
  readonly stopped: boolean;
  readonly cause?: unknown;
}

/** Files that may be written at once, so many. */
export interface Turn<T> {
  readonly files: readonly T[];
  readonly atOnce: number;
}

/**
 * Writes file after file, turn after turn, and stops at what is lost or fails. Never throws: what is on its way beside it
 * must come to its end, and be told.
 */
export async function inTurns<T>(
  turns: readonly Turn<T>[],
  write: (file: T) => Promise<WriteOutcome>,
  progress: (text: string) => void,
): Promise<Run<T>> {
  const all = turns.flatMap(({ files }) => files);
  const fates = new Map<T, Fate>(all.map((file) => [file, 'left']));
  const run: { stopped: boolean; cause?: unknown } = { stopped: false };
  let written = 0;
  const attempt = async (file: T) => {
    if (run.stopped) return;
    try {
      const outcome = await write(file);
      fates.set(file, outcome);
      if (outcome === 'lost') run.stopped = true;
      else written += 1;
    } catch (cause) {
      run.stopped = true;
      run.cause = cause;
    }
    progress(`${written} of ${all.length} files`);
  };
  for (const { files, atOnce } of turns) await pMap(files, attempt, { concurrency: atOnce });
  return { fates, ...run };
}

/** How it ended: broken by a failure, lost to somebody else, or done. */
export function endOf({ fates, cause }: Pick<Run<unknown>, 'fates' | 'cause'>): 'done' | 'lost' | 'broken' {
  if (cause !== undefined) return 'broken';
  return [...fates.values()].includes('lost') ? 'lost' : 'done';
}

/**
 * What became of a write in truth: where its answer was lost on the way, or it was tried again, what is in the way is our
 * own. Throws what the write threw where it did not arrive.
 */
export async function orArrived(
  write: Promise<WriteOutcome>,
  hasArrived: () => Promise<boolean>,
): Promise<WriteOutcome> {
  try {
    if ((await write) === 'done') return 'done';
  } catch (cause) {
    if (await hasArrived().catch(() => false)) return 'done';
    throw cause;
  }
  return (await hasArrived()) ? 'done' : 'lost';
}
