import { HoldfastError } from '../errors.ts';
import { acceptedVersions } from '../history/former.ts';
import type { History, Sketch } from '../history/history.ts';
import { pastUnits } from '../history/past-units.ts';
import { decodeSketches, encodeSketches, MOST_UNITS, type Sketches } from '../history/sketches.ts';
import type { PageContent } from '../page/page-content.ts';
import type { Baseline } from '../site/page-record.ts';
import { DELETED } from '../site/version.ts';
import { sourcesId, type Before } from './baseline-today.ts';
import { contentOf } from './read-version.ts';
import type { ReconcileDeps, View } from './view.ts';

/** What is known of a page's past: what judging gets of it, and what is remembered of it from now on. */
export interface Past {
  /** Absent where the baseline itself is not known. */
  readonly history?: History;
  readonly sketches: Sketches;
}

type PastDeps = Pick<ReconcileDeps, 'histories' | 'snapshots'>;
type ReadAnew = (identity: string) => Promise<Sketch | undefined>;

/** Bytes of former versions that one judgement reads anew, besides the baseline. */
const MOST_ANEW = 32 * 1024 * 1024;

const UNKNOWN: Sketches = new Map();

/** Whether anything of the page's past could be remembered. */
export function hasPast({ page }: View): boolean {
  return page !== undefined && acceptedVersions(page).length > 0;
}

/**
 * The sketches of the page's accepted versions, as far as they are remembered or can be read anew: the baseline's with
 * its anatomy under today's sources. What cannot be read is left out.
 */
export async function pastOf(view: View, before: Before, deps: PastDeps): Promise<Past> {
  const { page } = view;
  if (!page || !hasPast(view)) return { sketches: UNKNOWN };
  const kept = await deps.histories.get(view.ref);
  const known = kept ? decodeSketches(kept) : UNKNOWN;
  const { baseline } = page;
  // After a deletion there is nothing to compare with: what is remembered is only carried on.
  if (!baseline || baseline.identity === DELETED)
    return { sketches: await gathered(view, known, async () => undefined) };
  const newest = await sketchToday(view, baseline, known, before);
  const remembered = newest ? new Map([...known, [baseline.identity, newest]]) : known;
  const sketches = await gathered(view, remembered, readingAnew(view, deps));
  if (!newest) return { sketches };
  const versions = acceptedVersions(page).filter(({ identity }) => sketches.has(identity));
  const past = pastUnits(versions.flatMap(({ identity }) => sketches.get(identity)?.units ?? []));
  return { history: { anatomy: newest.anatomy, versions, past }, sketches };
}

/** Remembers a new baseline before those of which something is known. */
export async function remember(
  { ref }: View,
  { identity, sources }: Baseline,
  content: PageContent,
  sketches: Sketches,
  { histories }: Pick<ReconcileDeps, 'histories'>,
): Promise<void> {
  const newest: Sketch = { units: content.units, anatomy: content.anatomy, sources };
  const others = [...sketches].filter(([other]) => other !== identity);
  const bytes = encodeSketches(new Map([[identity, newest], ...others]));
  if (bytes) await histories.put(ref, bytes);
}

async function sketchToday(
  { site }: View,
  { identity }: Baseline,
  known: Sketches,
  before: Before,
): Promise<Sketch | undefined> {
  const sketch = known.get(identity);
  const sources = sourcesId(site.config);
  if (sketch?.anatomy && sketch.sources === sources) return sketch;
  const content = await readable(before());
  return content ? { units: content.units, anatomy: content.anatomy, sources } : sketch;
}

async function gathered({ page }: View, known: Sketches, readAnew: ReadAnew): Promise<Sketches> {
  const sketches = new Map<string, Sketch>();
  let units = 0;
  for (const { identity } of page ? acceptedVersions(page) : []) {
    const sketch = sketches.has(identity) ? undefined : (known.get(identity) ?? (await readAnew(identity)));
    units += sketch?.units.length ?? 0;
    if (units > MOST_UNITS) break;
    if (sketch) sketches.set(identity, sketch);
  }
  return sketches;
}

function readingAnew(view: View, { snapshots }: Pick<ReconcileDeps, 'snapshots'>): ReadAnew {
  let left = MOST_ANEW;
  return async (identity) => {
    if (left <= 0) return undefined;
    const kept = await readable(snapshots.get('accepted', view.ref.site, identity));
    left -= kept?.bytes.length ?? 0;
    const content = contentOf(view, kept);
    return content && { units: content.units };
  };
}

/** What S3 will not give, or gives as something else, is left out; what may work later is tried again with the page. */
async function readable<T>(asked: Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof HoldfastError && error.retryable) throw error;
    return undefined;
  }
}
