import type { Incident } from '../incident/incident.ts';
import type { NextStep } from './alert.ts';

const SAFE_ARGUMENT = /^[\w.-]{1,64}$/;

/**
 * Commands worth running now. They hold only an incident's id and a site's name, and only where those are harmless to a
 * shell: a page's key was chosen by an uploader and people copy commands without reading them.
 */
export function nextSteps({ id, site, state }: Pick<Incident, 'id' | 'site' | 'state'>): NextStep[] {
  const show = { does: 'See everything about it', command: `npx holdfast incidents show ${id}` };
  const status = { does: 'See what else is wrong on the site', command: `npx holdfast status ${site}` };
  const pause = {
    does: 'Make the guard look away for an hour (what is uploaded then is judged after it)',
    command: `npx holdfast pause ${site} --for 1h --reason "…"`,
  };
  return [
    ...(SAFE_ARGUMENT.test(id) ? [show] : []),
    ...(SAFE_ARGUMENT.test(site) ? [status] : []),
    ...(SAFE_ARGUMENT.test(site) && state === 'restored' ? [pause] : []),
  ];
}
