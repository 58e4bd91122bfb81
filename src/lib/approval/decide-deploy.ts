import pMap from 'p-map';
import { isOpenTo } from '../incident/decisions.ts';
import type { Incident } from '../incident/incident.ts';
import { decide, isOutdated, type DecideDeps, type Wanted } from './decide.ts';
import { refused, type DecisionOutcome, type Refused } from './outcome.ts';
import type { Person } from './person.ts';

/** What one person uploads within so much time counts as one deploy. */
const DEPLOY_MS = 15 * 60 * 1000;
const AT_ONCE = 5;
/** A function has seconds, and each decision takes a few calls. */
const MOST = 100;

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
  const deployedAt = writtenAt(named);
  // Newest first, and an incident is opened after its version was written: the same deploy, or an earlier of the same files.
  const oldest = Math.min(deployedAt, Date.parse(named.openedAt)) - DEPLOY_MS;
  for await (const incident of recent(named.site)) {
    if (Date.parse(incident.openedAt) < oldest || found.length >= MOST - 1) break;
    const near = Math.abs(writtenAt(incident) - deployedAt) <= DEPLOY_MS;
    const same = incident.writer?.principal === named.writer?.principal;
    // What somebody has decided otherwise meanwhile was looked at by itself.
    const alike = !incident.decision || incident.decision.what === named.decision?.what;
    if (near && same && alike && incident.id !== named.id && isOpenTo(incident.state, what)) found.push(incident);
  }
  return found;
}

/** Milliseconds. Without versions nothing says when an object was deleted: it was found out at once. */
function writtenAt({ version, openedAt }: Incident): number {
  return Date.parse(version.versionId === 'gone' ? openedAt : version.lastModified);
}
