import type { PageRef } from '../site/page-ref.ts';
import { removes, type NamedWriter } from '../upload/named-writer.ts';
import { MOVE_WINDOW_MS } from '../verdict/gained-elsewhere.ts';
import { DONE, type ReconcileDeps, type Step } from './view.ts';

/**
 * Assets are never judged. One that was written is kept where the bucket does not keep versions; one that was removed
 * may be loaded by a page that was just restored, so those pages are looked at again.
 */
export async function tendAsset(
  ref: PageRef,
  notices: readonly NamedWriter[],
  { assets, registry, queue, now }: ReconcileDeps,
): Promise<Step> {
  if (!notices.some(removes)) {
    await assets.keep(ref.key);
    return DONE;
  }
  const since = new Date(now().getTime() - MOVE_WINDOW_MS).toISOString();
  const restored = await registry.recentlyRestored(ref.site, since);
  if (restored.length > 0) await queue.ask(restored.map(({ key }) => ({ site: ref.site, key })));
  return DONE;
}
