import { HoldfastError } from '../errors.ts';
import type { Incident } from '../incident/incident.ts';
import { sha256 } from '../site/version.ts';
import { decisionBehind } from './decision-told.ts';
import type { Deliveries, Route, Tally } from './deliveries.ts';
import { isTold } from './news.ts';
import { shownLine } from './shown-text.ts';

const ALONE_PER_MINUTE = 5;
const MAX_LINES = 20;
const MAX_CONTESTED = 100;
const TRIES = 20;

/**
 * The minute in whose digest this entry of the incident is told, or undefined when it is told on its own: the first
 * five alerts of a site's minute are, and the first five of what people decided, and the first of each contested page.
 * Settled once per entry and remembered, so a redelivery finds the same answer. What is no alert is never digested, nor
 * counted.
 */
export async function routeOf(
  incident: Incident,
  deps: { deliveries: Pick<Deliveries, 'route' | 'tally' | 'admit'>; now: Date },
): Promise<string | undefined> {
  if (!isTold(incident.state)) return undefined;
  const minute = `${deps.now.toISOString().slice(0, 16)}Z`;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const route = await deps.deliveries.route(incident.id);
    if (route && route.entry >= incident.entry) return route.digest;
    const next = await admit(incident, route, minute, deps.deliveries);
    if (next) return next.digest;
  }
  throw new HoldfastError('ALERT.BUSY', `Too many alerts of ${incident.site} at once.`, { retryable: true });
}

async function admit(
  incident: Incident,
  before: Route | undefined,
  minute: string,
  deliveries: Pick<Deliveries, 'tally' | 'admit'>,
): Promise<Route | undefined> {
  const tally = await deliveries.tally(incident.site, minute);
  const digested = isCrowded(incident, tally);
  const next: Route = {
    rev: (before?.rev ?? 0) + 1,
    entry: incident.entry,
    ...(digested ? { digest: minute } : {}),
  };
  const outcome = await deliveries.admit(
    { id: incident.id, route: { expect: before?.rev ?? 'absent', next } },
    {
      site: incident.site,
      minute,
      tally: { expect: tally?.rev ?? 'absent', next: counted(tally, incident, digested) },
    },
  );
  return outcome === 'done' ? next : undefined;
}

/** A contested page is told loudly once a minute, however many rejected versions of it come meanwhile. */
function isCrowded(incident: Incident, { total = 0, decided = 0, contested = [] }: Partial<Tally> = {}): boolean {
  if (incident.state === 'contested') return contested.includes(sha256(incident.key));
  return (decisionBehind(incident) ? decided : total) >= ALONE_PER_MINUTE;
}

function counted(tally: Tally | undefined, incident: Incident, digested: boolean): Tally {
  const { rev = 0, total = 0, decided = 0, lines = [], contested = [] } = tally ?? {};
  const byPeople = decisionBehind(incident) !== undefined;
  const alone = incident.state === 'contested' && !digested && contested.length < MAX_CONTESTED;
  const counts = {
    rev: rev + 1,
    total: total + (incident.state === 'contested' || byPeople ? 0 : 1),
    decided: decided + (byPeople ? 1 : 0),
    digested: (tally?.digested ?? 0) + (digested ? 1 : 0),
    contested: alone ? [...contested, sha256(incident.key)] : contested,
  };
  if (!digested || lines.length === MAX_LINES) return { ...counts, lines };
  const { id, state } = incident;
  const says = shownLine(incident.findings[0]?.says ?? '', 100);
  return { ...counts, lines: [...lines, { id, key: shownLine(incident.key, 100), state, says }] };
}
