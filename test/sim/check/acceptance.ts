import type { StoredObject } from '../../fakes/stored-object.ts';
import { DELETED } from '../../../src/lib/site/version.ts';
import { retiredTokens } from '../../../src/lib/site/site-record.ts';
import { nameOf, sampleOf } from '../contents.ts';
import { pageWith } from '../ghosts.ts';
import type { Run } from '../run.ts';
import { resolve } from '../run.ts';
import type { World } from '../world.ts';
import { SITE } from '../world.ts';
import { mayLeave, uploadedAt } from './allowances.ts';
import { isNews } from './decisions.ts';
import type { Committed } from './commit.ts';

/** Whether a permanent delete brought an older upload back to the light. */
export function surfaced({ ghosts }: World, key: string, entry: StoredObject): boolean {
  return ghosts.permanent.has(key) && (ghosts.seenSerial.get(key) ?? 0) > entry.serial;
}

/** Invariants 2, 5, 9 and 10, where the baseline moves. */
export function checkAcceptance(world: World, run: Run, committed: Committed): void {
  const { key, before, after } = committed;
  const { ghosts, violate } = world;
  const { baseline } = after;
  if (!baseline) {
    if (before?.baseline) violate('I10', `${key} loses its baseline`);
    return;
  }
  const moved = before?.baseline?.identity !== baseline.identity;
  const turned = after.gen !== (before?.gen ?? 0);
  if (moved !== turned)
    violate('I4', `the baseline of ${key} ${moved ? 'moves' : 'stays'}, its generation does not agree`);
  if (!turned) return;
  if (baseline.identity !== DELETED && !world.snapshots.get('accepted', SITE, baseline.identity)) {
    violate(
      'I2',
      `the registry names ${nameOf(baseline.identity)} as baseline of ${key}, the snapshot store has it not`,
    );
  }
  const { entry, tie } = resolve(world, run, key, baseline);
  if (after.mayDelete) violate('I7', `${key} may be deleted once more although its baseline has moved`);
  if (run.by === 'guard') checkGuardsOwn(world, run, committed, entry, tie);
  if (run.by === 'person') checkPersons(world, committed, entry);
  if (entry) ghosts.accepted.set(key, run.by === 'person' ? newer(world, key, entry) : entry.serial);
  ghosts.everBase.add(pageWith(key, baseline.identity));
}

function newer({ ghosts }: World, key: string, entry: StoredObject): number {
  return Math.max(ghosts.accepted.get(key) ?? 0, entry.serial);
}

/** Only a decision to restore brings an older upload back; which one, is checked with the decision. */
function checkPersons(
  { ghosts, violate }: World,
  { key, after, incidents }: Committed,
  entry: StoredObject | undefined,
): void {
  const restores = incidents.some(({ before, after: is }) => is.decision?.what === 'restore' && isNews(before, is));
  if (restores) return;
  const last = ghosts.accepted.get(key) ?? 0;
  if (entry && entry.serial < last && !ghosts.permanent.has(key)) {
    violate(
      'I7',
      `${nameOf(after.baseline?.identity ?? '')}@${entry.serial} is chosen over the newer accepted @${last}`,
    );
  }
}

function checkGuardsOwn(
  world: World,
  run: Run,
  committed: Committed,
  entry: StoredObject | undefined,
  tie: boolean,
): void {
  const { ghosts, violate, s3 } = world;
  const { key, after } = committed;
  checkTokens(world, run, committed);
  if (!entry) return;
  const name = `${nameOf(after.baseline?.identity ?? '')}@${entry.serial}`;
  const isSurfaced = surfaced(world, key, entry);
  // Our own delete bears no mark: wording (e) of the protocol.
  if (entry.own && !entry.deleted && !isSurfaced) violate('I5', `our own write ${name} of ${key} becomes the baseline`);
  const wish = ghosts.wishes.get(key);
  if (wish?.subject && wish.gen === committed.before?.gen && wish.over === entry.serial && !isSurfaced)
    violate('I7', `${name} of ${key} is accepted although a person wanted it replaced`);
  const permanent = ghosts.permanent.has(key);
  const last = ghosts.accepted.get(key) ?? 0;
  const wasLive = run.newest.get(key)?.entry?.serial === entry.serial || s3.newest(key)?.serial === entry.serial;
  if (entry.serial < last && !tie && !(permanent && wasLive)) {
    violate('I10', `the older upload ${name} of ${key} is accepted after @${last}`);
  }
  if (ghosts.settledGood.has(entry.serial) && !isSurfaced && !permanent) {
    violate('I10', `the upload ${name} of ${key} is accepted a second time`);
  }
}

/** A token leaves the site only by a judgement of the registry as it is at commit. */
function checkTokens(world: World, run: Run, { key, before, after, site, tokensElsewhere }: Committed): void {
  const { setup, violate } = world;
  if (setup.observes || setup.togglesMode || !before?.baseline || before.mayDelete) return;
  const kept = new Set([...(sampleOf(after.baseline?.identity ?? '')?.tokens ?? []), ...retiredTokens(site)]);
  const had = sampleOf(before.baseline.identity)?.tokens ?? [];
  const allowed = mayLeave(had, {
    gone: after.baseline?.identity === DELETED,
    allowances: before.allowances,
    at: uploadedAt(after.seen, run.readAt.get(key) ?? 0),
  });
  const gone = had.filter((token) => !kept.has(token) && !tokensElsewhere.has(token) && !allowed.has(token));
  if (gone.length > 0) {
    violate(
      'I9',
      `${gone.join(', ')} leaves the site when ${nameOf(after.baseline?.identity ?? '')} of ${key} is accepted`,
    );
  }
}
