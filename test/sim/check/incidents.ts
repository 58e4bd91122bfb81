import type { StoredObject } from '../../fakes/stored-object.ts';
import type { Incident } from '../../../src/lib/incident/incident.ts';
import { DELETED } from '../../../src/lib/site/version.ts';
import { nameOf, sampleOf } from '../contents.ts';
import type { Run } from '../run.ts';
import { resolve } from '../run.ts';
import type { World } from '../world.ts';
import { surfaced } from './acceptance.ts';
import type { Committed } from './commit.ts';

type Change = Committed['incidents'][number];

/** Invariants 4, 5, 6 and 7, where incidents are written. */
export function checkIncidents(world: World, run: Run, committed: Committed): void {
  for (const change of committed.incidents) {
    const { before, after } = change;
    if (!before) world.tally.incidents++;
    if (!before && after.findings.some(({ code }) => code === 'token.moved')) world.tally.moves++;
    checkEntry(world, change);
    if (run.by === 'guard') checkOpened(world, committed, change);
    if (!before || after.state === 'restoring' || after.state === 'observed')
      checkSubject(world, run, committed, change);
    if (after.state === 'restored' && before?.state !== 'restored') checkRestored(world, run, committed, after);
    if (run.by === 'person') checkDecision(world, committed, change);
  }
}

function checkEntry({ violate }: World, { before, after }: Change): void {
  if (!before) return;
  const entered = before.state !== after.state || before.recurrences !== after.recurrences;
  if (entered && after.entry <= before.entry) violate('I4', `${after.id} enters ${after.state} without a new entry`);
}

/** An incident is of the baseline's present generation, and what it is about was kept before anybody is told. */
function checkOpened({ violate, ghosts }: World, { key, before: page }: Committed, { before, after }: Change): void {
  const { id, gen, version } = after;
  if (gen !== (page?.gen ?? 0))
    violate('I4', `${id} of generation ${gen} is written under generation ${page?.gen} of ${key}`);
  if (before || version.identity === DELETED || ghosts.kept.has(version.identity)) return;
  violate('I2', `${id} is opened, but ${nameOf(version.identity)} is not kept`);
}

/** One incident for each upload and generation, none for our own writes, and a redo is no recurrence. */
function checkSubject(world: World, run: Run, committed: Committed, change: Change): void {
  const { ghosts, violate } = world;
  const { key } = committed;
  const { id, version, gen } = change.after;
  const { entry } = resolve(world, run, key, version);
  if (!entry || (entry.own && entry.deleted)) return;
  const known = ghosts.incidentsOf.get(entry.serial) ?? new Map<string, number>();
  const name = `${nameOf(entry.identity)}@${entry.serial}`;
  // Our own stale write stays where the baseline cannot be put back: a person is asked.
  const asks =
    change.after.state === 'undecided' &&
    (sampleOf(committed.before?.baseline?.identity ?? '')?.loads ?? []).length > 0;
  if (entry.own && !asks && !surfaced(world, key, entry) && !known.has(id))
    violate('I5', `incident ${id} is about our own write ${name}`);
  for (const [other, generation] of known) {
    if (other !== id && generation === gen) violate('I4', `upload ${name} has the incidents ${other} and ${id}`);
  }
  checkRecurrence(world, change, entry, known.has(id));
  checkWriter(world, change, entry);
  ghosts.incidentsOf.set(entry.serial, known.set(id, gen));
}

function checkRecurrence(world: World, { before, after }: Change, entry: StoredObject, known: boolean): void {
  const { violate, setup, ghosts } = world;
  if (before?.state !== 'restoring' || after.state !== 'restoring') return;
  if (setup.mode !== 'versioned' || ghosts.permanent.size > 0) return;
  const recurs = after.recurrences > before.recurrences;
  if (known && recurs) violate('I4', `the redo for upload @${entry.serial} is counted as a recurrence`);
  if (!known && !recurs) violate('I4', `the recurrence @${entry.serial} is taken for a redo`);
}

/** Who wrote it is told only by a notice that names that very version; where all have ids, it can only be right. */
function checkWriter({ violate, setup }: World, { before, after }: Change, entry: StoredObject): void {
  const principal = after.writer?.principal;
  if (before || principal === undefined || setup.mode !== 'versioned') return;
  if (principal !== `principal-${entry.serial}`) violate('WRITER', `@${entry.serial} is said to be of ${principal}`);
}

/** Our write was seen, the baseline was seen live after it, and the purge was asked for after it. */
function checkRestored(world: World, run: Run, { key, after: page }: Committed, { id }: Incident): void {
  const { ghosts, violate, tally, setup } = world;
  tally.restored++;
  const landed = ghosts.landed.get(id)?.[0];
  const looked = run.newest.get(key);
  if (landed === undefined) return violate('I6', `${id} is restored, but no write of ours for it ever landed`);
  if (!looked || looked.at < landed || looked.entry?.identity !== page.baseline?.identity) {
    violate('I6', `${id} is restored without a look that saw the baseline live`);
  }
  const purged = setup.cdnRefuses || (ghosts.lastPurge.get(key) ?? -1) >= landed;
  if (!purged) violate('I6', `${id} is restored, but ${key} was not purged after the write`);
}

function checkDecision(
  world: World,
  { key, before: page, after: decided }: Committed,
  { before, after }: Change,
): void {
  const { ghosts, violate, tally } = world;
  if (!after.decision || JSON.stringify(before?.decision) === JSON.stringify(after.decision)) return;
  tally.decisions++;
  ghosts.restores.delete(key);
  const releases = after.decision.what === 'override' || page?.contested === after.id;
  if (releases && decided.contested !== undefined)
    violate('I7', `${key} is still contested after the decision on ${after.id}`);
  if (after.decision.what !== 'override') return;
  const times = (ghosts.overrides.get(after.id) ?? 0) + 1;
  ghosts.overrides.set(after.id, times);
  if (times > 1) violate('I7', `the override of ${after.id} counts ${times} times`);
  if (before?.gen !== page?.gen) violate('I7', `${after.id} is overridden although the baseline has moved on`);
}
