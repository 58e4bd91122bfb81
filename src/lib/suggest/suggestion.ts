import type { TokenSource } from '../site/site.ts';
import type { Place } from '../verdict/finding.ts';

/** What a feature is for, in the order in which suggestions are told, each with its heading and its worth. */
export const SUGGESTION_KINDS = {
  marked: { heading: 'Marked in the pages already', worth: 95 },
  payment: { heading: 'Payment', worth: 100 },
  booking: { heading: 'Booking', worth: 90 },
  form: { heading: 'Forms', worth: 85 },
  search: { heading: 'Search', worth: 70 },
  call: { heading: 'Calls to action', worth: 65 },
  navigation: { heading: 'Navigation', worth: 60 },
  video: { heading: 'Video', worth: 75 },
  audio: { heading: 'Audio', worth: 55 },
  map: { heading: 'Maps', worth: 58 },
  chat: { heading: 'Chat', worth: 62 },
  consent: { heading: 'Consent', worth: 64 },
  captcha: { heading: 'Protection from robots', worth: 50 },
  analytics: { heading: 'Analytics', worth: 52 },
  social: { heading: 'Embedded from elsewhere', worth: 45 },
  section: { heading: 'Parts of the page', worth: 40 },
  data: { heading: 'Structured data', worth: 42 },
} as const;

/** What a feature is for. */
export type SuggestionKind = keyof typeof SUGGESTION_KINDS;

/** How sure it is that this is a feature, and that its source stays true. */
export type Confidence = 'high' | 'medium' | 'low';

/** A source that finds a feature on its page and nothing else there. `loose`: it says where that is, not what. */
export interface Way {
  readonly source: TokenSource;
  readonly loose: boolean;
}

/** One feature of one page that no source finds yet. */
export interface Feature {
  readonly kind: SuggestionKind;
  /** A token's name; of an attribute that marks features, the attribute. */
  readonly name: string;
  /** The ways to find it, the most lasting first; at least one. */
  readonly ways: readonly Way[];
  readonly offset: number;
  readonly place: Place;
  /** One sentence. */
  readonly why: string;
  readonly confidence: Confidence;
  /** The tokens that an attribute would find on this page. */
  readonly tokens?: readonly string[];
}

/** Where a suggested feature stands first on a page. */
export interface SuggestedPlace extends Place {
  readonly page: string;
}

/** One feature of a site, on all pages that have it, sorted by key. */
export interface Suggestion extends Pick<Feature, 'kind' | 'name' | 'why' | 'confidence'> {
  readonly source: TokenSource;
  readonly pages: readonly SuggestedPlace[];
}

const SURE: Readonly<Record<Confidence, number>> = { high: 12, medium: 4, low: -10 };

/** How much a feature is worth to be proposed before others. */
export function worthOf({ kind, confidence }: Pick<Feature, 'kind' | 'confidence'>): number {
  return SUGGESTION_KINDS[kind].worth + SURE[confidence];
}
