import type { IncidentDetail } from '../../lib/api/incident-shapes.ts';
import type { Decision } from '../../lib/incident/incident.ts';
import { DELETED } from '../../lib/site/version.ts';
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
  readonly code?: string;
}

/** What led to the page besides its key; `done` and `asked` are only what the address says. */
interface About {
  readonly tried?: Tried;
  readonly done?: string;
  readonly asked?: string;
}

const DONE: Readonly<Record<Decision['what'], string>> = {
  override: 'Recorded: the rejected version was right. It goes live again within seconds.',
  dismiss: 'Recorded: the incident is dismissed, and closed.',
  restore: 'Recorded: the previous good version goes live again within seconds.',
  resume: 'Recorded: the page is guarded again. What is live is judged within seconds.',
};

const DELETION_DONE = 'Recorded: the deletion was right. Delete the page again: the guard lets it pass.';

const NOT_ASKED = ' The guard could not be called just now: it comes by itself within 15 minutes.';

/**
 * The review page. `view` is its key, which the form and the frames carry on. All links are relative: what stands before
 * `/review/` differs.
 */
export function reviewPage(detail: IncidentDetail, view: string, about: About): Markup {
  const { id } = detail;
  const { tried } = about;
  const previews = `${encodeURIComponent(id)}/previews`;
  const query = `?view=${encodeURIComponent(view)}`;
  const form = decisionForm({
    action: `${encodeURIComponent(id)}${query}#decide`,
    incident: detail,
    hidden: { view },
    asksCode: true,
    ...(tried && { problem: tried.problem, reason: tried.reason, chosen: tried.decision, code: tried.code }),
  });
  return layout({
    title: `${tried ? 'Refused: ' : ''}${incidentTitle(detail)}`,
    script: CODE_SCRIPT,
    main: incidentView(detail, {
      previews: { rejected: `${previews}/rejected${query}`, baseline: `${previews}/baseline${query}` },
      decision: form,
      news: newsOf(detail, about),
    }),
  });
}

/** What was just done, as the incident says; nothing where the address says something else. */
function newsOf({ rejected, decision }: IncidentDetail, { done, asked }: About): Markup | undefined {
  if (!decision || decision.what !== done) return undefined;
  const says = done === 'override' && rejected.identity === DELETED ? DELETION_DONE : DONE[decision.what];
  return doneNotice(asked === 'no' ? says + NOT_ASKED : says);
}

/** A page that says why nothing can be shown or was done. */
export function saysPage(title: string, says: string, next?: string): Markup {
  return layout({ title, script: CODE_SCRIPT, main: refusalMain(title, says, next) });
}
