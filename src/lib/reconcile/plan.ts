import { loadedAssets } from '../page/references.ts';
import type { AssetState } from '../rollback/assets-store.ts';
import type { Content } from '../site/bucket.ts';
import { DELETED } from '../site/version.ts';
import { contentOf, readVersion } from './read-version.ts';
import type { PageView, ReconcileDeps } from './view.ts';

/** What putting the baseline back takes: its content, and the assets that it loads and that are gone. */
export interface RestorePlan {
  /** `deleted`: the baseline is a deletion. `undefined`: no source has the baseline any more. */
  readonly content: Content | 'deleted' | undefined;
  readonly missing: readonly { readonly key: string; readonly state: AssetState }[];
}

/** Finds the baseline in S3's versions, else in the snapshot store, and what it loads that is not live. Reads only. */
export async function planRestore(view: PageView, deps: ReconcileDeps): Promise<RestorePlan> {
  const content = await goodContent(view, deps);
  if (content === 'deleted' || !content) return { content, missing: [] };
  return { content, missing: await missingAssets(view, content, deps) };
}

/** Why the plan cannot be carried out without breaking the page; `undefined` when it can. */
export function obstacle({ content, missing }: RestorePlan): string | undefined {
  if (!content) return 'It cannot be put back: neither S3 nor the snapshot store has the good version any more.';
  const lost = missing.filter(({ state }) => state === 'unrestorable').map(({ key }) => key);
  if (lost.length === 0) return undefined;
  return `It cannot be put back without breaking: ${lost.slice(0, 5).join(', ')} cannot be brought back.`;
}

async function goodContent(view: PageView, deps: ReconcileDeps): Promise<RestorePlan['content']> {
  const { baseline } = view.page;
  if (!baseline) return undefined;
  if (baseline.identity === DELETED) return 'deleted';
  const stored =
    baseline.versionId === 'null' ? undefined : await readVersion(view, { ...baseline, deleted: false }, deps);
  const bytes =
    stored && !stored.deleted && stored.identity === baseline.identity && stored.bytes
      ? stored.bytes
      : (await deps.snapshots.get('accepted', view.ref.site, baseline.identity))?.bytes;
  return bytes && { bytes, headers: baseline.headers, storedAs: baseline.storedAs };
}

/** The same-origin scripts and styles of the content that are not live now. */
async function missingAssets(view: PageView, kept: Content, { assets }: Pick<ReconcileDeps, 'assets'>) {
  const content = contentOf(view, kept);
  if (!content?.html) return [];
  const keys = loadedAssets(content, { key: view.ref.key, prefix: view.site.config.production.prefix });
  const states = await Promise.all(keys.map(async (key) => ({ key, state: await assets.state(key) })));
  return states.filter(({ state }) => state !== 'live');
}
