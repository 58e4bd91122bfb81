import pMap from 'p-map';
import { isOpenTo } from '../incident/decisions.ts';
import type { Incident } from '../incident/incident.ts';
import { decide, isOutdated, type DecideDeps, type Wanted } from './decide.ts';
import { belongsToDeploy, isBeforeDeploy, MOST_OTHERS, type Uploaded, writtenAt } from './one-deploy.ts';
import { refused, type DecisionOutcome, type Refused } from './outcome.ts';
import type { Person } from './person.ts';

const AT_ONCE = 5;

interface DeployDeps extends DecideDeps {
  /** The site's newest incidents; may lag by seconds. */
  readonly recent: (site: string) => AsyncIterable<Incident>;
}

/** What became of one incident of the deploy. */
export interface Decided {
  readonly id: string;
  readonly key: string;
  readonly outcome: DecisionOutcome;
}

/**
 * Decides all incidents of one deploy alike, each by itself: those that the same writer caused within a quarter of an
 * hour of the named one, and that stand as it does; at most 100. Refused when nobody knows who wrote it.
 */
export async function decideDeploy(
  id: string,
  wanted: Wanted,
  person: Person,
  deps: DeployDeps,
): Promise<{ readonly kind: 'decided'; readonly each: readonly Decided[] } | Refused> {
  const named = await deps.registry.incident(id);
  if (!named) return refused('unknown', `There is no incident ${id}.`);
  if (named.writer?.principal === undefined) {
    return refused('state', 'Nobody knows who wrote this version, so nothing says what belongs to the same deploy.');
  }
  const first = await decide(id, wanted, person, deps);
  // Who may not decide, or looked at what is not so any more, does not mean the others either.
  if (first.kind === 'refused' && (first.why === 'not-allowed' || isOutdated(named, wanted))) return first;
  const others = await siblings(named, wanted, deps);
  const decideOne = async ({ id, key }: Pick<Incident, 'id' | 'key'>): Promise<Decided> => ({
    id,
    key,
    outcome: await decide(id, { what: wanted.what, reason: wanted.reason }, person, deps),
  });
  const decided = await pMap(others, decideOne, { concurrency: AT_ONCE });
  // Losses of one site race for its revision: those who lost go again, one after the other.
  const settled = await pMap(decided, async (each) => (lostRace(each) ? decideOne(each) : each), { concurrency: 1 });
  return { kind: 'decided', each: [{ id, key: named.key, outcome: first }, ...settled] };
}

const lostRace = ({ outcome }: Decided): boolean => outcome.kind === 'refused' && outcome.why === 'conflict';

async function siblings(named: Incident, { what }: Wanted, { recent }: DeployDeps): Promise<Incident[]> {
  const found: Incident[] = [];
  const first = uploaded(named);
  for await (const incident of recent(named.site)) {
    const other = uploaded(incident);
    if (isBeforeDeploy(first, other) || found.length >= MOST_OTHERS) break;
    if (belongsToDeploy(first, other) && isOpenTo(incident.state, what)) found.push(incident);
  }
  return found;
}

const uploaded = (incident: Incident): Uploaded => ({ ...incident, writtenAt: writtenAt(incident) });
