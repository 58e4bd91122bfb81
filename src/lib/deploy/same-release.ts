import type { Planned } from './inspection.ts';
import type { Obstacle } from './obstacle.ts';
import type { Release } from './release.ts';

/** What differs between a release that was begun and what would be written now: then it is not gone on with. */
export function sameChange(release: Release, planned: readonly Planned[]): Obstacle[] {
  const now = new Map(planned.map((file) => [file.path, file.identity]));
  const changed = release.files.filter(({ path, identity }) => now.get(path) !== identity);
  return changed.map(({ path }) => ({
    rule: 'D3',
    path,
    says: `It is not what ${release.id} began to write: the file changed since, or what it was made from.`,
    next: 'Deploy it anew, without --resume.',
  }));
}

/** The newest release of a target that was begun and not finished, of those that `wanted` takes, among the last ten. */
export async function begunRelease(
  site: string,
  target: Release['target'],
  wanted: (release: Release) => boolean,
  { releases }: { readonly releases: { newest(site: string): AsyncIterable<Release> } },
): Promise<Release | undefined> {
  let looked = 0;
  for await (const release of releases.newest(site)) {
    if (release.target === target && release.state === 'begun' && wanted(release)) return release;
    looked += 1;
    if (looked === 10) return undefined;
  }
  return undefined;
}
