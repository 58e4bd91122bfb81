import type { Site } from '../site/site.ts';
import { untaken } from './feature-name.ts';
import { worthOf, type Feature, type SuggestedPlace, type Suggestion, type Way } from './suggestion.ts';

/** Suggestions of one site. */
const MOST_SUGGESTIONS = 50;

/** Sources that a configuration can have. */
const MOST_SOURCES = 100;

/** The features of one page of a site. */
export interface PageFeatures {
  readonly page: string;
  readonly features: readonly Feature[];
}

interface Placed extends Pick<SuggestedPlace, 'page'> {
  readonly feature: Feature;
}

/** Features that one source finds, in the order of their pages. */
interface Group {
  readonly first: Feature;
  readonly way: Way;
  readonly all: readonly Placed[];
}

/**
 * The features of a site's pages, each once with all pages that have it: the 50 worthiest, in the order of their first
 * page and place, with names that nothing else has. Nothing that is retired; the order of the pages makes no difference.
 */
export function suggestSite(
  site: Pick<Site, 'tokens'>,
  pages: readonly PageFeatures[],
  retired: readonly string[],
): Suggestion[] {
  const room = Math.max(0, Math.min(MOST_SUGGESTIONS, MOST_SOURCES - site.tokens.length));
  const groups = grouped(pages).filter((group) => isAllowed(group, retired));
  const kept = groups.toSorted((a, b) => worth(b) - worth(a)).slice(0, room);
  const taken = new Set([...retired, ...site.tokens.flatMap((source) => ('name' in source ? [source.name] : []))]);
  return kept.toSorted(inOrder).map((group) => {
    const name = untaken(group.first.name, taken);
    taken.add(name);
    return suggestion(group, name);
  });
}

function suggestion(
  { first: { kind, why, confidence }, way: { source, loose }, all }: Group,
  name: string,
): Suggestion {
  return {
    kind,
    name,
    source: 'name' in source ? { ...source, name } : source,
    why,
    confidence: loose && confidence === 'high' ? 'medium' : confidence,
    pages: all
      .filter(({ page }, at) => all[at - 1]?.page !== page)
      .map(({ page, feature: { place } }) => ({ page, ...place })),
  };
}

/** By what finds them: a way that finds a feature on most pages makes it one; what is loose comes last. */
function grouped(pages: readonly PageFeatures[]): Group[] {
  const byName = new Map<string, Placed[]>();
  for (const { page, features } of pages.toSorted((a, b) => (a.page < b.page ? -1 : 1))) {
    for (const feature of features) {
      const alike = byName.get(feature.name);
      if (alike) alike.push({ page, feature });
      else byName.set(feature.name, [{ page, feature }]);
    }
  }
  return merged([...byName.values()].flatMap(alike));
}

/** What one source finds is one feature, whatever it looks like on each page: its name is the worthiest. */
function merged(groups: readonly Group[]): Group[] {
  return [...Map.groupBy(groups, ({ way }) => keyOf(way)).values()].flatMap((same) => {
    const [best] = same.toSorted((a, b) => worth(b) - worth(a));
    const all = same.flatMap((group) => group.all).toSorted((a, b) => (a.page < b.page ? -1 : 1));
    return best ? [{ ...best, all }] : [];
  });
}

function alike(all: readonly Placed[]): Group[] {
  const groups: Group[] = [];
  let left = all;
  while (left.length > 0 && groups.length < MOST_SUGGESTIONS) {
    const way = commonest(left);
    const found = Map.groupBy(left, ({ feature }) => feature.ways.some((each) => keyOf(each) === keyOf(way)));
    const own = found.get(true) ?? [];
    const [first] = own;
    if (first) groups.push({ first: first.feature, way, all: own });
    left = found.get(false) ?? [];
  }
  return groups;
}

/** The way that finds most of these features, before loose ones; of several the one that lasts longest, then the first. */
function commonest(all: readonly Placed[]): Way {
  const ways = new Map<string, { way: Way; count: number; rank: number }>();
  for (const { feature } of all) {
    for (const [at, way] of feature.ways.entries()) {
      const known = ways.get(keyOf(way)) ?? { way, count: 0, rank: 0 };
      ways.set(keyOf(way), { way: known.way, count: known.count + 1, rank: Math.max(known.rank, at) });
    }
  }
  const [best] = [...ways.values()].toSorted(
    (a, b) => Number(a.way.loose) - Number(b.way.loose) || b.count - a.count || a.rank - b.rank,
  );
  if (!best) throw new Error('every feature has a way to find it');
  return best.way;
}

/** What finds it, whatever that is called. */
function keyOf({ source }: Way): string {
  return JSON.stringify('name' in source ? { ...source, name: '' } : source);
}

function inOrder(a: Group, b: Group): number {
  const [one, other] = [a.all[0]?.page ?? '', b.all[0]?.page ?? ''];
  if (one !== other) return one < other ? -1 : 1;
  return a.first.offset - b.first.offset;
}

/** An attribute that would bring a retired token back is none to propose. */
function isAllowed({ all }: Group, retired: readonly string[]): boolean {
  return !all.some(({ feature: { tokens = [] } }) => retired.some((name) => tokens.includes(name)));
}

/** What is on several pages is worth a little more. */
function worth({ first, all }: Group): number {
  return worthOf(first) + Math.min(all.length, 9);
}
