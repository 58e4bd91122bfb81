import type { Notice } from './notice.ts';
import type { PauseChange } from './pause-changes.ts';
import { shownLine } from './shown-text.ts';

/** Says loudly that the guard looks away, or that it looks again. */
export function pauseNotice(site: string, { what, pause }: PauseChange): Notice {
  const name = shownLine(site, 64);
  const where = pause.key === undefined ? `all of ${name}` : `${shownLine(pause.key, 300)} of ${name}`;
  const until = shownLine(pause.until, 40);
  const began = what === 'began';
  return {
    kind: 'pause',
    site,
    severity: began ? 'high' : 'info',
    title: `${shownLine(site, 40)}: the guard ${began ? 'is PAUSED' : 'is back'}${pause.key === undefined ? '' : ' for one page'}`,
    says: began
      ? `Until ${until} the guard does not protect ${where}: whatever is uploaded stays live.`
      : `The pause until ${until} is over or was lifted: the guard protects ${where} again.`,
    lines: [
      `By: ${shownLine(pause.by, 200)}`,
      `Reason: ${shownLine(pause.reason, 500)}`,
      `Since: ${shownLine(pause.from, 40)}`,
    ],
    next: began ? [{ does: 'See what is paused, and how to end it', command: `npx holdfast status ${name}` }] : [],
  };
}
