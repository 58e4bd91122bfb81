import { MAX_HISTORY, type History } from '../../src/lib/history/history.ts';
import { likelyBase } from '../../src/lib/history/likely-base.ts';
import { pastUnits } from '../../src/lib/history/past-units.ts';
import type { PageContent } from '../../src/lib/page/page-content.ts';
import { weighBase, type BaseWeight } from '../../src/lib/verdict/weigh-base.ts';
import { otherFindings } from './bench-site.ts';
import { nearestByLines } from './nearest-lines.ts';
import { contentOf, sameUnits, type PageVersions } from './page-versions.ts';

/** How many versions old the copy is that somebody edits. */
export const AGES = [1, 2, 3, 5, 10] as const;

/** Makes the edit from one version of the page to the next in an older version; `undefined` where that conflicts. */
export type Redo = (older: number, base: number) => string | undefined;

/** What came of one upload. */
export interface Trial {
  readonly page: string;
  readonly version: string;
  /** How old the copy was that it was made from; 0: it is the real, next version. */
  readonly age: number;
  /** It is an older version once more. */
  readonly exact: boolean;
  readonly weight?: Weight;
  /** What the peer says: how old its base is, and whether that is right. */
  readonly peer: { readonly age: number; readonly right: boolean };
  /** What else was found in a real edit, each with its severity. */
  readonly others: readonly string[];
}

/** What a base weighs, how many units speak for it, and whether it is the one from which the upload was made. */
export type Weight = Omit<BaseWeight, 'older' | 'dropped' | 'back' | 'fresh'> & {
  readonly right: boolean;
  readonly dropped: number;
  readonly back: number;
};

/**
 * Tries every version of a page but the first as a baseline: with the version that really came next, and with the same
 * edit made in older copies, as far as it can be made without a conflict and leaves anything undone.
 */
export function* trials({ page, versions }: PageVersions, redo: Redo): Generator<Trial> {
  const texts = versions.map(({ text }) => text);
  const contents = texts.map(contentOf);
  for (const [at, base] of contents.entries()) {
    const next = contents[at + 1];
    if (at === 0 || !next || sameUnits(base, next)) continue;
    const history = historyOf(contents, at);
    const older = contents.slice(Math.max(0, at + 1 - MAX_HISTORY), at);
    const nearest = nearestByLines(texts.slice(Math.max(0, at + 1 - MAX_HISTORY), at + 1).toReversed());
    const tried = (upload: PageContent, age: number): Trial => ({
      page,
      version: versions[at + 1]?.name ?? '',
      age,
      exact: older.some((one) => sameUnits(one, upload)),
      weight: weightOf(upload, history, contents, at, age),
      peer: peerOf(nearest(upload.text), contents, at, age),
      others: age === 0 ? otherFindings(upload, history, base) : [],
    });
    yield tried(next, 0);
    for (const age of AGES.filter((each) => each <= at)) {
      const stale = redo(at - age, at);
      const upload = stale === undefined ? undefined : contentOf(stale);
      if (upload && !sameUnits(upload, next)) yield tried(upload, age);
    }
  }
}

function historyOf(contents: readonly PageContent[], at: number): History {
  const known = contents.slice(Math.max(0, at + 1 - MAX_HISTORY), at + 1).toReversed();
  const versions = known.map((_content, back) => {
    const name = String(at - back);
    return { identity: name, versionId: name, lastModified: new Date(0).toISOString() };
  });
  return { anatomy: known[0]?.anatomy, versions, past: pastUnits(known.map(({ units }) => units)) };
}

function peerOf(told: number, contents: readonly PageContent[], at: number, age: number): Trial['peer'] {
  const [base, made] = [contents[at - told], contents[at - age]];
  return { age: told, right: base !== undefined && made !== undefined && sameUnits(base, made) };
}

function weightOf(
  upload: PageContent,
  history: History,
  contents: readonly PageContent[],
  at: number,
  age: number,
): Weight | undefined {
  const base = likelyBase(upload.units, history);
  if (!base) return undefined;
  const { older, dropped, back, fresh: _, ...rest } = weighBase(upload, base, history, contents[at]);
  const [told, made] = [contents[Number(older.identity)], contents[at - age]];
  const right = told !== undefined && made !== undefined && sameUnits(told, made);
  return { ...rest, right, dropped: dropped.size, back: back.size };
}
