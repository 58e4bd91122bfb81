import { pauseOf } from '../../../src/lib/site/site-record.ts';
import type { Run } from '../run.ts';
import type { World } from '../world.ts';
import type { Committed } from './commit.ts';

/** Remembers the numbers that a transition gives out, and holds that none is given while contested or paused. */
export function checkClaims(world: World, run: Run, { key, before, after, seen }: Committed): void {
  const { ghosts, violate, clock, tally } = world;
  const site = run.lookedUnder.get(key);
  const paused = site !== undefined && pauseOf(site, key, clock.now()) !== undefined;
  const known = new Set(before?.attempts.map(({ n }) => n));
  for (const attempt of after.attempts.filter(({ n }) => !known.has(n))) {
    if (before?.contested !== undefined) violate('I11', `the guard claims a write to the contested ${key}`);
    if (paused) violate('I11', `the guard claims a write to the paused ${key}`);
    const claim = { attempt, judged: after.seen, judgedSerial: seen.entry?.serial, run: run.name };
    if (ghosts.claims.has(`${key}#${attempt.n}`)) violate('I5', `the number ${attempt.n} of ${key} is given out twice`);
    ghosts.claims.set(`${key}#${attempt.n}`, claim);
    ghosts.lastClaim.set(key, claim);
  }
  if (after.contested !== undefined && before?.contested === undefined) tally.contested++;
}
