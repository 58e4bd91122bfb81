import type { Committed } from './check/commit.ts';
import { nameOf } from './contents.ts';
import type { Run } from './run.ts';
import type { World } from './world.ts';

/** Tells what a transition changed, in one line, for people who read a failing history. */
export function tellCommit({ say }: World, run: Run, { key, before, after, incidents, seen }: Committed): void {
  const told: string[] = [];
  if (
    before?.seen.versionId !== after.seen.versionId ||
    before.seen.kind !== after.seen.kind ||
    before.seen.identity !== after.seen.identity
  ) {
    told.push(`sees ${nameOf(after.seen.identity)}@${seen.entry?.serial ?? '?'} ${after.seen.kind}`);
  }
  if (before?.gen !== after.gen) told.push(`baseline ${nameOf(after.baseline?.identity ?? 'none')} g${after.gen}`);
  const known = new Set(before?.attempts.map(({ n }) => n));
  for (const { n, identity } of after.attempts) if (!known.has(n)) told.push(`claims #${n} ${nameOf(identity)}`);
  if (before?.contested !== after.contested) told.push(after.contested === undefined ? 'released' : 'CONTESTED');
  if (before?.mayDelete !== after.mayDelete) told.push(after.mayDelete ? 'may be deleted' : 'may not be deleted');
  if (before?.purge !== after.purge) told.push(`purge ${after.purge ?? 'done'}`);
  if ((before?.restores.length ?? 0) !== after.restores.length) told.push(`restores ${after.restores.length}`);
  for (const { before: was, after: is } of incidents) {
    const subject = `${nameOf(is.version.identity)}/g${is.gen}`;
    told.push(
      `incident ${is.id.slice(0, 6)} of ${subject} ${was ? was.state : 'new'} → ${is.state} e${is.entry} r${is.recurrences}`,
    );
  }
  say(`  ${run.name} ${key} rev ${after.rev}: ${told.join('; ') || 'nothing to tell'}`);
}
