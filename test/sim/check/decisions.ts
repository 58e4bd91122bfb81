import type { Incident } from '../../../src/lib/incident/incident.ts';
import type { World } from '../world.ts';
import type { Committed } from './commit.ts';

type Change = Committed['incidents'][number];

/** Whether the incident bears a decision that it did not bear before. */
export function isNews(before: Incident | undefined, after: Incident): boolean {
  return after.decision !== undefined && JSON.stringify(before?.decision) !== JSON.stringify(after.decision);
}

/** Invariant 7: a decision counts once, on the generation and the version that it was made for. */
export function checkDecision(world: World, committed: Committed, change: Change): void {
  const { ghosts, violate, tally } = world;
  const { before, after } = change;
  if (!after.decision || !before || !isNews(before, after)) return;
  tally.decisions++;
  ghosts.restores.delete(committed.key);
  const { reason, what } = after.decision;
  const times = (ghosts.decided.get(reason) ?? 0) + 1;
  ghosts.decided.set(reason, times);
  if (times > 1) violate('I7', `the decision ${reason} on ${after.id} counts ${times} times`);
  const last = before.decision?.at ?? 'none';
  if ((ghosts.lookedAfter.get(reason) ?? last) !== last)
    violate('I7', `${reason} decides on ${after.id} over the head of who decided since`);
  checkRelease(world, committed, after);
  if (what === 'override') checkOverride(world, committed, before);
  if (what === 'restore') checkWish(world, committed, before, after);
  if (what === 'resume') checkResumed(world, committed, after);
}

function checkRelease({ violate }: World, { key, before: page, after: decided }: Committed, after: Incident): void {
  const withdrawn = after.state === 'dismissed' && after.decision?.what === 'restore';
  const releases = (after.decision?.what !== 'dismiss' && !withdrawn) || page?.contested === after.id;
  if (releases && decided.contested !== undefined)
    violate('I7', `${key} is still contested after the decision on ${after.id}`);
}

function checkOverride({ violate, ghosts }: World, { key, before: page }: Committed, before: Incident): void {
  ghosts.wishes.delete(key);
  if (before.gen !== page?.gen) violate('I7', `${before.id} is overridden although the baseline has moved on`);
}

/** A wish for the previous version: nothing but that becomes the baseline, and only over the version it is about. */
function checkWish(world: World, committed: Committed, before: Incident, after: Incident): void {
  const { violate, ghosts, tally } = world;
  const { key, before: page, after: decided, seen } = committed;
  const says = `${before.id} (${before.state}) is restored by a decision although`;
  tally.wishes++;
  if (after.state === 'dismissed') {
    if (!page?.mayDelete || decided.mayDelete || page.gen !== before.gen)
      violate('I7', `${says} no delete was awaited`);
    return;
  }
  const moved = before.state !== 'undecided';
  if (page?.gen !== before.gen + (moved ? 1 : 0)) violate('I7', `${says} the baseline has moved on`);
  const undone = moved ? page?.baseline?.identity : page?.seen.identity;
  if (undone !== before.version.identity) violate('I7', `${says} another version is live`);
  if (decided.baseline?.identity !== before.baseline?.identity) violate('I10', `${says} that is not what comes back`);
  if (after.state !== 'restoring' || decided.open.join(' ') !== after.id) violate('I6', `${says} nothing is open`);
  const subject = seen.entry?.identity === before.version.identity;
  const { gen } = decided;
  ghosts.wishes.set(key, { incident: after.id, gen, at: tally.steps, over: seen.entry?.serial, subject });
  if (!moved && seen.entry) ghosts.givenUp.add(seen.entry.serial);
}

function checkResumed(
  { violate, tally }: World,
  { key, before: page, after: decided }: Committed,
  after: Incident,
): void {
  tally.resumed++;
  if (page?.contested !== after.id) violate('I7', `${key} is resumed for ${after.id}, for which it is not contested`);
  if (after.state !== 'restoring' || !decided.open.includes(after.id))
    violate('I6', `${after.id} is resumed, and not open`);
}
