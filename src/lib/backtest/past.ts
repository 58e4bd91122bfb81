import { acceptedVersions, formerAfter } from '../history/former.ts';
import type { Former, History } from '../history/history.ts';
import { pastUnits } from '../history/past-units.ts';
import { MOST_UNITS } from '../history/memory.ts';
import type { PageContent } from '../page/page-content.ts';
import type { Units } from '../page/units.ts';
import { baselineOf } from '../reconcile/accept.ts';
import type { Read } from '../reconcile/read-version.ts';
import type { Baseline } from '../site/page-record.ts';

/** What is known of a page before one of its versions: as the guard's own record has it, with the contents behind it. */
export interface Past {
  /** Versions read so far. */
  readonly count: number;
  /** The name of the version before; absent for the first. */
  readonly previous?: string;
  readonly baseline?: Baseline;
  readonly former?: readonly Former[];
  /** By identity, of the baseline and those before it that the history holds. */
  readonly contents: ReadonlyMap<string, PageContent>;
  /** Identities of what would have been rolled back. */
  readonly rejected: ReadonlySet<string>;
  /** Numbers of the guard's own writes that were met: each counts once. */
  readonly marks: ReadonlySet<number>;
  /** After a version that would have been rolled back: the identity of what would be live in its place. */
  readonly instead?: string;
}

/** Before the first version. */
export const NO_PAST: Past = { count: 0, contents: new Map(), marks: new Set(), rejected: new Set() };

/** One version further, whose baseline is still the one before. */
export function passed(past: Past, version: Read): Past {
  return { ...past, count: past.count + 1, previous: version.versionId };
}

/** One version further, which is the baseline now: by what was found, or without findings. */
export function accepted(
  past: Past,
  version: Read,
  content: PageContent | undefined,
  found: { readonly rollback: boolean; readonly doubted: boolean } = { rollback: false, doubted: false },
): Past {
  const baseline = { ...asBaseline(version, content), ...(found.doubted && ({ doubted: true } as const)) };
  const instead = found.rollback ? (past.instead ?? past.baseline?.identity) : undefined;
  const rejected = found.rollback ? new Set([...past.rejected, version.identity]) : past.rejected;
  const next = { ...passed(past, version), baseline, former: formerAfter(past, baseline), instead, rejected };
  return remembering(next, content);
}

/**
 * Whether this puts an earlier version back, as a write of the guard or in its place: the very version that would be
 * live had the guard rolled back what came since. Neither is an upload to be judged.
 */
export function isPutBack(past: Past, version: Read): boolean {
  if (version.deleted) return false;
  if (version.identity === past.instead) return true;
  if (version.mark === undefined || past.marks.has(version.mark)) return false;
  // what was rejected is put back where a person overrides
  return (
    past.rejected.has(version.identity) || acceptedVersions(past).some(({ identity }) => identity === version.identity)
  );
}

/** One version further, by which an earlier one was put back: what came between had been rejected. */
export function putBack(past: Past, version: Read, content: PageContent | undefined): Past {
  const known = acceptedVersions(past);
  const former = known.slice(known.findIndex(({ identity }) => identity === version.identity) + 1);
  const mark = version.deleted ? undefined : version.mark;
  const marks = new Set([...past.marks, ...(mark === undefined ? [] : [mark])]);
  const baseline = asBaseline(version, content);
  return remembering({ ...passed(past, version), baseline, former, marks, instead: undefined }, content);
}

/** What judging is told of the page's past: nothing after a deletion, or where the baseline itself cannot be read. */
export function historyOf(past: Past): History | undefined {
  const baseline = past.baseline && past.contents.get(past.baseline.identity);
  if (!baseline) return undefined;
  const known: { readonly version: Former; readonly units: Units }[] = [];
  let units = 0;
  for (const version of acceptedVersions(past)) {
    const own = past.contents.get(version.identity)?.units;
    units += own?.length ?? 0;
    if (units > MOST_UNITS || baseline.units.length === 0) break;
    // of too many, or of none, nothing is compared
    if (own && own.length > 0) known.push({ version, units: own });
  }
  return {
    anatomy: baseline.anatomy,
    versions: known.map(({ version }) => version),
    past: pastUnits(known.map((one) => one.units)),
  };
}

const asBaseline = (version: Read, content: PageContent | undefined): Baseline =>
  baselineOf(version, content, new Date(version.lastModified));

/** Keeps the contents that the history is made of, and lets go of all others. */
function remembering(past: Past, content: PageContent | undefined): Past {
  const known = new Map(past.contents);
  if (content && past.baseline) known.set(past.baseline.identity, content);
  const kept = acceptedVersions(past).flatMap(({ identity }) => {
    const of = known.get(identity);
    return of ? [[identity, of] as const] : [];
  });
  return { ...past, contents: new Map(kept) };
}
