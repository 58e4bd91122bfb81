import pMap from 'p-map';
import type { Content } from '../site/bucket.ts';
import { namesPage } from '../site/glob.ts';
import type { Snapshots } from '../site/snapshots.ts';
import type { Site, Target } from '../site/site.ts';
import { DELETED, type Version } from '../site/version.ts';
import { MOST_OF_ASSET } from './inspect-asset.ts';
import { AT_ONCE } from './inspect-deps.ts';
import { stagingOf } from './staging-of.ts';
import type { Obstacle } from './obstacle.ts';
import type { Release, ReleasedFile } from './release.ts';
import { shellWord } from './shell-word.ts';
import { stillLoaded, type LoadedDeps } from './still-loaded.ts';

/** One file of a release that is to be undone. */
export interface Undone {
  readonly file: ReleasedFile;
  readonly key: string;
  /** What the release wrote, as it is live. */
  readonly live: Version;
  /** What goes back; absent: there was nothing before, and the file is deleted. */
  readonly back?: Content;
}

/** What undoing a release takes. */
export interface RollbackPlan {
  readonly release: Release;
  readonly target: Target;
  /** In the order of writing: assets, pages, then the pages and the assets that are deleted. */
  readonly undone: readonly Undone[];
  /** Files that are as they were before the release: undone already, or never written. */
  readonly settled: readonly string[];
  readonly obstacles: readonly Obstacle[];
}

/** What planning a rollback reads. */
export interface PlanDeps extends LoadedDeps {
  readonly snapshots: Pick<Snapshots, 'get'>;
  readonly progress: (text: string) => void;
}

/**
 * Looks at every file of a release: what is as the release wrote it can be undone, what is as it was before needs nothing,
 * and anything else was changed since and is refused. Reads only.
 */
export async function planRollback(site: Site, release: Release, deps: PlanDeps): Promise<RollbackPlan> {
  const target = release.target === 'production' ? site.production : stagingOf(site);
  // Any deployer can write a record: what is a page, which is judged, the site says.
  const files = release.files.map((file) => ({ ...file, kind: kindOf(site, file.path) }));
  const looked = await pMap(files, (file) => look(release, file, target, deps), { concurrency: AT_ONCE });
  const undone = looked.flatMap((one) => ('undone' in one ? [one.undone] : []));
  const gone = undone.filter(({ back, file }) => !back && file.kind === 'asset');
  const both = { keys: new Set(gone.map(({ key }) => key)), undone: new Set(undone.map(({ file }) => file.path)) };
  return {
    release,
    target,
    undone: undone.toSorted((a, b) => turn(a) - turn(b)),
    settled: looked.flatMap((one) => ('settled' in one ? [one.settled] : [])),
    obstacles: [
      ...looked.flatMap((one) => ('obstacle' in one ? [one.obstacle] : [])),
      ...(await stillLoaded({ site, target }, release, both, deps)),
    ],
  };
}

const kindOf = (site: Site, path: string): ReleasedFile['kind'] =>
  namesPage(site, site.production.prefix + path) ? 'page' : 'asset';

type Looked = { readonly undone: Undone } | { readonly settled: string } | { readonly obstacle: Obstacle };

async function look(
  { site }: Release,
  file: ReleasedFile,
  target: Target,
  { bucket, snapshots, progress }: PlanDeps,
): Promise<Looked> {
  const { path, identity, replaces } = file;
  const key = target.prefix + path;
  progress(`looking at ${path}`);
  const live = await bucket.live(key, MOST_OF_ASSET);
  if ((live?.identity ?? DELETED) === (replaces ?? DELETED)) return { settled: path };
  const obstacle = (rule: 'D5' | 'D8', says: string, next: string): Looked => ({
    obstacle: { rule, path, says, next },
  });
  if (live?.identity !== identity) {
    const says = live
      ? `It was changed since, at ${live.lastModified}: undoing the release would undo that, too.`
      : 'It was deleted since.';
    return obstacle(
      'D8',
      says,
      `A person: see what is there, npx holdfast history ${site} ${shellWord(path)}, and put back what is meant.`,
    );
  }
  if (!live.bytes)
    return obstacle('D5', 'What would be overwritten is too large to be kept first.', 'Replace it yourself.');
  if (replaces === undefined) return { undone: { file, key, live } };
  const back = await snapshots.get('replaced', site, replaces);
  // Any deployer can write the copy, and only its bytes and headers are proved: how it is kept says what is live.
  if (back) return { undone: { file, key, live, back: { ...back, storedAs: live.storedAs } } };
  return obstacle(
    'D5',
    'What it replaced is not kept any more.',
    `Deploy an older version of it, or npx holdfast history ${site} ${shellWord(path)}`,
  );
}

/** When its turn is: a page is put back after what it loads, and deleted before it. */
export const turn = ({ file, back }: Undone): number => (file.kind === 'page' ? (back ? 1 : 2) : back ? 0 : 3);

/** The turns, in their order. */
export const TURNS = [0, 1, 2, 3] as const;
