import { namesPage } from '../site/glob.ts';
import type { Site } from '../site/site.ts';
import type { Version } from '../site/version.ts';
import { releaseOn } from './candidate.ts';
import type { InspectDeps } from './inspect-deps.ts';
import { stagingOf } from './staging-of.ts';
import type { Obstacle } from './obstacle.ts';
import type { Release } from './release.ts';
import { shellWord } from './shell-word.ts';

/** A page as it is on staging, with what is known of how it came there and who accepted it. */
export interface StagedPage {
  readonly path: string;
  readonly version?: Version & { readonly bytes: Uint8Array };
  readonly release?: Release;
  /** What the release says that it was made from. */
  readonly base?: string;
  readonly verified?: { readonly by: string; readonly at: string };
  readonly obstacles: readonly Obstacle[];
}

/** Reads a page of staging, its release and its verification; D2 where it is not there, or not verified as it is. */
export async function stagedPage(
  site: Site,
  path: string,
  deps: Pick<InspectDeps, 'staging' | 'releases' | 'api'>,
): Promise<StagedPage> {
  const version = await deps.staging.live(stagingOf(site).prefix + path, site.policy.limits.bytes);
  const obstacle = (rule: 'D1' | 'D2', says: string, next: string): Obstacle => ({ rule, path, says, next });
  const deploy = `npx holdfast deploy ${site.name} ${shellWord(path)}`;
  if (!namesPage(site, site.production.prefix + path)) {
    const next = 'Name the page that it belongs to: what was deployed with it goes first.';
    return { path, obstacles: [obstacle('D2', 'It is no page: assets go to production with their page.', next)] };
  }
  if (!version?.bytes) {
    const says = version ? 'What is on staging is too large to be read.' : 'It is not on staging.';
    return { path, obstacles: [obstacle('D2', says, `Deploy it first: ${deploy}`)] };
  }
  const [release, verification] = await Promise.all([
    cameBy(site, version, deps),
    deps.api.verification(site.name, site.production.prefix + path),
  ]);
  const file = release?.files.find((one) => one.path === path && one.identity === version.identity);
  const verified = verification?.identity === version.identity ? verification : undefined;
  const verify = `A person: npx holdfast verify ${site.name} ${shellWord(path)}`;
  const unverified = verification
    ? `What is on staging is not what ${verification.by} accepted: it was written anew since.`
    : 'Nobody accepted what is on staging yet.';
  return {
    path,
    version: { ...version, bytes: version.bytes },
    ...(file && release && { release }),
    ...(file?.base !== undefined && { base: file.base }),
    ...(verified && { verified: { by: verified.by, at: verified.at } }),
    obstacles: [
      ...(file
        ? []
        : [
            obstacle(
              'D1',
              'What is on staging came there by no release: nobody knows what it was made from.',
              `Deploy it: ${deploy}`,
            ),
          ]),
      ...(verified ? [] : [obstacle('D2', unverified, verify)]),
    ],
  };
}

async function cameBy(
  site: Site,
  version: Version,
  { releases }: Pick<InspectDeps, 'releases'>,
): Promise<Release | undefined> {
  const id = releaseOn(version.headers);
  const release = id === undefined ? undefined : await releases.read(site.name, id);
  return release?.target === 'staging' ? release : undefined;
}
