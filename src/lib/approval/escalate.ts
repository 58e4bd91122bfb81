import type { EscalationRecord } from '../site/escalation.ts';
import { classify } from '../site/glob.ts';
import { sha256 } from '../site/version.ts';
import type { Sites } from './change-site.ts';
import { refused, type Refused } from './outcome.ts';
import { personName, type Person } from './person.ts';

/** The escalations of sites. */
export interface Escalations {
  /**
   * Keeps a new one for 90 days, and counts it: `already` when it is there, `too-many` when the site had as many as that
   * within this hour of the clock.
   */
  keep(record: EscalationRecord, most: number): Promise<'done' | 'already' | 'too-many'>;
}

/** Escalations of one site in an hour: whoever is called more often looks away. */
const MOST_IN_AN_HOUR = 20;

interface EscalateDeps {
  readonly sites: Pick<Sites, 'site'>;
  readonly escalations: Escalations;
  readonly now: () => Date;
}

/** `already`: just this was escalated before, and nobody is called once more. */
export type EscalateOutcome = { readonly kind: 'done'; readonly id: string; readonly already: boolean } | Refused;

/**
 * Calls the site's contact about a production that is ahead of what somebody wants to deploy. Anybody may whom the
 * gateway lets call; it changes nothing on the site.
 */
export async function escalate(
  what: Pick<EscalationRecord, 'site' | 'key' | 'says' | 'diff'>,
  person: Person,
  { sites, escalations, now }: EscalateDeps,
): Promise<EscalateOutcome> {
  const { site, key, says, diff } = what;
  const record = await sites.site(site);
  if (!record) return refused('unknown', `There is no site ${site}.`);
  if (!record.config.escalation) return refused('state', noContact(site));
  if (classify(record.config, key) !== 'page') return refused('invalid', `That is no page of ${site}.`);
  const id = sha256(JSON.stringify([site, key, says, diff])).slice(0, 20);
  const escalation = { ...what, id, by: personName(person), at: now().toISOString() };
  const outcome = await escalations.keep(escalation, MOST_IN_AN_HOUR);
  if (outcome === 'too-many') {
    return refused('state', `${site} was escalated ${MOST_IN_AN_HOUR} times within this hour: its contact knows.`);
  }
  return { kind: 'done', id, already: outcome === 'already' };
}

const noContact = (site: string): string =>
  `${site} names nobody to escalate to: add "escalation:" to holdfast.yml, then run \`holdfast apply ${site}\`.`;
