import { html } from 'hono/html';
import { shownLine } from '../../lib/alert/shown-text.ts';
import type { Markup } from '../pages/markup.ts';
import { doneNotice } from '../pages/notice.ts';
import type { Problem } from './problem.ts';

/** What a page says about what was just sent. */
export interface Told {
  /** Something was done, by its name in the address. */
  readonly did?: string;
  readonly problem?: Problem;
  /** The form that was refused, as it was filled in. */
  readonly sent?: { readonly form: string; readonly values: URLSearchParams };
}

/** What is said when a decision stands and nobody could be called to carry it out. */
export const BY_ITSELF = 'The guard could not be called just now: it comes by itself within 15 minutes.';

const DID: Readonly<Record<string, string>> = {
  override: 'Recorded: override. The guard carries it out within seconds; load this page again to see it.',
  dismiss: 'Recorded: dismissed.',
  restore: 'Recorded: restore. The guard carries it out within seconds; load this page again to see it.',
  resume: 'Recorded: resume. The guard looks at the page within seconds; load this page again to see it.',
  later: `Recorded. ${BY_ITSELF}`,
  paused: 'The guard looks away now. Everybody in charge is told.',
  unpaused: 'The pause has ended. What came meanwhile is looked at within seconds.',
  allowed: 'Allowed. It counts from the next upload on.',
  withdrawn: 'The allowance was withdrawn.',
  retired: 'Retired. It may leave every page, and must not come back to any.',
  'retired-already': 'It was retired already: nothing changed.',
  unretired: 'It may come back now.',
  acknowledged: 'Acknowledged: it blocks deploys no longer. Everybody in charge is told.',
  'unretired-already': 'It was not retired: nothing changed.',
};

/** The notice above everything else: what was done, or why nothing was. Only sentences of our own can be named. */
export function notice({ did, problem }: Told): Markup | '' {
  if (problem) return problemBox(problem);
  return did !== undefined && Object.hasOwn(DID, did) ? doneNotice(DID[did] ?? '') : '';
}

/** Why something was not done, and what to do about it. */
export function problemBox({ title, says, todo }: Problem): Markup {
  return html`<div class="problem" role="alert">
    <p><strong>${title}.</strong> ${shownLine(says, 1000)}</p>
    ${todo === undefined ? '' : html`<p>${shownLine(todo, 500)}</p>`}
  </div>`;
}

/** What was typed into a form that was refused, to be typed no second time. */
export function typed({ sent }: Told, form: string): URLSearchParams | undefined {
  return sent?.form === form ? sent.values : undefined;
}
