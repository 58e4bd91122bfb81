import type { NextStep } from './alert.ts';
import { isSafe } from './name-steps.ts';
import type { Notice } from './notice.ts';
import type { PauseChange } from './pause-changes.ts';
import { shownLine } from './shown-text.ts';

/** Says loudly that the guard looks away, or that it looks again. `on`: the pause is still in force. */
export function pauseNotice(site: string, { what, pause }: PauseChange, { on }: { on: boolean }): Notice {
  const name = shownLine(site, 64);
  const where = pause.key === undefined ? `all of ${name}` : `${shownLine(pause.key, 300)} of ${name}`;
  const until = shownLine(pause.until, 40);
  const state = stateOf(what, on);
  return {
    kind: 'pause',
    site,
    severity: state === 'on' ? 'high' : 'info',
    title: `${shownLine(site, 40)}: the guard ${BECAME[state]}${pause.key === undefined ? '' : ' for one page'}`,
    says: {
      on: `Until ${until} the guard does not protect ${where}: whatever is uploaded stays live.`,
      past: `Until ${until}, or until the pause was lifted, the guard did not protect ${where}. This comes late.`,
      over: `The pause until ${until} is over or was lifted: the guard protects ${where} again.`,
    }[state],
    lines: [
      `By: ${shownLine(pause.by, 200)}`,
      `Reason: ${shownLine(pause.reason, 500)}`,
      `Since: ${shownLine(pause.from, 40)}`,
    ],
    next: state === 'on' ? endingIt(site, pause.key) : [],
  };
}

/** `past`: it began, and by the time this is told it is over. */
type State = 'on' | 'past' | 'over';

const BECAME: Record<State, string> = { on: 'is PAUSED', past: 'was paused', over: 'is back' };

function stateOf(what: PauseChange['what'], on: boolean): State {
  if (what === 'ended') return 'over';
  return on ? 'on' : 'past';
}

function endingIt(site: string, key: string | undefined): NextStep[] {
  if (!isSafe(site) || (key !== undefined && !isSafe(key))) return [];
  return [{ does: 'End it now', command: ['npx holdfast unpause', site, key].filter(Boolean).join(' ') }];
}
