import { compileSources } from '../page/compile-sources.ts';
import { linkedPages } from '../page/links.ts';
import type { PageContent } from '../page/page-content.ts';
import { tokenRegions } from '../page/token-regions.ts';
import type { TokenSource } from '../site/site.ts';
import { areAlike, changedUnits } from './changed-units.ts';
import type { Obstacle } from './obstacle.ts';

/** A page that a deploy changes: as it is live, and as it would be. */
export interface PageChange {
  readonly key: string;
  /** Absent where nothing is live: the page is new. */
  readonly before?: PageContent;
  readonly after: PageContent;
}

/** What one deploy changes, as far as it can be told apart. */
export interface Changes {
  /** Features that came, went, or whose own part of a page is another; those of new pages are left out. */
  readonly features: readonly string[];
  /** Keys of pages that belong together, each group apart from the others. */
  readonly groups: readonly (readonly string[])[];
}

/** Two pages are not compared beyond so many that changed differently. */
const MOST_COMPARED = 300;

/**
 * Tells what is one change and what are several. Pages belong together when they underwent the same change, when one
 * gained a feature that the other lost, or when one links to the other, which is new. Pure.
 */
export function changesIn(
  pages: readonly PageChange[],
  { sources, prefix }: { sources: readonly TokenSource[]; prefix: string },
): Changes {
  const compiled = compileSources(sources);
  const seen = pages.map((page) => {
    const regions = page.before && touched(page.before, page.after, compiled);
    const units = changedUnits(page.before?.units ?? new Float64Array(), page.after.units);
    return {
      ...page,
      ...tokensOf(page),
      units,
      touched: regions ?? [],
      links: linkedPages(page.after, { key: page.key, prefix }),
    };
  });
  const features = [...new Set(seen.flatMap((page) => page.touched))].toSorted();
  return { features, groups: grouped(seen) };
}

/** The obstacle of a deploy that is more than one change and does not say which. */
export function severalChanges({ features, groups }: Changes, change: string | undefined): Obstacle[] {
  if (change !== undefined || (features.length <= 1 && groups.length <= 1)) return [];
  const many =
    features.length > 1
      ? `${features.length} features at once (${few(features)})`
      : `${groups.length} pages that have nothing to do with each other (${few(groups.map(([first = '']) => first))})`;
  const apart = groups.length > 1 ? 'Deploy them one after the other, each by its files' : 'Make one after the other';
  const next = `${apart}; or, where they are one change, say which: --change "…"`;
  return [{ rule: 'D3', says: `This deploy changes ${many}.`, next }];
}

const few = (names: readonly string[]): string =>
  names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');

interface Seen extends PageChange {
  readonly gained: ReadonlySet<string>;
  readonly lost: ReadonlySet<string>;
  readonly units: ReadonlySet<number>;
  readonly links: ReadonlySet<string>;
}

function tokensOf({ before, after }: PageChange) {
  const [had, has] = [new Set(before?.tokens.keys()), new Set(after.tokens.keys())];
  return { gained: has.difference(had), lost: had.difference(has) };
}

function touched(before: PageContent, after: PageContent, sources: ReturnType<typeof compileSources>): string[] {
  const [old, young] = [tokenRegions(before, sources), tokenRegions(after, sources)];
  const tokens = new Set([...before.tokens.keys(), ...after.tokens.keys()]);
  return [...tokens].filter(
    (token) => before.tokens.has(token) !== after.tokens.has(token) || old.get(token) !== young.get(token),
  );
}

/** Joins what is related, each page to the first group that has a page related to it, and groups that it relates. */
function grouped(pages: readonly Seen[]): string[][] {
  let groups: Seen[][] = [];
  for (const page of pages) {
    const related = groups.filter((group) => group.slice(0, MOST_COMPARED).some((other) => areRelated(page, other)));
    groups = [...groups.filter((group) => !related.includes(group)), [...related.flat(), page]];
  }
  return groups.map((group) => group.map(({ key }) => key));
}

function areRelated(one: Seen, other: Seen): boolean {
  if (areAlike(one.units, other.units)) return true;
  if (!one.gained.isDisjointFrom(other.lost) || !other.gained.isDisjointFrom(one.lost)) return true;
  return (!other.before && one.links.has(other.key)) || (!one.before && other.links.has(one.key));
}
