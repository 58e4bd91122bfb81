import type { Site } from '../site/site.ts';
import { sha256, type ServedHeaders } from '../site/version.ts';
import { plainBytes } from './inspect-page.ts';
import type { Obstacle } from './obstacle.ts';
import { measured, type Measured } from './proof.ts';
import { shellWord } from './shell-word.ts';
import { isGone, standingOf, type Standing } from './standing.ts';
import type { TargetBucket } from './target-bucket.ts';
import type { Base } from './workspace.ts';

/** Larger files are not overwritten, since they could not be kept first. */
export const MOST_OF_ASSET = 256 * 1024 * 1024;

/** What is live of an asset in production: never judged, only compared. */
export interface LiveAsset {
  readonly headers: ServedHeaders;
  /** SHA-256 as visitors get it. */
  readonly plain: string;
  /** When it was uploaded, ISO 8601. */
  readonly at: string;
}

/** Reads an asset of production; what was pulled and is still live is not read again. */
export async function liveAsset(
  site: Site,
  path: string,
  base: Base | undefined,
  { production }: { readonly production: Pick<TargetBucket, 'headers' | 'live'> },
): Promise<LiveAsset | undefined> {
  const key = site.production.prefix + path;
  const headed = await production.headers(key);
  if (!headed) return undefined;
  const at = headed.lastModified;
  if (base && base.etag === headed.etag && base.lastModified === at)
    return { headers: headed.headers, plain: base.sha256, at };
  const live = await production.live(key, MOST_OF_ASSET);
  if (!live) return undefined;
  const plain = plainBytes(live, site);
  return { headers: live.headers, plain: plain ? sha256(plain) : live.sha256, at: live.lastModified };
}

/** How an asset stands; D1 where nobody knows what it was made from, D8 where that is not what production has. */
export function inspectAsset(
  site: Site,
  { path, local, base }: { path: string; local: string; base?: string },
  live: LiveAsset | undefined,
): { readonly standing: Standing; readonly obstacles: readonly Obstacle[] } {
  const digests = { local, ...(live && { live: live.plain }), ...(base !== undefined && { base }) };
  const standing = standingOf(digests);
  if (standing !== 'ahead' && !isGone(digests)) return { standing, obstacles: [] };
  const pull = `npx holdfast pull ${site.name} ${shellWord(path)}`;
  if (base === undefined) {
    const says = 'Nobody recorded which version of production it was made from.';
    return { standing, obstacles: [{ rule: 'D1', path, says, next: `Fetch what is live first: ${pull}` }] };
  }
  const what = live ? `another was uploaded at ${live.at}` : 'it was deleted';
  const says = `Production is ahead: ${what} since the one that it was made from.`;
  return { standing, obstacles: [{ rule: 'D8', path, says, next: `Take over what is live: ${pull}` }] };
}

/** Several files as one: measured over lines of `sha256  path`. */
export function manifest(files: readonly { readonly path: string; readonly plain: string }[]): Measured {
  const lines = files.map(({ path, plain }) => `${plain}  ${path}\n`).toSorted();
  return measured(Buffer.from(lines.join('')));
}

const WEIGHT: readonly Standing[] = ['same', 'none', 'behind', 'ahead'];

/** Of several standings the one that weighs most. */
export function together(standings: readonly Standing[]): Standing {
  return standings.reduce((all, one) => (WEIGHT.indexOf(one) > WEIGHT.indexOf(all) ? one : all), 'same');
}
