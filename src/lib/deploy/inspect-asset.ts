import type { Site } from '../site/site.ts';
import { sha256, type ServedHeaders } from '../site/version.ts';
import { plainBytes } from './inspect-page.ts';
import type { Obstacle } from './obstacle.ts';
import { measured, type Measured } from './proof.ts';
import { shellWord } from './shell-word.ts';
import { standingOf, type Standing } from './standing.ts';
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

/** How an asset stands, and D8 where production has a newer one than it was made from. */
export function inspectAsset(
  site: Site,
  { path, local, base }: { path: string; local: string; base?: string },
  live: LiveAsset | undefined,
): { readonly standing: Standing; readonly obstacles: readonly Obstacle[] } {
  const known = base === undefined ? {} : { base };
  const standing = standingOf({ local, ...(live && { live: live.plain }), ...known });
  if (standing !== 'ahead' || base === undefined) return { standing, obstacles: [] };
  const says = `Production is ahead: another was uploaded at ${live?.at ?? 'an unknown time'} since the one that it was made from.`;
  const next = `Take over what is live: npx holdfast pull ${site.name} ${shellWord(path)}`;
  return { standing, obstacles: [{ rule: 'D8', path, says, next }] };
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
