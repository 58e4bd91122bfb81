import type { Estate } from '../../capture/estate.ts';
import { slots, type Slots } from '../../capture/slots.ts';

const OF = new WeakMap<object, Slots>();

/** The slots that all buckets of an estate share. */
export function slotsOf(estate: Pick<Estate, 'bucket'>, atOnce: number): Slots {
  const known = OF.get(estate) ?? slots(atOnce);
  OF.set(estate, known);
  return known;
}
