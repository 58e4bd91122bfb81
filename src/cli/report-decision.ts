import type { DecidedShape, IncidentDetail } from '../lib/api/incident-shapes.ts';
import { HoldfastError } from '../lib/errors.ts';
import type { Decision } from '../lib/incident/incident.ts';
import { DELETED } from '../lib/site/version.ts';
import type { Session } from './command.ts';
import { pageOf } from './describe-incident.ts';
import { done, type Outcome } from './outcome.ts';
import { printable, table } from './printable.ts';
import { waitForPages } from './wait-for-pages.ts';

/**
 * Says what became of a decision that was recorded, once nothing of its pages is under way any more. Incomplete when
 * something still is after a minute, when part of it was refused, or when the page is contested.
 */
export async function reportDecision(
  what: Decision['what'],
  decided: DecidedShape,
  { wait, session }: { wait: boolean; session: Session },
): Promise<Outcome> {
  const { incident, also = [] } = decided;
  const recorded = also.filter(({ outcome }) => outcome === 'recorded');
  const pages = [...new Set([incident.page, ...recorded.map(({ page }) => page)])];
  const pending = wait && what !== 'dismiss' ? await waitForPages(incident.site, pages, session) : [];
  const now = await read(() => session.operator.api.incident(incident.id));
  const complete = pending.length === 0 && recorded.length === also.length && now?.state !== 'contested';
  const value = { incident: now ?? incident, also, pending, done: true };
  const live = wait && pending.length === 0 && (await isLive(now, session));
  const lines = [
    ...(live ? [`The upload of ${incident.page} is live.`] : []),
    said(what, decided),
    ...(now ? [now.meaning] : []),
    ...pending.map((page) => late(page, incident.site)),
  ];
  const rows = also.map(({ id, page, outcome, says = '' }) => [id, page, outcome, says]);
  const others = rows.length > 0 ? [table(['incident', 'page', 'outcome', ''], rows)] : [];
  const text = [...lines.map(printable), ...others].join('\n');
  return complete ? done(value, text) : { exitCode: 6, value, text };
}

/** Of a deploy, the incident that it is named by may be refused although others were not. */
function said(what: Decision['what'], { incident, also = [] }: DecidedShape): string {
  const named = also.find(({ id }) => id === incident.id);
  const of = `${incident.id}, ${pageOf(incident)}`;
  return named?.outcome === 'refused' ? `Not recorded for ${of}.` : `Recorded: ${what} of ${of}.`;
}

function late(page: string, site: string): string {
  return `Not as decided yet: ${page}. See: npx holdfast status ${site}`;
}

/** Whether an override has come to its end: its version is the baseline, and the baseline is what is live. */
async function isLive(now: IncidentDetail | undefined, { operator }: Session): Promise<boolean> {
  if (now?.state !== 'overridden' || now.rejected.identity === DELETED || !now.open.includes('restore')) return false;
  const page = await read(() => operator.api.page(now.site, now.page));
  return page?.state === 'guarded';
}

/** What cannot be read now was recorded all the same. */
async function read<T>(reading: () => Promise<T>): Promise<T | undefined> {
  try {
    return await reading();
  } catch (error) {
    if (error instanceof HoldfastError) return undefined;
    throw error;
  }
}
