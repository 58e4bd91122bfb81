import type { DecidedShape } from '../../lib/api/incident-shapes.ts';
import { everyPart } from '../../lib/api/part.ts';
import { decide, type Wanted } from '../../lib/approval/decide.ts';
import { decideDeploy, type Decided } from '../../lib/approval/decide-deploy.ts';
import type { Refused } from '../../lib/approval/outcome.ts';
import type { Person } from '../../lib/approval/person.ts';
import type { Incident } from '../../lib/incident/incident.ts';
import type { RequestDeps } from '../deps.ts';
import { incidentShape } from './incident-shape.ts';

type Answered = { readonly kind: 'done'; readonly answer: DecidedShape } | Refused;

const PART = 100;

/** Records a decision of one incident, or of all of its deploy, and says what came of each. */
export async function decideAsked(
  id: string,
  wanted: Wanted,
  scope: 'incident' | 'deploy',
  person: Person,
  deps: RequestDeps,
): Promise<Answered> {
  if (scope === 'incident') {
    const outcome = await decide(id, wanted, person, deps);
    return outcome.kind === 'refused' ? outcome : { kind: 'done', answer: recorded(outcome) };
  }
  const outcome = await decideDeploy(id, wanted, person, { ...deps, recent: (site) => recent(site, deps) });
  return outcome.kind === 'refused' ? outcome : answerOf(outcome.each, deps);
}

/** Refused only when none of them was recorded; else the named one is told among the others when it was refused. */
async function answerOf([named, ...others]: readonly Decided[], { registry }: RequestDeps): Promise<Answered> {
  if (!named) throw new Error('a deploy has the incident it is named by');
  const { outcome } = named;
  if (outcome.kind === 'recorded') {
    return { kind: 'done', answer: { ...recorded(outcome), also: others.map(told) } };
  }
  const incident = await registry.incident(named.id);
  if (!incident || others.every((other) => other.outcome.kind === 'refused')) return outcome;
  return { kind: 'done', answer: { incident: incidentShape(incident), also: [named, ...others].map(told) } };
}

function recorded({ incident, asked }: { incident: Incident; asked: boolean }): DecidedShape {
  return { incident: incidentShape(incident), ...(!asked && { asked }) };
}

function told({ id, key, outcome }: Decided): NonNullable<DecidedShape['also']>[number] {
  const says = outcome.kind === 'refused' ? { says: outcome.says } : {};
  return { id, page: key, outcome: outcome.kind, ...says };
}

const recent = (site: string, { lists }: Pick<RequestDeps, 'lists'>): AsyncGenerator<Incident> =>
  everyPart((cursor) => lists.incidents(site, { limit: PART, ...(cursor !== undefined && { cursor }) }));
