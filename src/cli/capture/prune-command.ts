import { planPrune, prunable, prune, type Pruning } from '../../lib/capture/prune.ts';
import type { CaptureStore } from '../../lib/capture/store.ts';
import { done, type Outcome } from '../outcome.ts';
import { counted, firstFew, printable } from '../printable.ts';
import { shownBytes } from '../../lib/capture/amounts.ts';
import type { EstateDesk } from './estate-desk.ts';

/** `holdfast capture prune --keep <count>`. */
export async function pruneCommand(keep: number, store: CaptureStore, desk: EstateDesk): Promise<Outcome> {
  const sweep = await store.sweep();
  try {
    const captures = prunable(await store.list(), keep);
    const tell = (read: number) => desk.progress(`${counted(read, 'capture')} that stay read`);
    const { goes, ...plan } = await planPrune(captures, { store, sweep, tell });
    if (captures.length === 0 && plan.blobs === 0)
      return done({ ...plan, pruned: false }, 'There is nothing to take away.');
    if ((await desk.askOf(store.place, showPlan(plan))) === 'dry-run') return done({ ...plan, pruned: false }, '');
    await prune({ captures, goes }, sweep, (blobs) =>
      desk.progress(`${counted(blobs, 'file')} of ${plan.blobs} taken away`),
    );
    return done({ ...plan, pruned: true }, `Taken away: ${showPlan(plan)}`);
  } finally {
    await sweep.release();
  }
}

function showPlan({ captures, blobs, bytes }: Pruning): string {
  const names = captures.length === 0 ? '' : `: ${printable(firstFew(captures))}`;
  return `${counted(captures.length, 'capture')}${names}; and ${counted(blobs, 'file')} (${shownBytes(bytes)}) that no other capture has.`;
}
