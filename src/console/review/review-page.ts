import type { IncidentDetail } from '../../lib/api/incident-shapes.ts';
import type { Decision } from '../../lib/incident/incident.ts';
import { decisionForm } from '../pages/decision-form.ts';
import { incidentTitle, incidentView } from '../pages/incident-view.ts';
import { layout } from '../pages/layout.ts';
import type { Markup } from '../pages/markup.ts';
import { doneNotice, refusalMain } from '../pages/notice.ts';
import { CODE_SCRIPT } from './code-script.ts';

/** What was tried on a page before it is shown again. */
export interface Tried {
  readonly problem: string;
  readonly decision?: string;
  readonly reason?: string;
}

const DONE: Readonly<Record<Decision['what'], string>> = {
  override: 'Recorded: the rejected version was right. It goes live again within seconds.',
  dismiss: 'Recorded: the guard was right. Nothing changes on the site.',
  restore: 'Recorded: the previous good version goes live again within seconds.',
  resume: 'Recorded: the page is guarded again. What is live is judged within seconds.',
};

/**
 * The review page. `view` is its key, which the form and the frames carry on; `done` is what the address says was just
 * done, told only where the incident says so too. All links are relative: what stands before `/review/` differs.
 */
export function reviewPage(detail: IncidentDetail, view: string, about: { tried?: Tried; done?: string }): Markup {
  const { id, open, decision } = detail;
  const { tried, done } = about;
  const previews = `${encodeURIComponent(id)}/previews`;
  const query = `?view=${encodeURIComponent(view)}`;
  const form = decisionForm({
    action: `${encodeURIComponent(id)}#decide`,
    open,
    hidden: { view },
    asksCode: true,
    ...(tried && { problem: tried.problem, reason: tried.reason, chosen: tried.decision }),
  });
  return layout({
    title: `${tried ? 'Refused: ' : ''}${incidentTitle(detail)}`,
    script: CODE_SCRIPT,
    main: incidentView(detail, {
      previews: { rejected: `${previews}/rejected${query}`, baseline: `${previews}/baseline${query}` },
      decision: form,
      ...(decision && decision.what === done && { news: doneNotice(DONE[decision.what]) }),
    }),
  });
}

/** A page that says why nothing can be shown or was done. */
export function saysPage(title: string, says: string, next?: string): Markup {
  return layout({ title, script: CODE_SCRIPT, main: refusalMain(title, says, next) });
}
