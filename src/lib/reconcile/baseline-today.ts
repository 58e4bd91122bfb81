import type { Baseline } from '../site/page-record.ts';
import type { Site } from '../site/site.ts';
import { DELETED, sha256 } from '../site/version.ts';
import { contentOf } from './read-version.ts';
import type { ReconcileDeps, View } from './view.ts';

/** Names a site's token sources: equal for equal sources in the same order. */
export function sourcesId({ tokens }: Site): string {
  const sorted = tokens.map((source) => Object.entries(source).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return sha256(JSON.stringify(sorted)).slice(0, 16);
}

/**
 * The baseline with the tokens that today's sources find in it. Only after other sources were applied is it read anew:
 * else what no source finds any more would be missed in every upload, and what a new one finds in none.
 */
export async function baselineToday(
  view: View,
  { snapshots }: Pick<ReconcileDeps, 'snapshots'>,
): Promise<Baseline | undefined> {
  const baseline = view.page?.baseline;
  if (!baseline || baseline.identity === DELETED || baseline.sources === sourcesId(view.site.config)) return baseline;
  const content = contentOf(view, await snapshots.get('accepted', view.ref.site, baseline.identity));
  return content ? { ...baseline, tokens: [...content.tokens.keys()] } : baseline;
}
