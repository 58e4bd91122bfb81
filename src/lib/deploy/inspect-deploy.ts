import pMap from 'p-map';
import { HoldfastError } from '../errors.ts';
import type { Content } from '../site/bucket.ts';
import { namesPage } from '../site/glob.ts';
import type { Site, Target } from '../site/site.ts';
import { identify, sha256, type StoredAs, type Version } from '../site/version.ts';
import { apart } from './apart.ts';
import { candidateOf, named, withoutRelease } from './candidate.ts';
import { inspectAsset, liveAsset, MOST_OF_ASSET } from './inspect-asset.ts';
import { AT_ONCE, weighDeps, type InspectDeps } from './inspect-deps.ts';
import { changedPage, inspectPage, standsAgainst, type InspectedPage } from './inspect-page.ts';
import type { Inspection, Planned } from './inspection.ts';
import type { Obstacle } from './obstacle.ts';
import { openMatters } from './open-matters.ts';
import { asRecorded, overOf, recorded, tooLarge } from './planned.ts';
import { productionNow } from './production-now.ts';
import { proveAssets, provePage, type ProvedAsset } from './prove.ts';
import type { Release } from './release.ts';
import { sameChange } from './same-release.ts';
import { refuseUnguardable, stagingOf } from './staging-of.ts';
import type { Base, Workspace } from './workspace.ts';

/** What is deployed: local files by path, as which release. */
export interface DeployRequest {
  readonly site: Site;
  readonly paths: readonly string[];
  readonly workspace: Pick<Workspace, 'bases' | 'read'>;
  /** Whose release it is, and of what change. */
  readonly release: Pick<Release, 'id' | 'by' | 'at' | 'change'>;
  /** The record of a release that was begun and is gone on with. */
  readonly resumed?: Release;
}

type Assets = { readonly planned: Planned; readonly proved: ProvedAsset; readonly obstacles: readonly Obstacle[] };
type Pages = { readonly planned: Planned; readonly page: InspectedPage; readonly obstacles: readonly Obstacle[] };

/** Holds local files against staging, production and the guard: what a deploy to staging would write. Reads only. */
export async function inspectDeploy(request: DeployRequest, deps: InspectDeps): Promise<Inspection> {
  const { site, paths } = request;
  const target = stagingOf(site);
  const bases = await request.workspace.bases();
  const isPage = (path: string) => namesPage(site, site.production.prefix + path);
  const pagePaths = paths.filter(isPage);
  refuseUnguardable(site, pagePaths);
  let looked = 0;
  const tell = <T>(value: T): T => {
    deps.progress(`looked at ${(looked += 1)} of ${paths.length} files`);
    return value;
  };
  const about = { ...request, target };
  const assets = await pMap(
    paths.filter((path) => !isPage(path)),
    async (path) => tell(await asset(path, bases.get(path), about, deps)),
    { concurrency: AT_ONCE },
  );
  const pages = await pMap(pagePaths, async (path) => tell(await page(path, bases.get(path), about, deps)), {
    concurrency: AT_ONCE,
  });
  const planned = [...assets, ...pages].map((one) => asRecorded(one.planned, request.resumed));
  const open = await openMatters(site, pagePaths, deps);
  const against = pages.map((one) =>
    standsAgainst(site, one.page, { at: deps.now(), elsewhere: gainedBeside(one, pages) }),
  );
  return {
    site,
    target,
    release: releaseOf(request, planned),
    resumes: request.resumed !== undefined,
    planned,
    proofs: [
      ...proveAssets(
        site,
        'staging',
        assets.map(({ proved }) => proved),
      ),
      ...pages.map((one) => provePage(site, 'staging', one.page)),
    ],
    obstacles: [
      ...open,
      ...apart(
        site,
        pages.map((one) => one.page),
        request.release.change,
      ),
      ...[...assets, ...pages, ...against].flatMap(({ obstacles }) => obstacles),
      ...(request.resumed ? sameChange(request.resumed, planned) : []),
    ],
    findings: pages.flatMap(({ page: { candidate, findings } }) =>
      findings.map((one) => ({ ...one, path: candidate.path })),
    ),
    ahead: against.flatMap(({ ahead }) => ahead ?? []),
    changed: pages.map((one) => changedPage(one.page)),
  };
}

/** Features that come to other pages of the deploy. */
function gainedBeside(page: Pages, pages: readonly Pages[]): ReadonlySet<string> {
  return new Set(pages.flatMap((one) => (one === page ? [] : one.page.judged.features.gained)));
}

type About = DeployRequest & { readonly target: Target };

async function asset(path: string, base: Base | undefined, about: About, deps: InspectDeps): Promise<Assets> {
  const { site, target } = about;
  const key = target.prefix + path;
  const [plain, live, over] = await Promise.all([
    localBytes(about, path),
    liveAsset(site, path, base, deps),
    deps.staging.live(key, MOST_OF_ASSET),
  ]);
  const made = (bytes: Uint8Array) => candidateOf({ path, plain: bytes }, live, options(about, over?.storedAs));
  const content = made(plain);
  const names =
    over && isSame(over, content)
      ? named({ bytes: over.bytes ?? content.bytes, headers: over.headers })
      : named(content);
  const digest = sha256(plain);
  const inspected = inspectAsset(site, { path, local: digest, ...baseOf(base, live) }, live);
  const proved = { path, plain: digest, standing: inspected.standing, ...(live && { live }) };
  return {
    planned: {
      path,
      kind: 'asset',
      key,
      ...names,
      plain: digest,
      ...overOf(over),
      ...baseOf(base, live),
      load: async () => made(await localBytes(about, path)),
    },
    proved,
    obstacles: [...inspected.obstacles, ...tooLarge(path, over)],
  };
}

async function page(path: string, base: Base | undefined, about: About, deps: InspectDeps): Promise<Pages> {
  const { site, target } = about;
  const key = target.prefix + path;
  const [plain, now, over] = await Promise.all([
    localBytes(about, path),
    productionNow(site, path, deps),
    deps.staging.live(key, site.policy.limits.bytes),
  ]);
  const content = candidateOf({ path, plain }, now.live, { target: site.production, keptAs: now.live?.storedAs ?? {} });
  const from = baseOf(base, now.live);
  const inspected = await inspectPage(site, { path, plain, content, ...from }, now, weighDeps(deps));
  const staged = candidateOf({ path, plain }, now.live, options(about, over?.storedAs));
  const planned: Planned = {
    path,
    kind: 'page',
    key,
    ...named(staged),
    plain: sha256(plain),
    ...overOf(over),
    ...from,
    load: async () => staged,
  };
  return { planned, page: inspected, obstacles: tooLarge(path, over) };
}

const options = ({ target, release }: About, keptAs: StoredAs | undefined) => ({
  target,
  release: release.id,
  ...(keptAs && { keptAs }),
});

/** What it was edited from; where production has nothing, that needs no record. */
function baseOf(base: Base | undefined, live: object | undefined): { base?: string } {
  if (base) return { base: base.sha256 };
  return live ? {} : { base: 'none' };
}

/** Whether staging has it already, by whichever release. */
function isSame(over: Version, { bytes, headers }: Pick<Content, 'bytes' | 'headers'>): boolean {
  return identify(over.sha256, withoutRelease(over.headers)) === identify(sha256(bytes), withoutRelease(headers));
}

async function localBytes({ workspace }: About, path: string): Promise<Uint8Array> {
  const bytes = await workspace.read(path);
  if (bytes) return bytes;
  throw new HoldfastError('FOLDER.FAILED', `There is no file ${path} any more.`, { hint: 'Run it again.' });
}

function releaseOf({ site, release, resumed }: DeployRequest, planned: readonly Planned[]): Release {
  if (resumed) return resumed;
  return { ...release, site: site.name, target: 'staging', files: planned.map(recorded), state: 'begun' };
}
