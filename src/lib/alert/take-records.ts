import { hintsIn, type StreamRecord } from './stream-hints.ts';
import type { AlerterDeps } from './task.ts';
import { tell } from './tell.ts';
import type { Untold } from './untold.ts';

/**
 * Tells what records of the stream hint at. What cannot be told for now is handed over, so that the stream goes on and
 * what comes after is told at once. Gives back the sequence numbers to be delivered again: none, unless the hand-over
 * failed as well.
 */
export async function takeRecords(
  records: readonly StreamRecord[],
  deps: AlerterDeps & { untold: Untold },
): Promise<string[]> {
  const untold = await tell(records.flatMap(hintsIn), deps);
  if (untold.length === 0) return [];
  try {
    await deps.untold.handOver(untold);
    return [];
  } catch (error) {
    deps.log.error('Could not hand over what is untold; the stream comes again.', { hints: untold.length, error });
    return untold.map(({ sequence }) => sequence);
  }
}
