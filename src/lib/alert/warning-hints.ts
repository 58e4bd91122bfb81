import type { Warning } from '../site/warning.ts';
import { textIn, type Image } from './stream-images.ts';

/** That a warning was raised, or acknowledged; it is read when it is told. `id` tells the two apart. */
export interface WarningHint {
  readonly what: 'raised' | 'acknowledged';
  readonly warning: string;
  readonly id: string;
}

/**
 * What two images of a warning have to tell. What the guard raises for an incident is told with that incident's alert.
 */
export function warningHints(warning: string, before: Image | undefined, after: Image): WarningHint[] {
  if (acknowledgedIn(after)) return acknowledgedIn(before) ? [] : [hintOf('acknowledged', warning)];
  return before || textIn(after, 'incident' satisfies keyof Warning) !== undefined ? [] : [hintOf('raised', warning)];
}

const acknowledgedIn = (image: Image | undefined): boolean =>
  image?.['acknowledged' satisfies keyof Warning]?.M !== undefined;

const hintOf = (what: WarningHint['what'], warning: string): WarningHint => ({
  what,
  warning,
  id: `${what}-${warning}`,
});
