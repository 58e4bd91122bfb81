import type { Site } from '../site/site.ts';
import type { InspectedPage } from './inspect-page.ts';
import type { Obstacle } from './obstacle.ts';
import { changesIn, severalChanges } from './one-change.ts';

/** D3 where these pages undergo more than one change, and nobody named it. A page that is live as it is undergoes none. */
export function apart(
  { tokens, production }: Site,
  pages: readonly InspectedPage[],
  change: string | undefined,
): Obstacle[] {
  const changed = pages.flatMap(({ standing, judged, now }) =>
    judged.content && standing !== 'same'
      ? [{ key: now.ref.key, after: judged.content, ...(judged.liveContent && { before: judged.liveContent }) }]
      : [],
  );
  return severalChanges(changesIn(changed, { sources: tokens, prefix: production.prefix }), change);
}
