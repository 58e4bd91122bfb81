import { pauseOf } from '../../../src/lib/site/site-record.ts';
import type { Run } from '../run.ts';
import type { World } from '../world.ts';
import { mayPass, uploadedAt } from './allowances.ts';
import type { Committed } from './commit.ts';

/** Remembers the numbers that a transition gives out, and holds that none is where the guard must not write. */
export function checkClaims(world: World, run: Run, { key, before, after, site, seen, incidents }: Committed): void {
  const { ghosts, violate, clock, tally } = world;
  const known = new Set(before?.attempts.map(({ n }) => n));
  const lookedAt = run.newest.get(key)?.at ?? 0;
  for (const attempt of after.attempts.filter(({ n }) => !known.has(n))) {
    const claims = `the guard claims a write to ${key}`;
    if (before?.contested !== undefined) violate('I11', `${claims}, which is contested`);
    if (pauseOf(site, key, clock.now())) violate('I11', `${claims}, which is paused`);
    const guarding = incidents.find(({ after: { id } }) => id === attempt.incident)?.after;
    // Carrying out a decision is no guarding: it is written in observe mode too.
    if (site.config.policy.mode === 'observe' && guarding) violate('OBSERVE', `${claims}, of a site in observe mode`);
    const at = uploadedAt(guarding?.version ?? after.seen, clock.now().getTime());
    if (guarding?.findings.every((finding) => mayPass(finding, before?.allowances ?? [], at)))
      violate('ALLOWED', `${claims} over what was allowed`);
    const claim = { attempt, judged: after.seen, judgedSerial: seen.entry?.serial, run: run.name, lookedAt };
    if (ghosts.claims.has(`${key}#${attempt.n}`)) violate('I5', `the number ${attempt.n} of ${key} is given out twice`);
    ghosts.claims.set(`${key}#${attempt.n}`, claim);
    ghosts.lastClaim.set(key, claim);
  }
  if (after.contested !== undefined && before?.contested === undefined) tally.contested++;
}
