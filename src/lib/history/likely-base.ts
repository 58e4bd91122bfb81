import type { Units } from '../page/units.ts';
import { evidenceOf, nearer, type Evidence } from './evidence.ts';
import type { Former, History } from './history.ts';

/** The older version that an upload looks edited from, rather than from the baseline. */
export interface LikelyBase {
  /** Where it stands among the past versions; 0 is the baseline. */
  readonly index: number;
  readonly older: Former;
  /** Nothing differs from it but white space and order. */
  readonly same: boolean;
  readonly evidence: Evidence;
}

/**
 * The older accepted version that an upload is nearest to, when it is nearer to that one than to the baseline: of several
 * the newest. `undefined` for an ordinary edit. Takes time linear in the units of all versions.
 */
export function likelyBase(upload: Units, { versions, past }: History): LikelyBase | undefined {
  let best: LikelyBase | undefined;
  for (const [at, evidence] of evidenceOf(upload, past, versions.length).entries()) {
    if (nearer(evidence.distinct) < 0 || (nearer(evidence.distinct) === 0 && nearer(evidence.all) <= 0)) continue;
    const same = evidence.added === 0 && evidence.removed === 0;
    const older = versions[at + 1];
    if (older && (!best || isNearer(evidence, best.evidence))) best = { index: at + 1, older, same, evidence };
  }
  return best;
}

function isNearer(one: Evidence, other: Evidence): boolean {
  const distinct = nearer(one.distinct) - nearer(other.distinct);
  return distinct > 0 || (distinct === 0 && nearer(one.all) > nearer(other.all));
}
