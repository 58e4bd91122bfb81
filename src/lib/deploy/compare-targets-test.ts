import type { Difference } from './compare-targets-path.ts';
import type { Release, ReleasedFile, Releases } from './release.ts';

/** Ids sort by the time that they begin with, to the second: a promotion may be of the same one. */
const timeOf = (id: string): string => id.slice(0, '20250114T102200Z'.length);

/**
 * Leaves the release on those differences alone whose release waits for its promotion: staging has them because they are
 * being tested there. Releases that were rolled back or promoted since, or that nobody knows, are taken off.
 */
export async function notYetPromoted(
  site: string,
  differences: readonly Difference[],
  releases: Pick<Releases, 'read' | 'newest'>,
): Promise<Difference[]> {
  const ids = new Set(differences.flatMap(({ release }) => release ?? []));
  if (ids.size === 0) return [...differences];
  const staged = await readAll(site, ids, releases);
  const promoted = await promotions(site, [...staged.keys()].toSorted()[0], releases);
  const waits = (path: string, id: string) => {
    const file = staged.get(id)?.find((each) => each.path === path);
    return file !== undefined && timeOf(promoted.get(mark(file)) ?? '') < timeOf(id);
  };
  return differences.map((difference) => {
    const { release, ...rest } = difference;
    return release !== undefined && waits(rest.path, release) ? difference : rest;
  });
}

/** The files of each release to staging that was not rolled back. */
async function readAll(
  site: string,
  ids: Iterable<string>,
  releases: Pick<Releases, 'read'>,
): Promise<Map<string, Release['files']>> {
  const found = new Map<string, Release['files']>();
  for (const id of ids) {
    const release = await releases.read(site, id);
    if (release?.target === 'staging' && release.state !== 'rolled-back') found.set(id, release.files);
  }
  return found;
}

/** By path and bytes, the newest release that took them to production and stands, looking no further back than an id. */
async function promotions(
  site: string,
  oldest: string | undefined,
  releases: Pick<Releases, 'newest'>,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  if (oldest === undefined) return found;
  for await (const { id, target, state, files } of releases.newest(site)) {
    if (timeOf(id) < timeOf(oldest)) break;
    // One that was begun and not ended still needs what is on staging.
    if (target !== 'production' || state !== 'done') continue;
    for (const file of files) if (!found.has(mark(file))) found.set(mark(file), id);
  }
  return found;
}

const mark = ({ path, sha256 }: ReleasedFile): string => `${sha256} ${path}`;
