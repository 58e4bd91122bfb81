import type { Incident } from '../../../src/lib/incident/incident.ts';
import type { Transition } from '../../../src/lib/site/registry.ts';
import type { Run } from '../run.ts';
import type { World } from '../world.ts';
import { SITE } from '../world.ts';
import type { Committed } from './commit.ts';

const isStale = ({ findings }: Incident): boolean => findings.some(({ code }) => code === 'base.stale');

/** The guard warns of just those incidents that it opens for a stale copy; a decision ends the warning of its own one. */
export function checkWarnings(
  world: World,
  run: Run,
  { warnings = [], acknowledged }: Transition,
  committed: Committed,
) {
  const { violate, ghosts, tally } = world;
  const opened = committed.incidents
    .filter(({ before, after }) => !before && isStale(after))
    .map(({ after }) => after.id);
  const told = warnings.map(({ id }) => id);
  if (JSON.stringify(told) !== JSON.stringify(opened)) {
    violate(
      'WARNED',
      `${run.name} opens ${JSON.stringify(opened)} for stale copies, and warns of ${JSON.stringify(told)}`,
    );
  }
  for (const id of told) {
    tally.warned++;
    if (ghosts.warned.has(id)) violate('WARNED', `the guard warns of ${id} a second time`);
    ghosts.warned.add(id);
  }
  if (!acknowledged) return;
  tally.acknowledged++;
  const decided = committed.incidents.find(({ after }) => after.id === acknowledged.id);
  const { what } = decided?.after.decision ?? {};
  if (run.by !== 'person' || (what !== 'override' && what !== 'dismiss'))
    violate('WARNED', `${run.name} ends the warning ${acknowledged.id}, and does not decide it`);
}

/** At rest every warning of the guard is there, and is open but for those whose incident was overridden or dismissed. */
export function checkWarned({ table, ghosts, violate }: World): void {
  for (const incident of table.incidents()) {
    const warning = table.warning(SITE, incident.id);
    if (ghosts.warned.has(incident.id) !== (warning !== undefined)) {
      violate('WARNED', `the warning of ${incident.id} is ${warning ? 'there' : 'gone'} at rest`);
    }
    const { decision, trail = [] } = incident;
    const decisions = [decision, ...trail.map((entry) => entry.decision)];
    const ended = decisions.some((each) => each?.what === 'override' || each?.what === 'dismiss');
    if (warning && (warning.acknowledged !== undefined) !== ended) {
      violate(
        'WARNED',
        `the warning of ${incident.id} is ${ended ? 'open although' : 'ended before'} somebody decided it`,
      );
    }
  }
}
