import type { StoredObject } from '../../fakes/stored-object.ts';
import type { Content, WriteOutcome } from '../../../src/lib/site/bucket.ts';
import { identify, sha256 } from '../../../src/lib/site/version.ts';
import { nameOf, sampleOf } from '../contents.ts';
import { pageWith } from '../ghosts.ts';
import type { Claim } from '../ghosts.ts';
import type { Run } from '../run.ts';
import type { World } from '../world.ts';

/** A write of the guard to S3 as it happened: what was the newest entry before it, and what came of it. */
export interface GuardWrite {
  readonly key: string;
  readonly over: StoredObject | undefined;
  /** Absent for a delete. */
  readonly content?: Content;
  readonly mark?: number;
  readonly outcome: WriteOutcome;
}

/** Invariants 1, 2, 5, 6, 8 and 11, at the moment when the guard writes to S3. */
export function checkWrite(world: World, run: Run, write: GuardWrite): void {
  const { ghosts, say, violate, tally } = world;
  const { key, over, mark, outcome, content } = write;
  const claim = mark === undefined ? ghosts.lastClaim.get(key) : ghosts.claims.get(`${key}#${mark}`);
  const what = content ? `puts ${nameOf(identify(sha256(content.bytes), content.headers))} #${mark}` : 'deletes';
  say(`  ${run.name} ${what} over ${over ? told(over) : 'nothing'} in ${key}: ${outcome}`);
  if (outcome === 'lost') {
    tally.lost++;
    return;
  }
  if (!claim) return violate('I6', `S3 is touched in ${key} before the attempt is on record`);
  tally.writes++;
  if (over && !over.deleted) checkOverwritten(world, write, over, claim);
  checkWritten(world, write, claim);
  remember(world, write, claim);
}

const told = (entry: StoredObject): string => `${nameOf(entry.identity)}@${entry.serial}`;

function checkOverwritten(world: World, { key, content }: GuardWrite, over: StoredObject, claim: Claim): void {
  const { ghosts, violate, setup } = world;
  const { judged, judgedSerial } = claim;
  const same = over.serial === judgedSerial;
  if (sampleOf(judged.identity)?.sha256 !== over.sha256) {
    violate('I1', `the guard overwrites ${told(over)} in ${key} but judged ${nameOf(judged.identity)}`);
  }
  if (!same && setup.randomEtags) violate('I1', `another upload ${told(over)} is overwritten, under random ETags`);
  if (over.own) return;
  if (!ghosts.keptBytes.has(Buffer.from(over.bytes).toString('latin1'))) {
    violate('I2', `the bytes of ${told(over)} are overwritten before quarantine`);
  }
  if (same && !ghosts.kept.has(over.identity)) violate('I2', `the headers of ${told(over)} are overwritten unkept`);
  const given = judgedSerial !== undefined && ghosts.givenUp.has(judgedSerial);
  const chosen = given || ghosts.everBase.has(pageWith(key, over.identity));
  if (sampleOf(over.identity)?.undecidable && !chosen) violate('I8', `the undecided ${told(over)} is overwritten`);
  const identity = content && identify(sha256(content.bytes), content.headers);
  if (same && identity === over.identity) violate('I5', `${told(over)} is overwritten with itself`);
}

function checkWritten(world: World, { key, content }: GuardWrite, claim: Claim): void {
  const { attempt } = claim;
  const { table, violate, setup, ghosts, clock, tally } = world;
  if (attempt.incident !== undefined && !table.incident(attempt.incident)) {
    violate('I6', `S3 is touched in ${key} before incident ${attempt.incident} exists`);
  }
  const identity = content ? identify(sha256(content.bytes), content.headers) : 'DELETED';
  if (identity !== attempt.identity) {
    violate('I10', `${nameOf(identity)} is put back where ${nameOf(attempt.identity)} was accepted`);
  }
  checkAssets(world, key, identity, claim.lookedAt);
  const within = world.table.site('demo')?.config.policy.windowMs ?? 0;
  const recent = (ghosts.restores.get(key) ?? []).filter((at) => at > clock.now().getTime() - within);
  const most = setup.maxRestores + MOST_RUNS + tally.crashes;
  if (attempt.incident !== undefined && recent.length >= most) {
    violate('I11', `${recent.length + 1} restores of ${key}, with maxRestores ${setup.maxRestores}`);
  }
}

/** Invariant 9 of the design: what a page loads is live again before the page is, unless it went at this very moment. */
function checkAssets({ assets, ghosts, violate }: World, key: string, identity: string, lookedAt: number): void {
  for (const loaded of sampleOf(identity)?.loads ?? []) {
    const state = assets.state(loaded);
    const goneAt = ghosts.assetGone.get(loaded) ?? 0;
    if (state === 'live' || state === 'unknown' || goneAt >= lookedAt) continue;
    violate('ASSETS', `${key} is put back while ${loaded}, which it loads, is gone (${state})`);
  }
}

/** Runs of the guard at once. */
export const MOST_RUNS = 5;

function remember({ ghosts, tally, clock }: World, { key, over }: GuardWrite, { attempt, judgedSerial }: Claim): void {
  const { incident } = attempt;
  if (incident !== undefined) {
    ghosts.landed.set(incident, [...(ghosts.landed.get(incident) ?? []), tally.steps]);
    ghosts.restores.set(key, [...(ghosts.restores.get(key) ?? []), clock.now().getTime()]);
  }
  ghosts.lastGuardWrite.set(key, tally.steps);
  if (!over) return;
  ghosts.overwritten.add(over.serial);
  const unseenGood = !over.own && !over.deleted && over.serial === judgedSerial && !ghosts.settledGood.has(over.serial);
  if (unseenGood) ghosts.rolledBack.set(over.serial, over);
}
