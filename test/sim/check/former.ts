import { decodeMemory } from '../../../src/lib/history/encode-memory.ts';
import { unitsOfVersion } from '../../../src/lib/history/past-units.ts';
import { unitList } from '../../../src/lib/page/unit-list.ts';
import { unitsOf } from '../../../src/lib/page/units.ts';
import type { Baseline } from '../../../src/lib/site/page-record.ts';
import { DELETED } from '../../../src/lib/site/version.ts';
import { nameOf, sampleOf } from '../contents.ts';
import type { World } from '../world.ts';
import type { Committed } from './commit.ts';

const MOST = 19;

/** A page's record names the baselines before this one, whoever moved it, and nothing else changes them. */
export function checkFormer({ ghosts, violate }: World, { key, before, after }: Committed): void {
  const { baseline, former = [] } = after;
  const known = ghosts.baselines.get(key) ?? [];
  const baselines = baseline && after.gen !== (before?.gen ?? 0) ? withNewest(known, baseline) : known;
  ghosts.baselines.set(key, baselines);
  const current = baseline && baseline.identity !== DELETED ? 1 : 0;
  const wanted = baselines.slice(current, current + MOST).map(told);
  const is = former.map(told);
  if (is.join() !== wanted.join())
    violate('FORMER', `${key} came after [${wanted.join(', ')}], its record says [${is.join(', ')}]`);
}

type Named = Pick<Baseline, 'identity' | 'versionId' | 'lastModified'>;

/** A version that comes again stands where it came last; the oldest of more than 20 is forgotten. */
function withNewest(baselines: readonly Named[], baseline: Named): readonly Named[] {
  if (baseline.identity === DELETED) return baselines;
  return [baseline, ...baselines.filter(({ identity }) => identity !== baseline.identity)].slice(0, 1 + MOST);
}

function told({ identity, versionId, lastModified }: Named): string {
  return `${nameOf(identity)}@${versionId} of ${lastModified}`;
}

/** Whatever was lost, damaged or overwritten before: what is remembered under an identity is what that version says. */
export function checkRemembered({ violate }: World, key: string, bytes: Uint8Array): void {
  const memory = decodeMemory(bytes);
  if (!memory) return violate('FORMER', `what is remembered of ${key} cannot be read`);
  for (const [bit, identity] of memory.identities.entries()) {
    const units = unitsOfVersion(memory.past, bit);
    const sample = sampleOf(identity);
    const right = sample && unitsOf(unitList({ text: new TextDecoder().decode(sample.bytes), html: true }));
    if (!right || right.join() !== units.join())
      violate('FORMER', `what is remembered of ${nameOf(identity)} of ${key} is not what it says`);
  }
}
