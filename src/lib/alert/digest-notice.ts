import type { Tally } from './deliveries.ts';
import type { Notice } from './notice.ts';
import { shownLine } from './shown-text.ts';
import { becameOf } from './meaning.ts';

/** The digest of a site's minute: how many alerts it gathered, and the first of them. */
export function digestNotice(site: string, minute: string, { digested, lines }: Tally): Notice {
  const shown = lines.map(({ id, key, state, says }) => `• ${key} ${becameOf(state)}: ${says} (${id})`);
  const more = digested - lines.length;
  const name = shownLine(site, 64);
  return {
    kind: 'digest',
    site,
    severity: 'high',
    title: `${shownLine(site, 40)}: ${digested} more ${digested === 1 ? 'alert' : 'alerts'} within a minute`,
    says: `${name} raised more than five alerts at ${minute.slice(0, 16).replace('T', ' ')} UTC. The first five were told on their own; these came after them. The guard treated each as always.`,
    lines: more > 0 ? [...shown, `… and ${more} more`] : shown,
    next: [{ does: 'See them all', command: `npx holdfast incidents --site ${name}` }],
  };
}
