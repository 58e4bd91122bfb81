import type { Anatomy } from '../page/anatomy.ts';
import type { Units } from '../page/units.ts';
import { MAX_HISTORY } from './history.ts';
import { pastUnits, unitsOfVersion, withNewest, type PastUnits } from './past-units.ts';

/** What is remembered of a page's accepted versions: computed from their contents alone, so that it can be made anew. */
export interface Memory {
  /** The versions by their identities, newest first, each once. */
  readonly identities: readonly string[];
  readonly past: PastUnits;
  /** The newest version's. */
  readonly anatomy?: Anatomy;
  /** Names the token sources with which the anatomy was read. */
  readonly sources?: string;
}

/** Nothing is remembered. */
export const NO_MEMORY: Memory = { identities: [], past: pastUnits([]) };

/** Units of all versions together that are remembered, and that are read anew for one look: 24 MB. */
export const MOST_UNITS = 2_000_000;

/** A version's units; `undefined` where it is not remembered. */
export function unitsIn({ identities, past }: Memory, identity: string): Units | undefined {
  const bit = identities.indexOf(identity);
  return bit === -1 ? undefined : unitsOfVersion(past, bit);
}

/** One version more, which is the newest from now on, wherever it stood before. */
export function remembering(
  memory: Memory,
  { identity, units, ...newest }: { identity: string; units: Units } & Pick<Memory, 'anatomy' | 'sources'>,
): Memory {
  const others = memory.identities.filter((other) => other !== identity);
  const known = others.length === memory.identities.length ? memory : rearranged(memory, others, () => undefined);
  return {
    identities: [identity, ...others].slice(0, MAX_HISTORY),
    past: withNewest(known.past, units),
    ...newest,
  };
}

/** These versions in this order, as far as they are remembered or given. */
export function rearranged(
  memory: Memory,
  identities: readonly string[],
  given: (identity: string) => Units | undefined,
): Memory {
  const wanted = identities.filter((each) => memory.identities.includes(each) || given(each) !== undefined);
  const same = wanted.length === memory.identities.length && wanted.every((each, at) => each === memory.identities[at]);
  if (same) return memory;
  const known: { readonly identity: string; readonly units: Units }[] = [];
  let left = MOST_UNITS;
  for (const identity of wanted.slice(0, MAX_HISTORY)) {
    const units = unitsIn(memory, identity) ?? given(identity);
    left -= units?.length ?? 0;
    if (left < 0) break;
    if (units) known.push({ identity, units });
  }
  return { identities: known.map(({ identity }) => identity), past: pastUnits(known.map(({ units }) => units)) };
}

/**
 * The versions that uploads can be compared with: those that have units. None where the newest has none, as a page of too
 * many units.
 */
export function comparable(memory: Memory): Memory {
  const having = memory.past.masks.reduce((all, mask) => all | mask, 0);
  if ((having & 1) === 0) return NO_MEMORY;
  const identities = memory.identities.filter((_, bit) => (having >>> bit) & 1);
  return rearranged(memory, identities, () => undefined);
}
