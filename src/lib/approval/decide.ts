import { enter } from '../incident/enter.ts';
import type { Decision, Incident, IncidentState } from '../incident/incident.ts';
import { tokenChanges } from '../reconcile/accept.ts';
import { closeOpen } from '../reconcile/incidents.ts';
import { nextPage, type PageView } from '../reconcile/view.ts';
import type { LookQueue } from '../site/look-queue.ts';
import type { Baseline } from '../site/page-record.ts';
import type { Registry, Transition } from '../site/registry.ts';
import type { Snapshots } from '../site/snapshots.ts';
import { DELETED } from '../site/version.ts';

export interface DecideDeps {
  readonly registry: Registry;
  readonly snapshots: Snapshots;
  readonly queue: LookQueue;
  readonly now: () => Date;
}

/** `recorded`: it counts, once, and the page is asked for. `refused`: nothing changed; `says` tells why and what to do. */
export type Outcome =
  | { readonly kind: 'recorded'; readonly incident: Incident }
  | {
      readonly kind: 'refused';
      readonly why: 'unknown' | 'state' | 'moved-on' | 'expired' | 'conflict';
      readonly says: string;
    };

const refused = (why: Extract<Outcome, { kind: 'refused' }>['why'], says: string): Outcome => ({
  kind: 'refused',
  why,
  says,
});

const OPEN_TO: Readonly<Record<'override' | 'dismiss', ReadonlySet<IncidentState>>> = {
  override: new Set(['restoring', 'restored', 'undecided', 'contested']),
  dismiss: new Set(['restored', 'superseded', 'observed', 'undecided', 'contested']),
};

const MAX_TRIES = 3;

/**
 * Records what a person decided of an incident: one transaction on incident, page and registry, refused when the page's
 * baseline has moved on. The page is then asked for; `reconcile` carries the decision out.
 */
export async function decide(
  id: string,
  decision: Decision & { readonly what: 'override' | 'dismiss' },
  deps: DecideDeps,
): Promise<Outcome> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const incident = await deps.registry.incident(id);
    if (!incident) return refused('unknown', `There is no incident ${id}.`);
    const outcome = await decideOnce(incident, decision, deps);
    if (outcome.kind === 'recorded') await deps.queue.ask([{ site: incident.site, key: incident.key }]);
    if (outcome.kind === 'recorded' || outcome.why !== 'conflict') return outcome;
  }
  return refused('conflict', 'The page keeps changing. Look at it again, then decide.');
}

async function decideOnce(
  incident: Incident,
  decision: Decision & { what: 'override' | 'dismiss' },
  deps: DecideDeps,
): Promise<Outcome> {
  if (!OPEN_TO[decision.what].has(incident.state)) {
    return refused(
      'state',
      `The incident is ${incident.state}: it cannot be ${decision.what === 'override' ? 'overridden' : 'dismissed'}.`,
    );
  }
  const ref = { site: incident.site, key: incident.key };
  const { page, site } = await deps.registry.read(ref);
  if (!page || !site) return refused('unknown', 'The page of this incident is not guarded any more.');
  const view: PageView = { ref, page, site, notices: [] };
  const transition = decision.what === 'dismiss' ? dismissal(view, incident) : await overriding(view, incident, deps);
  if ('why' in transition) return transition;
  const decided = enter(incident, decision.what === 'dismiss' ? 'dismissed' : 'overridden', { decision }, deps.now());
  const write = { expect: incident.rev, next: decided };
  const outcome = await deps.registry.commit({ ...transition, incidents: [write, ...transition.incidents] });
  return outcome === 'done' ? { kind: 'recorded', incident: decided } : refused('conflict', 'Somebody wrote at once.');
}

function dismissal(view: PageView, { id }: Incident): Transition {
  const { page } = view;
  const released = page.contested === id && { contested: undefined, restores: [] };
  const justRestored = page.justRestored?.incident === id ? undefined : page.justRestored;
  const next = nextPage(view, { seen: page.seen, justRestored, ...released });
  return { page: { expect: page.rev, next }, incidents: [], tokens: [] };
}

async function overriding(
  view: PageView,
  incident: Incident,
  deps: DecideDeps,
): Promise<Transition | Extract<Outcome, { kind: 'refused' }>> {
  const { page, site, ref } = view;
  const released = { seen: page.seen, contested: undefined, restores: [], justRestored: undefined };
  if (incident.gen !== page.gen) {
    return {
      kind: 'refused',
      why: 'moved-on',
      says: 'A newer version was accepted since: upload the rejected one again to have it judged anew.',
    };
  }
  if (incident.version.identity === DELETED) {
    const next = nextPage(view, { ...released, mayDelete: true, open: page.open.filter((id) => id !== incident.id) });
    return { page: { expect: page.rev, next }, incidents: [], tokens: [] };
  }
  const baseline = await chosenBaseline(incident, deps);
  if (!baseline) {
    return {
      kind: 'refused',
      why: 'expired',
      says: 'The rejected bytes are not in quarantine (any more): upload the version again.',
    };
  }
  const others = page.open.filter((id) => id !== incident.id);
  const same = (other: Incident) => other.version.identity === incident.version.identity;
  const tokens = tokenChanges(view, page.baseline?.tokens ?? [], baseline);
  const next = nextPage(view, {
    ...released,
    baseline,
    gen: page.gen + 1,
    open: [],
    landed: [],
    purge: `d${page.rev}`,
  });
  return {
    page: { expect: page.rev, next },
    site: { name: ref.site, expect: site.rev, moves: tokens.some(({ state }) => state === 'lost') },
    incidents: await closeOpen(others, (other) => (same(other) ? 'overridden' : 'superseded'), {}, deps),
    tokens,
  };
}

/** The rejected version as a baseline, its bytes kept among the accepted before the registry names it. */
async function chosenBaseline(
  { site, version }: Incident,
  { snapshots, now }: DecideDeps,
): Promise<Baseline | undefined> {
  const kept = await snapshots.get('rejected', site, version.identity);
  const { identity, versionId, etag, lastModified, sha256, size, headers, storedAs, tokens, hasText } = version;
  if (!kept || sha256 === undefined || size === undefined || !headers || !storedAs) return undefined;
  await snapshots.put('accepted', site, identity, { ...kept, headers, storedAs });
  const acceptedAt = now().toISOString();
  return { identity, versionId, etag, lastModified, sha256, size, headers, storedAs, tokens, hasText, acceptedAt };
}
