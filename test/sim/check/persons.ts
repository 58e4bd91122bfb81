import type { Run } from '../run.ts';
import type { World } from '../world.ts';
import type { Committed } from './commit.ts';

/** Whoever writes is an approver at that moment, and a personal link writes once, if it was ever made. */
export function checkPerson(world: World, run: Run, { site, key }: Committed): void {
  const { violate, ghosts, table, tally } = world;
  const named = site.config.approvers.some((approver) => JSON.stringify(approver) === JSON.stringify(run.as));
  if (!named) violate('I7', `${run.name} writes to ${key} and is no approver of it: ${JSON.stringify(run.as)}`);
  if (run.link === undefined) return;
  const uses = (ghosts.linkUses.get(run.link) ?? 0) + 1;
  ghosts.linkUses.set(run.link, uses);
  tally.byLink++;
  if (uses > 1) violate('I7', `the link of ${run.name} decides ${uses} times`);
  if (!table.linkHashes().has(run.link)) violate('I7', `${run.name} decides by a link that nobody made`);
}
