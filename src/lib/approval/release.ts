import type { Incident } from '../incident/incident.ts';
import { nextPage, type PageView } from '../reconcile/view.ts';
import type { DecisionPlan } from './decide.ts';
import { refused, type Refused } from './outcome.ts';

/** The guard was right: nothing moves, and a page that was contested for this incident is guarded again. */
export function dismissal(view: PageView, { id }: Incident): DecisionPlan {
  const { page } = view;
  const released = page.contested === id && { contested: undefined, restores: [] };
  const justRestored = page.justRestored?.incident === id ? undefined : page.justRestored;
  const next = nextPage(view, { seen: page.seen, justRestored, ...released });
  return { transition: { page: { expect: page.rev, next }, incidents: [], tokens: [] } };
}

/** A contested page is guarded again: what is live is judged, and restored if it still must be. */
export function resumption(view: PageView, { id }: Incident): DecisionPlan | Refused {
  const { page } = view;
  if (page.contested !== id) {
    return refused(
      'moved-on',
      'The page is not contested for this incident any more: see the newest one of this page.',
    );
  }
  const open = page.open.includes(id) ? page.open : [...page.open, id];
  const next = nextPage(view, { seen: page.seen, contested: undefined, restores: [], open });
  return { transition: { page: { expect: page.rev, next }, incidents: [], tokens: [] } };
}
