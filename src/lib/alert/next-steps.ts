import { openDecisions } from '../incident/decisions.ts';
import type { Decision, Incident } from '../incident/incident.ts';
import type { NextStep } from './alert.ts';
import { isSafe, lostSteps, returnedSteps } from './name-steps.ts';
import { fetchSteps, revertSteps } from './stale-steps.ts';

const DOES: Readonly<Record<Decision['what'], string>> = {
  override: 'The version was right',
  dismiss: 'The guard was right',
  restore: 'Put the version before it back',
  resume: 'Guard the page again',
};

/**
 * Commands worth running now; `bucket` is the site's for production, where that is known. What somebody chose (a page's key, a token's name) is in them only where it is safe: people
 * copy commands without reading them.
 */
export function nextSteps(incident: Incident, bucket?: string): NextStep[] {
  const { id, site, state, findings } = incident;
  if (!isSafe(id)) return [];
  const open = openDecisions(incident);
  return [
    ...open.map((what) => ({ does: doesOf(what, incident), command: `npx holdfast ${what} ${id} --reason "…"` })),
    ...(open.length > 0 ? [link(id)] : []),
    ...(open.includes('override') || open.includes('restore') ? fetchSteps(incident, bucket) : []),
    ...(open.includes('override') ? [...lostSteps(incident), ...revertSteps(incident)] : []),
    ...(open.includes('override') || state === 'overridden' ? returnedSteps(site, findings) : []),
    { does: 'See everything about it', command: `npx holdfast incidents show ${id}` },
  ];
}

/** Of a version that it could not judge the guard has said nothing that could be right. */
function doesOf(what: Decision['what'], { state }: Incident): string {
  return what === 'dismiss' && state === 'undecided' ? 'Leave it live, as no baseline' : DOES[what];
}

const link = (id: string): NextStep => ({
  does: 'Let an approver decide in the browser',
  command: `npx holdfast link ${id} --for "…"`,
});
