import { cut } from '../../lib/alert/shown-text.ts';
import type { ApiClient } from '../../lib/api/api-client.ts';
import type { Ahead } from '../../lib/deploy/inspection.ts';
import type { Escalation, Site } from '../../lib/site/site.ts';
import { printable } from '../printable.ts';
import { aheadDiff } from './ahead-diff.ts';

const LONGEST_SAYS = 500;

/** What became of calling somebody for one page. `nobody`: the site names nobody. `failed`: the API did not take it. */
export interface Called {
  readonly page: string;
  readonly outcome: 'called' | 'already' | 'nobody' | 'failed';
  readonly says: string;
  readonly id?: string;
}

/** What became of all, and the lines that say so. */
export interface Escalated {
  readonly value: readonly Called[];
  readonly text: string;
}

/**
 * Calls the site's contact for each page of which production is ahead. Just the same is sent once, however often a deploy
 * is tried. Never throws: what is refused is refused, whether or not somebody could be called.
 */
export async function escalateAhead(
  site: Site,
  ahead: readonly Ahead[],
  { api }: { readonly api: Pick<ApiClient, 'escalate'> },
): Promise<Escalated> {
  const value: Called[] = [];
  for (const page of ahead) value.push(await call(site, page, api));
  return { value, text: [...new Set(value.map(({ says }) => printable(says)))].join('\n') };
}

async function call(
  site: Site,
  { key, says, live, candidate }: Ahead,
  api: Pick<ApiClient, 'escalate'>,
): Promise<Called> {
  if (!site.escalation) return { page: key, outcome: 'nobody', says: `Nobody was called: ${namesNobody(site.name)}` };
  const { text } = aheadDiff(live, candidate);
  try {
    const body = { page: key, says: cut(says.toWellFormed().trim(), LONGEST_SAYS), diff: text };
    const { id, already } = await api.escalate(site.name, body);
    return { page: key, outcome: already ? 'already' : 'called', says: calledFor(key, site.escalation, already), id };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { page: key, outcome: 'failed', says: `${site.escalation.contact} could not be called: ${why}` };
  }
}

/** Whom a person names where a site names nobody. */
export function namesNobody(site: string): string {
  return `${site} names nobody to escalate to. Add escalation: { contact: …, over: [sns] } to it in holdfast.yml, then run: npx holdfast apply ${site}`;
}

/** Who was called, and how. */
export function calledFor(page: string, { contact, over }: Escalation, already: boolean): string {
  if (already) return `${contact} was called for ${page} before, with just this: nobody is called twice.`;
  const how = over.map((each) => (each === 'sns' ? 'SNS' : 'Slack')).join(' and ');
  return `Called ${contact} over ${how}, with what differs in ${page}.`;
}
