import type { StoredObject } from '../../fakes/stored-object.ts';
import { DELETED } from '../../../src/lib/site/version.ts';
import { pauseOf } from '../../../src/lib/site/site-record.ts';
import type { PageRecord, Seen } from '../../../src/lib/site/page-record.ts';
import { nameOf, sampleOf } from '../contents.ts';
import { pageWith } from '../ghosts.ts';
import type { World } from '../world.ts';
import { SITE } from '../world.ts';
import { checkWarned } from './warnings.ts';

/** Invariants 3, 4 and 6, when nobody has anything left to do. */
export function checkRest(world: World): void {
  for (const key of world.keys) checkPage(world, key);
  checkRolledBack(world);
  checkWarned(world);
  for (const { id, state, key } of world.table.incidents()) {
    if (state === 'restoring' && !mayWait(world, key)) world.violate('I6', `${id} is still restoring at rest`);
  }
}

/** Nothing is finished on a page that the guard looks away from. */
function isPaused({ table, clock }: World, key: string): boolean {
  const site = table.site(SITE);
  return site !== undefined && pauseOf(site, key, clock.now()) !== undefined;
}

/**
 * A listing of live objects has neither version ids nor headers: when notices are lost, the sweep cannot tell an upload
 * from one of the same bytes and second, nor one deletion from another.
 */
function sweepIsBlind({ s3 }: World, { ref: { key }, seen }: PageRecord): boolean {
  const live = s3.live(key);
  const listedAlike = live?.etag === seen.etag && (!live || live.lastModified === seen.lastModified);
  return listedAlike && s3.newest(key)?.serial !== undefined && !isSeen(s3.newest(key), seen);
}

function isSeen(newest: StoredObject | undefined, seen: Seen): boolean {
  if (newest?.versionId !== seen.versionId || newest.identity !== seen.identity) return false;
  return seen.versionId !== 'null' || (newest.etag === seen.etag && newest.lastModified === seen.lastModified);
}

/** The baseline loads something that could not be brought back: a person was asked, or our stale write was left alone. */
function wouldBreak({ assets }: World, { baseline, seen }: PageRecord): boolean {
  const loads = sampleOf(baseline?.identity ?? '')?.loads ?? [];
  if (seen.kind === 'undecided') return loads.length > 0;
  return loads.some((key) => assets.state(key) === 'unrestorable');
}

/** A page that the guard looks away from waits with what it cannot finish; a restore that is live is finished. */
function mayWait(world: World, key: string): boolean {
  const page = world.table.page({ site: SITE, key });
  const finished = page && isSeen(world.s3.newest(key), page.seen) && page.seen.identity === page.baseline?.identity;
  return isPaused(world, key) && finished !== true;
}

function checkPage(world: World, key: string): void {
  const { table, s3, violate, ghosts } = world;
  const page = table.page({ site: SITE, key });
  const live = s3.live(key)?.identity ?? DELETED;
  if (isPaused(world, key) || (page && sweepIsBlind(world, page))) return;
  if (page) checkJudged(world, page);
  if (!page?.baseline) {
    if (live !== DELETED && !sampleOf(live)?.undecidable) violate('I3', `${key} has no baseline at rest`);
    return;
  }
  const excused = page.contested !== undefined || sampleOf(live)?.undecidable === true || wouldBreak(world, page);
  if (live !== page.baseline.identity && !excused) {
    violate('I3', `${key} serves ${nameOf(live)} at rest, its baseline is ${nameOf(page.baseline.identity)}`);
  }
  checkWishes(world, page, live);
  if (page.purge !== undefined) violate('I6', `the purge ${page.purge} of ${key} was never asked for`);
  if (page.open.length > 0) violate('I6', `incidents of ${key} are open at rest`);
  if (page.attempts.length > MOST_ATTEMPTS) violate('REST', `${key} holds ${page.attempts.length} attempts`);
  if (!excused && !world.setup.cdnRefuses) checkEdge(world, key, live);
  if (ghosts.seenSerial.get(key) === undefined) violate('REST', `nobody ever looked at ${key}`);
}

/** What a person wanted back is live, unless something newer was judged, is contested, or would break. */
function checkWishes(world: World, page: PageRecord, live: string): void {
  const { ghosts, s3, violate } = world;
  const { key } = page.ref;
  const wish = ghosts.wishes.get(key);
  if (!wish?.subject || wish.gen !== page.gen || page.contested !== undefined || wouldBreak(world, page)) return;
  if (live === page.baseline?.identity || s3.newest(key)?.serial !== wish.over) return;
  violate('I7', `${nameOf(live)} is still live in ${key} although a person wanted ${wish.incident} restored`);
}

const MOST_ATTEMPTS = 60;

function checkEdge({ cdn, ghosts, violate }: World, key: string, live: string): void {
  const held = cdn.held(key);
  const written = ghosts.lastGuardWrite.get(key);
  if (!held || written === undefined || held.at >= written || !ghosts.overwritten.has(held.object.serial)) return;
  const { identity } = held.object;
  if (identity === live || ghosts.everBase.has(pageWith(key, identity))) return;
  violate('I6', `the edge still serves ${nameOf(identity)} of ${key}, which the guard replaced`);
}

/** Every version that is still listed was judged once, from the first that was. */
function checkJudged({ s3, ghosts, setup, violate }: World, { ref: { key } }: PageRecord): void {
  if (setup.mode !== 'versioned' || ghosts.permanent.size > 0) return;
  const entries = s3.entries(key);
  const first = entries.findIndex(({ serial }) => ghosts.settled.has(serial));
  for (const { serial, own, identity } of entries.slice(Math.max(first, 0))) {
    if (!own && !ghosts.settled.has(serial))
      violate('JUDGED', `${nameOf(identity)}@${serial} of ${key} was never judged`);
  }
}

/** What was rolled back is on record, unless it was accepted at another time and its incident was another version's. */
function checkRolledBack({ ghosts, setup, table, violate }: World): void {
  for (const [serial, { key, identity }] of ghosts.rolledBack) {
    const indistinct = setup.mode !== 'versioned' || ghosts.permanent.size > 0;
    const recorded = table
      .incidents()
      .some((incident) => incident.key === key && incident.version.identity === identity);
    if (recorded || (indistinct && ghosts.everBase.has(pageWith(key, identity)))) continue;
    violate('I4', `${nameOf(identity)}@${serial} of ${key} was rolled back without any incident`);
  }
}
