import type { Alert } from './alert.ts';
import { slackCost } from './slack-text.ts';

const MORE = 40;

/**
 * The findings as lines that together cost at most `room`: as many sentences as fit, each whole, then the places of the
 * first ones for as long as there is room; and how many findings are not told. `room` takes one sentence at least.
 */
export function findingLines(
  { findings, moreFindings }: Pick<Alert, 'findings' | 'moreFindings'>,
  room: number,
): string[] {
  let left = room - MORE;
  const taken = (line: string): boolean => {
    const cost = slackCost(`${line}\n`);
    if (cost > left) return false;
    left -= cost;
    return true;
  };
  const refused = findings.findIndex(({ says }) => !taken(bullet(says)));
  const told = refused === -1 ? findings : findings.slice(0, refused);
  const more = findings.length - told.length + moreFindings;
  const lines = told.flatMap(({ says, place }) =>
    place !== undefined && taken(indented(place)) ? [bullet(says), indented(place)] : [bullet(says)],
  );
  return more > 0 ? [...lines, `… and ${more} more`] : lines;
}

const bullet = (says: string): string => `• ${says}`;
const indented = (place: string): string => `    ${place}`;
