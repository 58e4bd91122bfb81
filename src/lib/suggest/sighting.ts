import type { Run } from './candidate.ts';
import type { Mark } from './provider.ts';

/** The attributes by which features are known or found again. */
export const READ_ATTRIBUTES = [
  'id',
  'name',
  'class',
  'role',
  'type',
  'action',
  'href',
  'src',
  'poster',
  'aria-label',
  'autocomplete',
  'autoplay',
  'data-netlify',
  'netlify',
  'method',
  'data-testid',
  'data-test',
] as const;

/** One of those. */
export type ReadAttribute = (typeof READ_ATTRIBUTES)[number];

/** An element that may be a feature, with what was seen within it; its texts are cut. */
export interface Sighting {
  readonly offset: number;
  readonly tag: string;
  readonly attributes: Readonly<Partial<Record<ReadAttribute, string>>>;
  /** The landmarks around it, outermost first: header, nav, main, aside, footer, form. */
  readonly within: readonly string[];
  /** It is, or stands within, an element that a configured attribute marks. */
  readonly marked: boolean;
  readonly providers: readonly Mark[];
  /** What it says, of links and buttons. */
  text: string;
  /** Links in it, of navigation and footers. */
  links: number;
  /** What can be filled in, of forms: `type name autocomplete`, in lower case. */
  readonly fields: string[];
  /** What it plays, of videos and audio. */
  readonly files: string[];
}

/** A script's own code that holds what a provider's does. */
export interface InlineSighting {
  readonly provider: Mark['provider'];
  readonly code: string;
  readonly scripts: Run[];
}

/** All that may be a feature on a page, in order. */
export interface Sightings {
  readonly elements: readonly Sighting[];
  readonly inline: readonly InlineSighting[];
  /** The types that JSON-LD names. */
  readonly dataTypes: readonly string[];
  /** What attributes that often mark features hold, by attribute: distinct values with where each is first. */
  readonly marks: ReadonlyMap<string, ReadonlyMap<string, number>>;
}
