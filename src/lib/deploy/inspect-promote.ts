import pMap from 'p-map';
import type { Site } from '../site/site.ts';
import { sha256, type Version } from '../site/version.ts';
import { apart } from './apart.ts';
import { named, promoted } from './candidate.ts';
import { AT_ONCE, weighDeps, type InspectDeps } from './inspect-deps.ts';
import { changedPage, inspectPage, plainBytes, standsAgainst, type InspectedPage } from './inspect-page.ts';
import type { Inspection, Planned } from './inspection.ts';
import { openMatters } from './open-matters.ts';
import { asRecorded, overOf, recorded, tooLarge } from './planned.ts';
import { productionNow } from './production-now.ts';
import type { Proof } from './proof.ts';
import { assetsOf, missingAssets, type PromotedAsset } from './promote-assets.ts';
import { proveAssets, provePage } from './prove.ts';
import type { Release } from './release.ts';
import { begunRelease } from './same-release.ts';
import { stagingOf } from './staging-of.ts';
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

/**
 * Holds what is on staging against its release, its verification, production and the guard: what promoting it would
 * write. A promotion of the same that was begun and not finished is gone on with. Reads only.
 */
export async function inspectPromote(request: PromoteRequest, deps: InspectDeps): Promise<Inspection> {
  const { site, paths } = request;
  stagingOf(site);
  const staged = await pMap(paths, (path) => stagedPage(site, path, deps), { concurrency: AT_ONCE });
  let looked = 0;
  const found = await pMap(
    staged,
    async ({ version, ...one }) => {
      const inspected = version && (await page(site, { ...one, version }, deps));
      deps.progress(`looked at ${(looked += 1)} of ${paths.length} pages`);
      return inspected;
    },
    { concurrency: AT_ONCE },
  );
  const pages = found.filter((one) => one !== undefined);
  const assets = await assetsOf(
    site,
    pages.flatMap(({ staged }) => staged.release ?? []),
    deps,
  );
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
      ...apart(
        site,
        pages.map((one) => one.page),
        changeOf(pages),
      ),
      ...[...assets, ...against].flatMap(({ obstacles }) => obstacles),
      ...pages.flatMap(({ page: { candidate, now } }) => tooLarge(candidate.path, now.live)),
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

/** Assets that production has already are no part of what is shown. */
function provedOf(
  site: Site,
  pages: readonly Page[],
  assets: readonly PromotedAsset[],
  verified: Proof['verified'],
): Proof[] {
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

/**
 * Whether a release that was begun is of these files: it wrote all that production has, and was to write all that it
 * lacks, over just what is there. Where somebody else wrote since, what was shown now is another release.
 */
function covers(all: readonly Planned[], { files }: Release): boolean {
  const now = new Map(all.map((file) => [file.path, file.identity]));
  const lacking = all.filter(({ identity, over }) => over?.identity !== identity);
  return (
    files.every(({ path, identity }) => now.get(path) === identity) &&
    lacking.every(({ path, over }) => files.some((file) => file.path === path && file.replaces === over?.identity))
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
