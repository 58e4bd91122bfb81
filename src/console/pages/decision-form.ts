import { html, raw } from 'hono/html';
import { shownLine } from '../../lib/alert/shown-text.ts';
import type { IncidentDetail } from '../../lib/api/incident-shapes.ts';
import { DECISION_NAME, effectOf } from '../../lib/incident/decision-words.ts';
import type { Decision } from '../../lib/incident/incident.ts';
import type { Markup } from './markup.ts';

/** What can be decided in a form, and what was tried before. */
export interface DecisionForm {
  /** Where it is posted to. */
  readonly action: string;
  readonly incident: Pick<IncidentDetail, 'id' | 'open' | 'state' | 'rejected' | 'findings' | 'decision'>;
  /** Fields that go along unseen. */
  readonly hidden?: Readonly<Record<string, string>>;
  /** Asks for the code of a personal link. */
  readonly asksCode: boolean;
  /** Why the last try was refused, in words of our own or of the guard. */
  readonly problem?: string;
  readonly chosen?: string;
  readonly reason?: string;
  /** The code that was sent, where it may decide yet. */
  readonly code?: string;
  /** More to choose, above the button. */
  readonly more?: Markup;
}

/** The form in which a person decides an incident; says so instead when nothing is left to decide. */
export function decisionForm(form: DecisionForm): Markup {
  return html`<section class="card decide" aria-labelledby="decide">
    <h2 id="decide">Decide</h2>
    ${form.problem === undefined ? '' : problemBox(form.problem)}
    ${form.incident.open.length === 0 ? html`<p>Nothing is left to decide about this incident.</p>` : fields(form)}
  </section>`;
}

function problemBox(problem: string): Markup {
  return html`<div class="problem" role="alert" id="problem">
    <p><strong>Nothing was changed.</strong> ${shownLine(problem, 1000)}</p>
  </div>`;
}

function fields({
  action,
  incident,
  hidden = {},
  asksCode,
  problem,
  chosen,
  reason = '',
  code = '',
  more,
}: DecisionForm): Markup {
  const { open, decision } = incident;
  // Nobody decides over the head of whoever decided since the page was loaded.
  const inputs = Object.entries({ ...hidden, after: decision?.at ?? 'none' }).map(
    ([field, value]) => html`<input type="hidden" name="${field}" value="${value}" />`,
  );
  const only = open.length === 1 ? open[0] : undefined;
  return html`<form method="post" action="${action}" ${problem === undefined ? '' : raw(' aria-describedby="problem"')}>
    ${inputs}
    <fieldset>
      <legend>Decision</legend>
      ${open.map((what) => choice(what, what === (chosen ?? only), incident))}
    </fieldset>
    <div class="field">
      <label for="reason">Reason</label>
      <p class="note" id="reason-note">1 to 500 characters. Everybody who is told of the decision reads it.</p>
      <textarea id="reason" name="reason" rows="3" maxlength="500" required aria-describedby="reason-note">
${reason}</textarea>
    </div>
    ${more ?? ''} ${asksCode ? codeField(incident.id, code) : ''}
    <button type="submit">Record the decision</button>
  </form>`;
}

function choice(
  what: Decision['what'],
  checked: boolean,
  { state, rejected, findings }: DecisionForm['incident'],
): Markup {
  const means = effectOf(what, { state, identity: rejected.identity, findings });
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
      <label for="decision-${what}">${DECISION_NAME[what]}</label>
      <p class="note" id="means-${what}">${means}</p>
    </div>
  </div>`;
}

/** `CODE_SCRIPT` fills it in, and shows the note. */
function codeField(incident: string, code: string): Markup {
  return html`<div class="field">
    <label for="code">Your code</label>
    <p class="note" id="code-note">
      From your personal link: 20 letters and digits. It decides once. You have none? An approver makes one:
      <code>npx holdfast link ${shownLine(incident, 64)} --for "…"</code>
    </p>
    <input
      id="code"
      name="code"
      type="text"
      value="${code}"
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
