import { isOpenTo } from '../incident/decisions.ts';
import type { IncidentState } from '../incident/incident.ts';
import type { NextStep } from './alert.ts';
import type { Tally } from './deliveries.ts';
import { aboutPage } from './meaning.ts';
import { isSafe } from './next-steps.ts';
import type { Notice } from './notice.ts';
import { shownLine } from './shown-text.ts';

/** The digest of a site's minute: how many alerts it gathered, and the first of them. */
export function digestNotice(site: string, minute: string, { digested, lines }: Tally): Notice {
  const shown = lines.map(({ id, key, state, says }) => `• ${aboutPage(key, state)}: ${says} (${id})`);
  const more = digested - lines.length;
  const name = shownLine(site, 64);
  return {
    kind: 'digest',
    site,
    severity: 'high',
    title: `${shownLine(site, 40)}: ${digested} more ${digested === 1 ? 'alert' : 'alerts'} within a minute`,
    says: `${name} raised many alerts at ${minute.slice(0, 16).replace('T', ' ')} UTC. The first five were told on their own, and the first of each contested page; these came after them. The guard treated each as always.`,
    lines: more > 0 ? [...shown, `… and ${more} more`] : shown,
    next: [
      { does: 'See them all', command: `npx holdfast incidents --site ${name}` },
      ...lines.slice(0, 1).flatMap(({ id, state }) => wholeDeploy(id, state)),
    ],
  };
}

/** One decision for all that the same writer uploaded within a quarter of an hour. */
function wholeDeploy(id: string, state: IncidentState): NextStep[] {
  if (!isOpenTo(state, 'override') || !isSafe(id)) return [];
  const command = `npx holdfast override ${id} --deploy --reason "…"`;
  return [{ does: 'All that came with the first of them was right', command }];
}
