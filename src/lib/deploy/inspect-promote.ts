import pMap from 'p-map';
import { loadedAssets } from '../page/references.ts';
import { namesPage } from '../site/glob.ts';
import type { Site } from '../site/site.ts';
import { sha256, type Version } from '../site/version.ts';
import { named, promoted } from './candidate.ts';
import { inspectAsset, MOST_OF_ASSET } from './inspect-asset.ts';
import { AT_ONCE, asRecorded, recorded, stagingOf } from './inspect-deploy.ts';
import { weighDeps, type InspectDeps } from './inspect-deps.ts';
import { changedPage, inspectPage, plainBytes, standsAgainst, type InspectedPage } from './inspect-page.ts';
import type { Inspection, Planned } from './inspection.ts';
import type { Obstacle } from './obstacle.ts';
import { changesIn, severalChanges } from './one-change.ts';
import { openMatters } from './open-matters.ts';
import { productionNow } from './production-now.ts';
import type { Proof } from './proof.ts';
import { proveAssets, provePage, type ProvedAsset } from './prove.ts';
import type { Release, ReleasedFile } from './release.ts';
import { begunRelease } from './same-release.ts';
import { shellWord } from './shell-word.ts';
import { stagedPage, type StagedPage } from './staged-page.ts';

/** Which pages go from staging to production, and as which release. */
export interface PromoteRequest {
  readonly site: Site;
  /** Pages, relative to the prefix. */
  readonly paths: readonly string[];
  readonly release: Pick<Release, 'id' | 'by' | 'at'>;
}

interface Page {
  readonly staged: StagedPage;
  readonly planned: Planned;
  readonly page: InspectedPage;
}

interface Asset {
  readonly planned: Planned;
  readonly proved: ProvedAsset;
  readonly obstacles: readonly Obstacle[];
}

/**
 * Holds what is on staging against its release, its verification, production and the guard: what promoting it would
 * write. A promotion of the same that was begun and not finished is gone on with. Reads only.
 */
export async function inspectPromote(request: PromoteRequest, deps: InspectDeps): Promise<Inspection> {
  const { site, paths } = request;
  stagingOf(site);
  const staged: StagedPage[] = [];
  for (const path of paths) staged.push(await stagedPage(site, path, deps));
  const pages: Page[] = [];
  for (const one of staged) if (one.version) pages.push(await page(site, { ...one, version: one.version }, deps));
  const assets = await assetsOf(site, pages, deps);
  const all = [...assets, ...pages].map((one) => one.planned);
  const begun = await begunRelease(site.name, 'production', (release) => covers(all, release), deps);
  const planned = begun ? all.map((file) => asRecorded(file, begun)).filter((file) => isOf(file, begun)) : all;
  const against = pages.map((one) => standsAgainst(site, one.page, { at: deps.now(), elsewhere: new Set() }));
  const open = await openMatters(site, paths, deps);
  const verified = pages.length === 1 ? pages[0]?.staged.verified : undefined;
  return {
    site,
    target: site.production,
    release: begun ?? releaseOf(request, pages, planned),
    resumes: begun !== undefined,
    planned,
    proofs: provedOf(site, pages, assets, verified),
    obstacles: [
      ...open,
      ...staged.flatMap(({ obstacles }) => obstacles),
      ...apart(site, pages),
      ...[...assets, ...against].flatMap(({ obstacles }) => obstacles),
      ...(await missingAssets(site, pages, planned, deps)),
    ],
    findings: pages.flatMap(({ page: { candidate, findings } }) =>
      findings.map((one) => ({ ...one, path: candidate.path })),
    ),
    ahead: against.flatMap(({ ahead }) => ahead ?? []),
    changed: pages.map((one) => changedPage(one.page)),
  };
}

async function page(
  site: Site,
  staged: StagedPage & { version: Version & { bytes: Uint8Array } },
  deps: InspectDeps,
): Promise<Page> {
  const { path, version, base } = staged;
  const now = await productionNow(site, path, deps);
  const content = promoted(version, now.live, site.production);
  const plain = plainBytes(version, site) ?? version.bytes;
  const known = base === undefined ? {} : { base };
  const planned: Planned = {
    path,
    kind: 'page',
    key: now.ref.key,
    ...named(content),
    plain: sha256(plain),
    ...overOf(now.live),
    ...known,
    load: async () => content,
  };
  return { staged, planned, page: await inspectPage(site, { path, plain, content, ...known }, now, weighDeps(deps)) };
}

/** The assets of the pages' releases that production does not have as they are on staging. */
async function assetsOf(site: Site, pages: readonly Page[], deps: InspectDeps): Promise<Asset[]> {
  const files = new Map<string, ReleasedFile>();
  for (const { staged } of pages)
    for (const file of staged.release?.files ?? []) if (file.kind === 'asset') files.set(file.path, file);
  let looked = 0;
  const found = await pMap(
    files.values(),
    async (file) => {
      const one = await asset(site, file, deps);
      deps.progress(`looked at ${(looked += 1)} of ${files.size} assets`);
      return one;
    },
    { concurrency: AT_ONCE },
  );
  return found;
}

async function asset(site: Site, { path, identity, base }: ReleasedFile, deps: InspectDeps): Promise<Asset> {
  const staging = stagingOf(site);
  const [key, stagedKey] = [site.production.prefix + path, staging.prefix + path];
  const [staged, live] = await Promise.all([
    deps.staging.live(stagedKey, MOST_OF_ASSET),
    deps.production.live(key, MOST_OF_ASSET),
  ]);
  const content = promoted(
    { headers: { metadata: {} }, ...staged, bytes: staged?.bytes ?? new Uint8Array() },
    live,
    site.production,
  );
  const plain = digestOf(content, site);
  const liveSeen = live?.bytes && {
    plain: digestOf({ ...live, bytes: live.bytes }, site),
    at: live.lastModified,
    headers: live.headers,
  };
  const known = base === undefined ? {} : { base };
  const { standing, obstacles } = inspectAsset(site, { path, local: plain, ...known }, liveSeen);
  return {
    planned: {
      path,
      kind: 'asset',
      key,
      ...named(content),
      plain,
      ...overOf(live),
      ...known,
      // Bytes may be many: they are read again when their turn comes, and compared.
      load: async () => {
        const again = staged && (await deps.staging.get(stagedKey, staged.versionId, MOST_OF_ASSET));
        return promoted(
          { headers: { metadata: {} }, ...again, bytes: again?.bytes ?? new Uint8Array() },
          live,
          site.production,
        );
      },
    },
    proved: { path, plain, standing, ...(liveSeen && { live: liveSeen }) },
    obstacles: [...obstacles, ...unlike(site, path, staged?.bytes ? staged.identity : undefined, identity)],
  };
}

function digestOf(content: Pick<Version, 'headers'> & { bytes: Uint8Array }, site: Site): string {
  return sha256(plainBytes(content, site) ?? content.bytes);
}

function unlike(site: Site, path: string, found: string | undefined, identity: string): Obstacle[] {
  const deploy = `npx holdfast deploy ${site.name} ${shellWord(path)}`;
  if (namesPage(site, site.production.prefix + path)) {
    return [
      {
        rule: 'D2',
        path,
        says: 'The release takes this page for an asset, which nobody judges.',
        next: `Deploy it as a page: ${deploy}`,
      },
    ];
  }
  if (found === identity) return [];
  const says =
    found === undefined ? 'It is not on staging any more.' : 'What is on staging is not what the release wrote there.';
  return [
    { rule: 'D2', path, says, next: `Deploy it together with the page, which is to be verified again: ${deploy} …` },
  ];
}

/** Scripts and styles that a page loads, that staging has and production would not have. */
async function missingAssets(
  site: Site,
  pages: readonly Page[],
  planned: readonly Planned[],
  deps: InspectDeps,
): Promise<Obstacle[]> {
  const written = new Set(planned.map(({ key }) => key));
  const { prefix } = site.production;
  const loaded = pages.flatMap(({ planned: { path, key }, page: { judged } }) =>
    (judged.content ? loadedAssets(judged.content, { key, prefix }) : [])
      .filter((each) => !written.has(each))
      .map((each) => ({ path, key: each })),
  );
  const found = await pMap(
    loaded,
    async ({ path, key }): Promise<Obstacle[]> => {
      const asset = key.slice(prefix.length);
      if (await deps.production.head(key)) return [];
      if (!(await deps.staging.head(stagingOf(site).prefix + asset))) return [];
      const next = `Deploy them together: npx holdfast deploy ${site.name} ${shellWord(path)} ${shellWord(asset)}`;
      return [{ rule: 'D2', path, says: `It loads ${asset}, which is on staging and not in production.`, next }];
    },
    { concurrency: AT_ONCE },
  );
  return found.flat();
}

const overOf = (live: Version | undefined): Pick<Planned, 'over' | 'replaces'> =>
  live
    ? { over: { identity: live.identity, etag: live.etag, versionId: live.versionId }, replaces: live.identity }
    : {};

/** Assets that production has already are no part of what is shown. */
function provedOf(site: Site, pages: readonly Page[], assets: readonly Asset[], verified: Proof['verified']): Proof[] {
  const written = assets.filter(({ planned: { over, identity } }) => over?.identity !== identity);
  return [
    ...proveAssets(
      site,
      'production',
      written.map(({ proved }) => proved),
      verified,
    ),
    ...pages.map((one) => provePage(site, 'production', one.page, one.staged.verified)),
  ];
}

const isOf = (file: Planned, { files }: Release): boolean => files.some(({ path }) => path === file.path);

/** Whether a release that was begun is of these files: it wrote, or was to write, all that production lacks. */
function covers(all: readonly Planned[], { files }: Release): boolean {
  const now = new Map(all.map((file) => [file.path, file.identity]));
  const lacking = all.filter(({ identity, over }) => over?.identity !== identity);
  return (
    files.every(({ path, identity }) => now.get(path) === identity) &&
    lacking.every(({ path }) => files.some((file) => file.path === path))
  );
}

function releaseOf({ site, release }: PromoteRequest, pages: readonly Page[], planned: readonly Planned[]): Release {
  const change = changeOf(pages);
  const files = planned.map(recorded);
  return {
    ...release,
    ...(change !== undefined && { change }),
    site: site.name,
    target: 'production',
    files,
    state: 'begun',
  };
}

/** The change that the releases on staging name. */
function changeOf(pages: readonly Page[]): string | undefined {
  const changes = new Set(pages.flatMap(({ staged }) => staged.release?.change ?? []));
  return changes.size === 0 ? undefined : [...changes].join('; ').slice(0, 4096);
}

function apart(site: Site, pages: readonly Page[]): Obstacle[] {
  const changed = pages.flatMap(({ page: { judged, now } }) =>
    judged.content
      ? [{ key: now.ref.key, after: judged.content, ...(judged.liveContent && { before: judged.liveContent }) }]
      : [],
  );
  return severalChanges(changesIn(changed, { sources: site.tokens, prefix: site.production.prefix }), changeOf(pages));
}
