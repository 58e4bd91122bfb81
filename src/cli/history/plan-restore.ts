import { releaseOn } from '../../lib/deploy/candidate.ts';
import { inspectPage, plainBytes } from '../../lib/deploy/inspect-page.ts';
import type { Judged } from '../../lib/deploy/judge-candidate.ts';
import type { Obstacle } from '../../lib/deploy/obstacle.ts';
import type { PastVersion } from '../../lib/deploy/past-of-page.ts';
import { productionNow, type ProductionNow } from '../../lib/deploy/production-now.ts';
import { proofLines, type Proof } from '../../lib/deploy/proof.ts';
import { provePage } from '../../lib/deploy/prove.ts';
import { shellWord } from '../../lib/deploy/shell-word.ts';
import type { Content } from '../../lib/site/bucket.ts';
import type { Site } from '../../lib/site/site.ts';
import { identify, sha256 } from '../../lib/site/version.ts';
import type { Session } from '../command.ts';
import { judgeToAllow, passing, type Passing } from '../deploy/allow-findings.ts';
import { refusal } from '../outcome.ts';
import { printable } from '../printable.ts';
import { contentOfPast, findVersion, versionName } from './find-version.ts';
import type { Place } from './read-past.ts';

/** An old version, held against what is live, before anything is written. */
export interface RestorePlan {
  readonly version: PastVersion;
  readonly content: Content;
  readonly identity: string;
  /** SHA-256 of what visitors get. */
  readonly plain: string;
  readonly now: ProductionNow;
  readonly judged: Judged;
  /** What has to be allowed so that the guard leaves it live. */
  readonly passing: readonly Passing[];
  readonly proof: Proof & { readonly lines: readonly string[] };
  readonly obstacles: readonly Obstacle[];
}

/** Finds the version, reads it, and judges it as the guard will. Reads only. */
export async function planRestore({ site, key }: Place, to: string, session: Session): Promise<RestorePlan> {
  const { operator } = session;
  const { stores } = operator;
  const path = key.slice(site.production.prefix.length);
  const bucket = operator.target(site.production.bucket);
  const version = await findVersion({ site, key }, to, session);
  const content = await contentOfPast({ site, key }, version, ['accepted', 'replaced'], { bucket, ...stores });
  if (!content) throw nowhere(version);
  // Of what a deploy replaced, only its identity is known: it may have been on staging alone.
  if (version.versionId === undefined && version.was.length === 0 && releaseOn(content.headers) !== undefined)
    throw neverLive(site, path, version);
  const now = await productionNow(site, path, { ...session, registry: stores.registry, production: bucket });
  const deps = { ...stores, bucket, now: session.now };
  const plain = plainBytes(content, site) ?? content.bytes;
  const inspected = await inspectPage(site, { path, plain, content }, now, deps);
  const judged = await judgeToAllow(now, content, deps);
  const digest = sha256(content.bytes);
  const verification = await operator.api.verification(site.name, key);
  const verified = verification?.sha256 === digest ? verification : undefined;
  const proof = provePage(site, 'production', inspected, verified && { by: verified.by, at: verified.at });
  return {
    version,
    content,
    identity: identify(digest, content.headers),
    plain: sha256(plain),
    now,
    judged,
    passing: now.page ? passing(judged) : [],
    proof: { lines: proofLines(proof, session.now()), ...proof },
    obstacles: obstaclesOf(site, path, now, judged),
  };
}

function neverLive(site: Site, path: string, version: PastVersion) {
  const hint = `What was on staging goes live by npx holdfast verify and promote: ${site.name} ${shellWord(path)}`;
  return refusal(printable(`The version ${versionName(version)} was on staging, and never in production.`), hint);
}

function nowhere(version: PastVersion) {
  const hint = 'What the guard rejected goes live again by `npx holdfast override <incident> --reason "…"`.';
  const says = `The version ${versionName(version)} is neither in the bucket nor among what was accepted or replaced (any more).`;
  return refusal(printable(says), hint);
}

function obstaclesOf(site: Site, path: string, { live, page }: ProductionNow, judged: Judged): Obstacle[] {
  const obstacles: Obstacle[] = [];
  if (live && !live.bytes) {
    const says = `What is live has ${live.size.toLocaleString('en')} bytes, more than limits.bytes: it cannot be kept.`;
    obstacles.push({
      rule: 'D5',
      path,
      says,
      next: 'Raise policy.limits.bytes of the site, apply it, and run it again.',
    });
  }
  if (live && !page && passing(judged).length > 0) {
    const says = 'The guard has not looked at this page yet, and nothing can be allowed before.';
    const next = `See that it is guarded: npx holdfast doctor ${site.name}. Then run it again.`;
    obstacles.push({ rule: 'D4', path, says, next });
  }
  return obstacles;
}
