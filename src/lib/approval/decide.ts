import { isOpenTo } from '../incident/decisions.ts';
import { enter } from '../incident/enter.ts';
import type { Decision, Incident, IncidentState } from '../incident/incident.ts';
import type { PageView } from '../reconcile/view.ts';
import { classify } from '../site/glob.ts';
import type { LookQueue } from '../site/look-queue.ts';
import type { PageRef } from '../site/page-ref.ts';
import type { Registry, Transition } from '../site/registry.ts';
import { pauseOf } from '../site/site-record.ts';
import type { Snapshots } from '../site/snapshots.ts';
import type { Warning } from '../site/warning.ts';
import { refused, type DecisionOutcome, type Refused } from './outcome.ts';
import { overriding } from './override.ts';
import { isApprover, personName, type Person } from './person.ts';
import { dismissal, resumption } from './release.ts';
import { restoring } from './restore.ts';

export interface DecideDeps {
  readonly registry: Registry;
  readonly snapshots: Snapshots;
  readonly queue: LookQueue;
  readonly now: () => Date;
}

/** What a person wants to be done about an incident, and why. */
export interface Wanted {
  readonly what: Decision['what'];
  /** Plain text of 1 to 500 characters; checked by whoever takes it in. */
  readonly reason: string;
  /**
   * The time of the newest decision that the person saw, or `none`: refused when there is another by now. Left out by who
   * did not look; recurrences do not count, so that a page that is fought over can be decided.
   */
  readonly after?: string;
}

const BECOMES: Readonly<Record<Decision['what'], IncidentState>> = {
  override: 'overridden',
  dismiss: 'dismissed',
  restore: 'restoring',
  resume: 'restoring',
};

const MAX_TRIES = 6;

/**
 * Records what an approver decided of an incident: one transaction on incident, page and registry, and on the personal
 * link where there is one; refused when the page has moved on. The page is then asked for: `reconcile` carries it out.
 */
export async function decide(id: string, wanted: Wanted, person: Person, deps: DecideDeps): Promise<DecisionOutcome> {
  const { what, reason } = wanted;
  const decision: Decision = { what, by: personName(person), reason, at: deps.now().toISOString() };
  for (let tries = 0; ; tries++) {
    const incident = await deps.registry.incident(id);
    if (!incident) return refused('unknown', `There is no incident ${id}.`);
    if (tries > 0 && stands(incident, decision))
      return { kind: 'recorded', incident, asked: await asked(incident, deps) };
    if (tries === MAX_TRIES) return refused('conflict', tooLate(person));
    const outcome = await decideOnce(incident, decision, wanted.after, person, deps);
    if (outcome.kind === 'recorded') return { ...outcome, asked: await asked(incident, deps) };
    if (outcome.why !== 'conflict') return outcome;
  }
}

/** Nobody would carry the decision out: the guard looks at pages only. */
const noPage = ({ site, key }: PageRef): string =>
  `${key} is no page of ${site} any more, and the guard leaves it as it is. To decide, put it back under "pages:" in ` +
  `holdfast.yml and run \`holdfast apply ${site}\`; or delete it, or upload the version that you want.`;

const tooLate = ({ kind }: Person): string =>
  `The page keeps changing${kind === 'link' ? ', or the code was used meanwhile' : ''}. Look at it again, then decide.`;

/** Whether just this decision counts already: its answer was lost, or it is sent again. */
export function stands({ decision, trail = [] }: Incident, { what, by, reason, at }: Decision): boolean {
  return [decision, ...trail.map((entry) => entry.decision)].some(
    (each) => each?.at === at && each.by === by && each.what === what && each.reason === reason,
  );
}

async function decideOnce(
  incident: Incident,
  decision: Decision,
  after: string | undefined,
  person: Person,
  deps: DecideDeps,
): Promise<{ readonly kind: 'recorded'; readonly incident: Incident } | Refused> {
  const ref = { site: incident.site, key: incident.key };
  const { page, site } = await deps.registry.read(ref);
  if (!site) return refused('unknown', 'The site of this incident is not guarded any more.');
  if (!isApprover(site.config.approvers, person)) return notAllowed(incident.site, person);
  if (!page) return refused('unknown', 'The page of this incident is not guarded any more.');
  if (classify(site.config, ref.key) !== 'page') return refused('unknown', noPage(ref));
  if (!isOpenTo(incident.state, decision.what)) return notOpen(incident, decision);
  if (isOutdated(incident, { after })) return decidedSince(incident);
  const pause = pauseOf(site, incident.key, deps.now());
  if (pause && decision.what !== 'dismiss') {
    return refused('paused', `The guard is paused here until ${pause.until}: end the pause first, then decide.`);
  }
  const plan = await planOf({ ref, page, site, notices: [] }, incident, decision, deps);
  if ('why' in plan) return plan;
  const state = plan.state ?? BECOMES[decision.what];
  const decided = enter(incident, state, { decision, purgeProblem: undefined }, deps.now());
  const acknowledged = await acknowledgement(incident, decision, deps);
  const outcome = await deps.registry.commit({
    // Whoever is taken off the approvers, or pauses the guard, at this very moment moves the site's revision.
    site: { name: incident.site, expect: site.rev, moves: false },
    ...plan.transition,
    incidents: [{ expect: incident.rev, next: decided }, ...plan.transition.incidents],
    ...(acknowledged && { acknowledged }),
    ...(person.kind === 'link' && { link: { incident: incident.id, hash: person.link, at: decision.at } }),
  });
  return outcome === 'done'
    ? { kind: 'recorded', incident: decided }
    : refused('conflict', 'Somebody else wrote at the same moment.');
}

/** The guard's warning of a stale copy, ended with the incident: who overrides or dismisses that has seen what it warns of. */
async function acknowledgement(
  incident: Incident,
  { what, by, reason, at }: Decision,
  { registry }: Pick<DecideDeps, 'registry'>,
): Promise<Warning | undefined> {
  if (what !== 'override' && what !== 'dismiss') return undefined;
  const warning = await registry.warning(incident.site, incident.id);
  return warning && !warning.acknowledged ? { ...warning, acknowledged: { by, reason, at } } : undefined;
}

/** Whether the page could be asked for. The decision stands: it must not look as if it had failed when only the queue did. */
export async function asked({ site, key }: Incident, { queue }: Pick<DecideDeps, 'queue'>): Promise<boolean> {
  return queue.ask([{ site, key }]).then(
    () => true,
    () => false,
  );
}

/** What a decision changes besides its own incident; `state` where that is not the usual one. */
export interface DecisionPlan {
  readonly transition: Transition;
  readonly state?: IncidentState;
}

async function planOf(
  view: PageView,
  incident: Incident,
  { what }: Decision,
  deps: DecideDeps,
): Promise<DecisionPlan | Refused> {
  switch (what) {
    case 'override':
      return overriding(view, incident, deps);
    case 'dismiss':
      return dismissal(view, incident);
    case 'restore':
      return restoring(view, incident, deps);
    case 'resume':
      return resumption(view, incident);
    default:
      return what satisfies never;
  }
}

/** The refusal of somebody who is no approver of the site, by the name that the site's configuration would need. */
export function notAllowed(site: string, person: Person): Refused {
  return refused(
    'not-allowed',
    `${personName(person)} is no approver of ${site}. Approvers are named in holdfast.yml, and written by \`holdfast apply\`.`,
  );
}

const DONE: Readonly<Record<Decision['what'], string>> = {
  override: 'overridden',
  dismiss: 'dismissed',
  restore: 'restored by a decision',
  resume: 'resumed',
};

function notOpen({ state, decision }: Incident, { what }: Decision): Refused {
  const by = decision ? ` since ${decision.by} decided to ${decision.what} it on ${decision.at}` : '';
  return refused('state', `The incident is ${state}${by}: it cannot be ${DONE[what]}.`);
}

/** Whether somebody decided since this person looked. */
export function isOutdated({ decision }: Incident, { after }: Pick<Wanted, 'after'>): boolean {
  return after !== undefined && after !== (decision?.at ?? 'none');
}

/** Somebody decided while this person was still looking at what was before. */
function decidedSince({ state, decision }: Incident): Refused {
  const who = decision ? `${decision.by} decided to ${decision.what} it on ${decision.at}` : 'it was decided';
  return refused('moved-on', `Since you looked, ${who}. The incident is ${state} now: look again, then decide.`);
}
