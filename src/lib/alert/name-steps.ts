import type { Incident } from '../incident/incident.ts';
import type { Finding } from '../verdict/finding.ts';
import type { NextStep } from './alert.ts';
import { lostTokens, returnedNames } from './what-now.ts';

const SAFE_ARGUMENT = /^\w[\w./:-]{0,199}$/;
// Between double quotes these mean nothing to a shell either.
const SAFE_QUOTED = /^\w[\w .,:;&'()/-]{0,199}$/;
const MOST = 5;

/** Whether that means nothing to a shell and cannot be taken for an option. */
export const isSafe = (argument: string): boolean => SAFE_ARGUMENT.test(argument);

/**
 * Features that were removed or emptied on purpose: removed for good, one command each and five at most, or by the next
 * upload as well, all in one command. A command that could not name all would let the next upload be undone again: then
 * there is none.
 */
export function lostSteps({ site, key, findings }: Pick<Incident, 'site' | 'key' | 'findings'>): NextStep[] {
  const [lost, hollow] = [lostTokens({ findings }), lostTokens({ findings }, 'token.hollow')];
  const all = [...lost, ...hollow];
  if (all.length === 0 || !isSafe(site)) return [];
  const retire = lost
    .filter(isSafe)
    .slice(0, MOST)
    .map((token) => ({
      does: lost.length > 1 ? `The feature ${token} is gone for good` : 'The feature is gone for good',
      command: `npx holdfast retire ${site} --token ${token} --reason "…"`,
    }));
  if (!isSafe(key) || all.length > 4 * MOST || !all.every(isSafe)) return retire;
  const tokens = all.map((token) => `--token ${token}`).join(' ');
  const does = `Let the next upload ${doing(lost, hollow)} ${all.length > 1 ? 'them' : 'it'} too`;
  return [...retire, { does, command: `npx holdfast allow ${site} ${key} ${tokens} --for 1d --reason "…"` }];
}

function doing(lost: readonly string[], hollow: readonly string[]): string {
  return [...(lost.length > 0 ? ['lose'] : []), ...(hollow.length > 0 ? ['empty'] : [])].join(' or ');
}

/** How what was retired may come back for good, one command each and five at most. */
export function returnedSteps(
  site: string,
  findings: readonly Pick<Finding, 'code' | 'severity' | 'token' | 'phrase'>[],
): NextStep[] {
  if (!isSafe(site)) return [];
  return returnedNames({ findings })
    .flatMap(({ kind, name }) => (SAFE_QUOTED.test(name) ? [`--${kind} ${isSafe(name) ? name : `"${name}"`}`] : []))
    .slice(0, MOST)
    .map((option) => ({ does: 'What was retired may come back', command: `npx holdfast unretire ${site} ${option}` }));
}
