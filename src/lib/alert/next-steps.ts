import { openDecisions } from '../incident/decisions.ts';
import type { Decision, Incident } from '../incident/incident.ts';
import type { NextStep } from './alert.ts';
import { lostTokens } from './what-now.ts';

const SAFE_ARGUMENT = /^\w[\w./:-]{0,199}$/;

/** Whether that means nothing to a shell and cannot be taken for an option. */
export const isSafe = (argument: string): boolean => SAFE_ARGUMENT.test(argument);

const DOES: Readonly<Record<Decision['what'], string>> = {
  override: 'The version was right',
  dismiss: 'The guard was right',
  restore: 'Put the version before it back',
  resume: 'Guard the page again',
};

/**
 * Commands worth running now. What somebody chose (a page's key, a token's name) is in them only where it is safe: people
 * copy commands without reading them.
 */
export function nextSteps(incident: Incident): NextStep[] {
  const { id, site } = incident;
  if (!isSafe(id)) return [];
  const open = openDecisions(incident);
  return [
    ...open.map((what) => ({ does: doesOf(what, incident), command: `npx holdfast ${what} ${id} --reason "…"` })),
    ...(open.length > 0 ? [link(id)] : []),
    ...(isSafe(site) && open.includes('override') ? aboutLost(incident) : []),
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

/** A feature that was removed on purpose: for good, or by the next upload as well. One is enough to show how. */
function aboutLost(incident: Incident): NextStep[] {
  const { site, key } = incident;
  const token = lostTokens(incident).find(isSafe);
  if (token === undefined) return [];
  const retire = {
    does: 'The feature is gone for good',
    command: `npx holdfast retire ${site} --token ${token} --reason "…"`,
  };
  if (!isSafe(key)) return [retire];
  const command = `npx holdfast allow ${site} ${key} --token ${token} --for 1d --reason "…"`;
  return [retire, { does: 'Let the next upload lose it too', command }];
}
