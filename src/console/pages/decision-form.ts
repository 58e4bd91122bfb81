import { html, raw } from 'hono/html';
import { shownLine } from '../../lib/alert/shown-text.ts';
import type { Decision } from '../../lib/incident/incident.ts';
import type { Markup } from './markup.ts';

/** What can be decided in a form, and what was tried before. */
export interface DecisionForm {
  /** Where it is posted to. */
  readonly action: string;
  readonly open: readonly Decision['what'][];
  /** Whether the incident is about a deletion. */
  readonly deletion?: boolean;
  /** Fields that go along unseen. */
  readonly hidden?: Readonly<Record<string, string>>;
  /** Asks for the code of a personal link. */
  readonly asksCode: boolean;
  /** Why the last try was refused, in words of our own or of the guard. */
  readonly problem?: string;
  readonly chosen?: string;
  readonly reason?: string;
  /** More to choose, above the button. */
  readonly more?: Markup;
}

const WORDS: Readonly<Record<Decision['what'], readonly [label: string, means: string]>> = {
  override: ['Override', 'The rejected version was right. Its bytes go live again and become the baseline.'],
  dismiss: ['Dismiss', 'The guard was right. Nothing changes on the site.'],
  restore: ['Restore', 'Put the previous good version back; it becomes the baseline again.'],
  resume: ['Resume', 'Guard this contested page again: what is live is judged, and restored if it must be.'],
};

const OF_DELETION = 'The deletion was right. The next deletion of this page passes.';

/** The form in which a person decides an incident; says so instead when nothing is left to decide. */
export function decisionForm(form: DecisionForm): Markup {
  return html`<section class="card decide" aria-labelledby="decide">
    <h2 id="decide">Decide</h2>
    ${form.problem === undefined ? '' : problemBox(form.problem)}
    ${form.open.length === 0 ? html`<p>Nothing is left to decide about this incident.</p>` : fields(form)}
  </section>`;
}

function problemBox(problem: string): Markup {
  return html`<div class="problem" role="alert" id="problem">
    <p><strong>Nothing was changed.</strong> ${shownLine(problem, 1000)}</p>
  </div>`;
}

function fields({
  action,
  open,
  deletion = false,
  hidden = {},
  asksCode,
  problem,
  chosen,
  reason = '',
  more,
}: DecisionForm): Markup {
  const inputs = Object.entries(hidden).map(
    ([field, value]) => html`<input type="hidden" name="${field}" value="${value}" />`,
  );
  const only = open.length === 1 ? open[0] : undefined;
  return html`<form method="post" action="${action}" ${problem === undefined ? '' : raw(' aria-describedby="problem"')}>
    ${inputs}
    <fieldset>
      <legend>Decision</legend>
      ${open.map((what) => choice(what, what === (chosen ?? only), deletion))}
    </fieldset>
    <div class="field">
      <label for="reason">Reason</label>
      <p class="note" id="reason-note">1 to 500 characters. Everybody who is told of the decision reads it.</p>
      <textarea id="reason" name="reason" rows="3" maxlength="500" required aria-describedby="reason-note">
${reason}</textarea>
    </div>
    ${more ?? ''} ${asksCode ? codeField() : ''}
    <button type="submit">Record the decision</button>
  </form>`;
}

function choice(what: Decision['what'], checked: boolean, deletion: boolean): Markup {
  const [label, usual] = WORDS[what];
  const means = what === 'override' && deletion ? OF_DELETION : usual;
  return html`<div class="choice">
    <input
      type="radio"
      id="decision-${what}"
      name="decision"
      value="${what}"
      required${checked ? raw(' checked') : ''}
      aria-describedby="means-${what}"
    />
    <div>
      <label for="decision-${what}">${label}</label>
      <p class="note" id="means-${what}">${means}</p>
    </div>
  </div>`;
}

/** `personalCodeScript` fills it in, and shows the note. */
function codeField(): Markup {
  return html`<div class="field">
    <label for="code">Your code</label>
    <p class="note" id="code-note">From your personal link: 20 letters and digits. It decides once.</p>
    <input
      id="code"
      name="code"
      type="text"
      required
      maxlength="40"
      autocomplete="off"
      autocapitalize="characters"
      spellcheck="false"
      aria-describedby="code-note"
    />
    <p class="note" id="code-filled" role="status"></p>
  </div>`;
}
