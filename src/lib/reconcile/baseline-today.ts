import type { PageContent } from '../page/page-content.ts';
import type { Baseline } from '../site/page-record.ts';
import type { Site } from '../site/site.ts';
import { DELETED, sha256 } from '../site/version.ts';
import { contentOf, readable } from './read-version.ts';
import type { ReconcileDeps, View } from './view.ts';

/** Names a site's token sources: equal for equal sources in the same order. */
export function sourcesId({ tokens }: Site): string {
  const sorted = tokens.map((source) => Object.entries(source).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return sha256(JSON.stringify(sorted)).slice(0, 16);
}

/** The baseline's content, read when it is first asked for. */
export type Before = () => Promise<PageContent | undefined>;

/** The content of the page's baseline; `undefined` where there is none, or none that can be read. */
export function beforeOf(
  view: View,
  { snapshots }: { readonly snapshots: Pick<ReconcileDeps['snapshots'], 'get'> },
): Before {
  const baseline = view.page?.baseline;
  const kept = async () => {
    if (!baseline || baseline.identity === DELETED) return undefined;
    return contentOf(view, await readable(snapshots.get('accepted', view.ref.site, baseline.identity)));
  };
  let content: ReturnType<Before> | undefined;
  return () => (content ??= kept());
}

/**
 * The baseline with the tokens that today's sources find in it. Only after other sources were applied is it read anew:
 * else what no source finds any more would be missed in every upload, and what a new one finds in none.
 */
export async function baselineToday(view: View, before: Before): Promise<Baseline | undefined> {
  const baseline = view.page?.baseline;
  if (!baseline || baseline.identity === DELETED || baseline.sources === sourcesId(view.site.config)) return baseline;
  const content = await before();
  return content ? { ...baseline, tokens: [...content.tokens.keys()] } : baseline;
}
