import type { Place } from '../verdict/finding.ts';

/** Something that a page is made of and that does not vanish unnoticed. */
export interface Part {
  readonly kind: 'script' | 'stylesheet' | 'form' | 'canonical' | 'json-ld';
  /** What it is known by from one version to the next: an address without what changes at every build. */
  readonly name: string;
  readonly place: Place;
}
