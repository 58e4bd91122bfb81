import { decodeMemory, encodeMemory } from '../history/encode-memory.ts';
import { acceptedVersions } from '../history/former.ts';
import type { Former, History } from '../history/history.ts';
import { comparable, MOST_UNITS, NO_MEMORY, rearranged, remembering, unitsIn, type Memory } from '../history/memory.ts';
import type { PageContent } from '../page/page-content.ts';
import type { Units } from '../page/units.ts';
import type { Baseline } from '../site/page-record.ts';
import { DELETED } from '../site/version.ts';
import { sourcesId, type Before } from './baseline-today.ts';
import { contentOf, readable } from './read-version.ts';
import type { ReconcileDeps, View } from './view.ts';

/** What is known of a page's past: what judging gets of it, and what is remembered of it from now on. */
export interface Past {
  /** Absent where the baseline itself is not known. */
  readonly history?: History;
  readonly memory: Memory;
}

type PastDeps = Pick<ReconcileDeps, 'histories'> & Kept;

/** Where accepted versions are read. */
type Kept = { readonly snapshots: Pick<ReconcileDeps['snapshots'], 'get'> };

/** Of former versions that one look reads anew, besides the baseline: bytes as stored, or characters where those are more. */
const MOST_ANEW = 32 * 1024 * 1024;

/** Whether anything of the page's past could be remembered. */
export function hasPast({ page }: View): boolean {
  return page !== undefined && acceptedVersions(page).length > 0;
}

/**
 * The page's accepted versions, as far as they are remembered or can be read anew: the baseline with its anatomy under
 * today's sources. What cannot be read is left out.
 */
export async function pastOf(view: View, before: Before, deps: PastDeps): Promise<Past> {
  const { page } = view;
  if (!page || !hasPast(view)) return { memory: NO_MEMORY };
  const kept = await deps.histories.get(view.ref);
  const known = (kept && decodeMemory(kept)) ?? NO_MEMORY;
  const versions = acceptedVersions(page);
  const { baseline } = page;
  // After a deletion there is nothing to compare with: what is remembered is only carried on.
  if (!baseline || baseline.identity === DELETED) return { memory: inOrder(known, versions, new Map()) };
  const newest = await anatomyToday(view, baseline, known, before);
  const anew = newest.units ? new Map([[baseline.identity, newest.units]]) : new Map<string, Units>();
  const units = newest.units ?? unitsIn(known, baseline.identity);
  // With a page that has no units, or too many, nothing is compared.
  if (units?.length !== 0) await readAnew(view, missing(versions, known), anew, deps);
  const memory: Memory = { ...inOrder(known, versions, anew), anatomy: newest.anatomy, sources: newest.sources };
  if (memory.identities[0] !== baseline.identity) return { memory };
  const { identities, past } = comparable(memory);
  const compared = versions.filter(({ identity }) => identities.includes(identity));
  return { history: { anatomy: newest.anatomy, versions: compared, past }, memory };
}

/** Remembers a new baseline before those of which something is known. */
export async function remember(
  { ref }: View,
  { identity, sources }: Baseline,
  { units, anatomy }: PageContent,
  memory: Memory,
  { histories }: Pick<ReconcileDeps, 'histories'>,
): Promise<void> {
  await histories.put(ref, encodeMemory(remembering(memory, { identity, units, anatomy, sources })));
}

function inOrder(known: Memory, versions: readonly Former[], anew: ReadonlyMap<string, Units>): Memory {
  const identities = versions.map(({ identity }) => identity);
  return rearranged(known, identities, (identity) => anew.get(identity));
}

/** The baseline's anatomy under today's sources, with its units where it had to be read. */
async function anatomyToday(
  { site }: View,
  { identity }: Baseline,
  known: Memory,
  before: Before,
): Promise<Pick<Memory, 'anatomy' | 'sources'> & { readonly units?: Units }> {
  const sources = sourcesId(site.config);
  const isNewest = known.identities[0] === identity;
  if (isNewest && known.anatomy && known.sources === sources) return { anatomy: known.anatomy, sources };
  const content = await before();
  if (content) return { anatomy: content.anatomy, units: content.units, sources };
  return isNewest ? { anatomy: known.anatomy, sources: known.sources } : {};
}

/**
 * The versions that are not remembered. Those before the oldest one that is gave way to it, or could not be read: they
 * would at every look.
 */
function missing(versions: readonly Former[], { identities }: Memory): readonly Former[] {
  const isKnown = ({ identity }: Former) => identities.includes(identity);
  const oldest = versions.findLastIndex(isKnown);
  return versions.filter((version, at) => (oldest === -1 || at < oldest) && !isKnown(version));
}

/** Reads former versions from the snapshot store, one by one, the newest first. */
async function readAnew(
  view: View,
  versions: readonly Former[],
  anew: Map<string, Units>,
  { snapshots }: Kept,
): Promise<void> {
  const left = { size: MOST_ANEW, units: MOST_UNITS };
  for (const { identity } of versions) {
    if (left.size <= 0 || left.units <= 0) break;
    if (anew.has(identity)) continue;
    const kept = await readable(snapshots.get('accepted', view.ref.site, identity));
    const content = contentOf(view, kept);
    left.size -= Math.max(kept?.bytes.length ?? 0, content?.text.length ?? 0);
    left.units -= content?.units.length ?? 0;
    if (content) anew.set(identity, content.units);
  }
}
