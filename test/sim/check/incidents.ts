import type { StoredObject } from '../../fakes/stored-object.ts';
import type { Incident } from '../../../src/lib/incident/incident.ts';
import { DELETED } from '../../../src/lib/site/version.ts';
import { nameOf, sampleOf } from '../contents.ts';
import type { Run } from '../run.ts';
import { resolve } from '../run.ts';
import type { World } from '../world.ts';
import { surfaced } from './acceptance.ts';
import { checkDecision } from './decisions.ts';
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
    const named = !before || ['restoring', 'observed', 'contested'].includes(after.state);
    if (run.by === 'guard' && named) checkSubject(world, run, committed, change);
    if (after.state === 'restored' && before?.state !== 'restored') checkRestored(world, run, committed, after);
    if (run.by === 'guard' && after.state === 'superseded') checkSuperseded(world, committed, change);
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
  // What a person reopened may be of an older generation: it is closed under the present one.
  const { what } = before?.decision ?? {};
  const wished = (what === 'restore' || what === 'resume') && page?.open.includes(id);
  if (gen !== (page?.gen ?? 0) && !wished)
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
  checkAnswered(world, committed, change.after, entry);
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

/** What a person wanted replaced is replaced, not judged once more; where that would break the page, they are asked. */
function checkAnswered(world: World, { key, before: page }: Committed, after: Incident, entry: StoredObject): void {
  const wish = world.ghosts.wishes.get(key);
  if (wish?.gen !== page?.gen || wish?.over !== entry.serial || !wish.subject) return;
  if (after.state === 'undecided' || surfaced(world, key, entry)) return;
  world.violate('I7', `@${entry.serial} is ${after.state} again although a person wanted it replaced`);
}

/** Who wrote it is told only by a notice that names that very version; where all have ids, it can only be right. */
function checkWriter({ violate, setup }: World, { before, after }: Change, entry: StoredObject): void {
  const principal = after.writer?.principal;
  if (before || principal === undefined || setup.mode !== 'versioned') return;
  if (principal !== `principal-${entry.serial}`) violate('WRITER', `@${entry.serial} is said to be of ${principal}`);
}

/** What a person wanted back, and the guard saw live, is called restored, whoever brought it back. */
function checkSuperseded(
  { ghosts, violate }: World,
  { key, before: page, after: closed }: Committed,
  { before, after }: Change,
) {
  const wish = ghosts.wishes.get(key);
  if (wish?.incident !== after.id || before?.state !== 'restoring' || wish.gen !== closed.gen) return;
  if (page?.gen === closed.gen && closed.seen.identity === closed.baseline?.identity)
    violate('I6', `${after.id} is called superseded, but what was wanted is live`);
}

/**
 * Our write was seen, or a person wanted the version back; the baseline was seen live after that, and the purge was asked
 * for after it.
 */
function checkRestored(world: World, run: Run, { key, after: page }: Committed, { id }: Incident): void {
  const { ghosts, violate, tally, setup } = world;
  tally.restored++;
  const wish = ghosts.wishes.get(key);
  const wished = wish?.incident === id && wish.gen === page.gen ? wish.at : undefined;
  const landed = wished ?? ghosts.landed.get(id)?.[0];
  const looked = run.newest.get(key);
  if (landed === undefined)
    return violate('I6', `${id} is restored, but no write of ours for it ever landed and nobody wanted it`);
  if (!looked || looked.at < landed || looked.entry?.identity !== page.baseline?.identity) {
    violate('I6', `${id} is restored without a look that saw the baseline live`);
  }
  const purged = setup.cdnRefuses || (ghosts.lastPurge.get(key) ?? -1) >= landed;
  if (!purged) violate('I6', `${id} is restored, but ${key} was not purged after the write`);
}
