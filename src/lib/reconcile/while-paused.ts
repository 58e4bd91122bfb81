import { candidates } from '../upload/candidates.ts';
import { closeRestore } from './finish.ts';
import { isOurs, recordOwnWrite } from './own-write.ts';
import { readVersion } from './read-version.ts';
import { AGAIN, DONE, isKnown, type PageView, type ReconcileDeps, type Step, type View } from './view.ts';

/** Looks away: nothing is judged or written. Only a restore that had already landed is still purged and told. */
export async function whilePaused(start: View, deps: ReconcileDeps): Promise<Step> {
  if (!isKnown(start) || (start.page.open.length === 0 && start.page.purge === undefined)) return DONE;
  const found = await candidates(deps.bucket.versions(start.ref.key), start.page, start.site.since);
  let view: PageView = start;
  for (const listed of found?.unseen ?? []) {
    const version = await readVersion(view, listed, deps);
    if (!version) return AGAIN;
    if (!isOurs(view, version)) return DONE;
    const step = await recordOwnWrite(view, version, deps);
    if (step.kind !== 'go-on' || !isKnown(step.view)) return step;
    view = step.view;
  }
  if (view.page.seen.identity !== view.page.baseline?.identity) return DONE;
  const closed = await closeRestore(view, deps);
  return closed.kind === 'go-on' ? DONE : closed;
}
