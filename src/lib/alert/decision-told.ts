import type { Decision, Incident } from '../incident/incident.ts';
import { shownLine } from './shown-text.ts';

/** The decision that an incident's present state comes of, by itself or by the restore that it asked for. */
export function decisionBehind({ state, decision, trail = [] }: Incident): Decision | undefined {
  if (state === 'overridden' || state === 'dismissed') return decision;
  return state === 'restored' ? trail.findLast((entry) => entry.state === 'restoring')?.decision : undefined;
}

/** Who decided and by which way; the names of Slack users and of holders of personal links tell the way themselves. */
export function deciderOf({ by }: Decision): string {
  const name = shownLine(by, 250);
  return by.startsWith('arn:') ? `${name} through the API` : name;
}

/** Why it was so decided, in one sentence. */
export function reasonOf({ reason }: Decision): string {
  return `Reason: ${shownLine(reason, 200).replace(/[.\s]+$/, '')}.`;
}
