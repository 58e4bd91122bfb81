import type { Site } from '../site/site.ts';
import { untaken } from './feature-name.ts';
import { worthOf, type Feature, type SuggestedPlace, type Suggestion } from './suggestion.ts';

/** Suggestions of one site. */
const MOST_SUGGESTIONS = 50;

/** Sources that a configuration can have. */
const MOST_SOURCES = 100;

/** The features of one page of a site. */
export interface PageFeatures {
  readonly page: string;
  readonly features: readonly Feature[];
}

interface Group {
  readonly first: Feature;
  readonly pages: SuggestedPlace[];
  readonly tokens: Set<string>;
}

/**
 * The features of a site's pages, each once with all pages that have it: the 50 worthiest, in the order of their first
 * page and place, with names that nothing else has. Nothing that is retired; the order of the pages makes no difference.
 */
export function suggestSite(
  site: Pick<Site, 'tokens' | 'policy'>,
  pages: readonly PageFeatures[],
  retired: readonly string[],
): Suggestion[] {
  const groups = [...grouped(pages).values()].filter((group) => isAllowed(group, retired));
  const room = Math.min(MOST_SUGGESTIONS, MOST_SOURCES - site.tokens.length);
  const kept = new Set(groups.toSorted((a, b) => worth(b) - worth(a)).slice(0, Math.max(0, room)));
  const taken = new Set([...retired, ...site.tokens.flatMap((source) => ('name' in source ? [source.name] : []))]);
  return groups
    .filter((group) => kept.has(group))
    .map(({ first: { kind, source, why, confidence, ...feature }, pages }) => {
      const name = untaken(feature.name, taken);
      taken.add(name);
      return { kind, name, source: 'name' in source ? { ...source, name } : source, why, confidence, pages };
    });
}

/** By what finds them: the same source is the same feature, whatever page it was met on first. */
function grouped(pages: readonly PageFeatures[]): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const { page, features } of pages.toSorted((a, b) => (a.page < b.page ? -1 : 1))) {
    for (const feature of features) {
      const { source, place } = feature;
      const key = JSON.stringify('name' in source ? { ...source, name: '' } : source);
      const group = groups.get(key) ?? { first: feature, pages: [], tokens: new Set<string>() };
      groups.set(key, group);
      if (group.pages.at(-1)?.page !== page) group.pages.push({ page, ...place });
      for (const token of feature.tokens ?? []) group.tokens.add(token);
    }
  }
  return groups;
}

/** An attribute that would bring a retired token back is none to propose. */
function isAllowed({ tokens }: Group, retired: readonly string[]): boolean {
  return !retired.some((name) => tokens.has(name));
}

/** What is on several pages is worth a little more. */
function worth({ first, pages }: Group): number {
  return worthOf(first) + Math.min(pages.length, 9);
}
