import { isOpenTo } from '../incident/decisions.ts';
import type { NextStep } from './alert.ts';
import type { Tally } from './deliveries.ts';
import { aboutPage } from './meaning.ts';
import { isSafe } from './name-steps.ts';
import type { Notice } from './notice.ts';
import { shownLine } from './shown-text.ts';
import { slackCost } from './slack-text.ts';

// Slack shows 2900 characters of lines, escaped; the lines without addresses must not be cut for the addresses.
const ROOM = 2800;

/**
 * The digest of a site's minute: how many alerts it gathered, and the first of them, with the addresses of their review
 * pages for as many as there is room for. `reviews` are those addresses, by incident.
 */
export function digestNotice(
  site: string,
  minute: string,
  { digested, lines }: Tally,
  reviews: ReadonlyMap<string, string>,
): Notice {
  const shown = withReviews(lines, reviews);
  const more = digested - lines.length;
  const name = shownLine(site, 64);
  return {
    kind: 'digest',
    site,
    severity: 'high',
    title: `${shownLine(site, 40)}: ${digested} more ${digested === 1 ? 'alert' : 'alerts'} within a minute`,
    says: `${name} raised many alerts at ${minute.slice(0, 16).replace('T', ' ')} UTC. The first five were told on their own, and the first five decisions, and the first of each contested page; these came after them. The guard treated each as always.`,
    lines: more > 0 ? [...shown, `… and ${more} more`] : shown,
    next: [{ does: 'See them all', command: `npx holdfast incidents --site ${name}` }, ...wholeDeploy(lines)],
  };
}

function withReviews(lines: Tally['lines'], reviews: ReadonlyMap<string, string>): string[] {
  const shown = lines.map(({ id, key, state, says }) => `• ${aboutPage(key, state)}: ${says} (${id})`);
  let left = ROOM - slackCost(shown.join('\n'));
  return shown.map((line, index) => {
    const review = reviews.get(lines[index]?.id ?? '');
    const address = review === undefined ? '' : `\n  ${review}`;
    if (slackCost(address) > left) return line;
    left -= slackCost(address);
    return `${line}${address}`;
  });
}

/** One decision for all that the same writer uploaded within a quarter of an hour; of one alone nothing is gained. */
function wholeDeploy(lines: Tally['lines']): NextStep[] {
  const open = [...new Set(lines.filter(({ state }) => isOpenTo(state, 'override')).map(({ id }) => id))].filter(
    isSafe,
  );
  if (open.length < 2) return [];
  const command = `npx holdfast override ${open[0]} --deploy --reason "…"`;
  return [{ does: 'All that came with the first of them was right', command }];
}
