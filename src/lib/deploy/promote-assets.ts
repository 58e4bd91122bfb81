import pMap from 'p-map';
import type { PageContent } from '../page/page-content.ts';
import { loadedAssets } from '../page/references.ts';
import { namesPage } from '../site/glob.ts';
import type { Site } from '../site/site.ts';
import { sha256, type Version } from '../site/version.ts';
import { named, promoted } from './candidate.ts';
import { inspectAsset, MOST_OF_ASSET } from './inspect-asset.ts';
import { AT_ONCE, type InspectDeps } from './inspect-deps.ts';
import { plainBytes } from './inspect-page.ts';
import type { Planned } from './inspection.ts';
import type { Obstacle } from './obstacle.ts';
import { overOf, tooLarge } from './planned.ts';
import type { ProvedAsset } from './prove.ts';
import type { Release, ReleasedFile } from './release.ts';
import { shellWord } from './shell-word.ts';
import { stagingOf } from './staging-of.ts';

/** An asset that goes to production with its page. */
export interface PromotedAsset {
  readonly planned: Planned;
  readonly proved: ProvedAsset;
  readonly obstacles: readonly Obstacle[];
}

/** A page that is promoted, by what it loads. */
interface LoadingPage {
  readonly planned: Pick<Planned, 'path' | 'key'>;
  readonly page: { readonly judged: { readonly content?: PageContent } };
}

/** The assets of the pages' releases that production does not have as they are on staging. */
export async function assetsOf(site: Site, releases: readonly Release[], deps: InspectDeps): Promise<PromotedAsset[]> {
  const files = new Map<string, ReleasedFile>();
  for (const file of releases.flatMap((release) => release.files))
    if (file.kind === 'asset') files.set(`${file.path}\n${file.identity}`, file);
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

async function asset(site: Site, { path, identity, base }: ReleasedFile, deps: InspectDeps): Promise<PromotedAsset> {
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
    obstacles: [
      ...obstacles,
      ...tooLarge(path, live),
      ...unlike(site, path, staged?.bytes ? staged.identity : undefined, identity),
    ],
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
export async function missingAssets(
  site: Site,
  pages: readonly LoadingPage[],
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
