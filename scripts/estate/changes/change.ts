import type { Ground } from '../ground.ts';

/** What drift must say of one change, and nothing else. */
export interface Expected {
  /** The key of the resource: `lambda/booking-confirm`. */
  readonly resource: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** Of a changed resource: each place that differs, `file#path` or a file or object alone. */
  readonly places: readonly string[];
  /** What two captures tell besides: code is not fetched to look for drift, its hash tells. */
  readonly inCaptures?: readonly string[];
}

/** One change to the estate, as people make them behind each other's backs. */
export interface EstateChange {
  /** For people. */
  readonly what: string;
  /** Makes it, on an estate that is as it was made. */
  plant(ground: Ground): Promise<Expected>;
}

/** A resource of which this differs. */
export function changed(resource: string, ...places: readonly string[]): Expected {
  return { resource, kind: 'changed', places };
}
