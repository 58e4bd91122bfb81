import pMap from 'p-map';
import type { Content, WriteOutcome } from '../site/bucket.ts';
import { namesPage } from '../site/glob.ts';
import type { Snapshots } from '../site/snapshots.ts';
import type { Site, Target } from '../site/site.ts';
import { DELETED, type Version } from '../site/version.ts';
import { MOST_OF_ASSET } from './inspect-asset.ts';
import { AT_ONCE } from './inspect-deps.ts';
import { stagingOf } from './staging-of.ts';
import type { Obstacle } from './obstacle.ts';
import type { Release, ReleasedFile, Releases } from './release.ts';
import { shellWord } from './shell-word.ts';
import { isStillLive } from './still-live.ts';
import { stillLoaded, type LoadedDeps } from './still-loaded.ts';
import type { TargetBucket } from './target-bucket.ts';

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

/** What a rollback reads and writes. */
export interface RollbackDeps {
  readonly bucket: Pick<TargetBucket, 'live' | 'headers' | 'write' | 'remove'>;
  readonly snapshots: Snapshots;
  readonly releases: Pick<Releases, 'end' | 'noteChange' | 'newest'>;
  readonly now: () => Date;
  readonly progress: (text: string) => void;
}

/**
 * Looks at every file of a release: what is as the release wrote it can be undone, what is as it was before needs nothing,
 * and anything else was changed since and is refused. Reads only.
 */
export async function planRollback(
  site: Site,
  release: Release,
  deps: Pick<RollbackDeps, 'bucket' | 'snapshots' | 'progress'> & LoadedDeps,
): Promise<RollbackPlan> {
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
  { bucket, snapshots, progress }: Pick<RollbackDeps, 'bucket' | 'snapshots' | 'progress'>,
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

/** A page is put back after what it loads, and deleted before it. */
const turn = ({ file, back }: Undone): number => (file.kind === 'page' ? (back ? 1 : 2) : back ? 0 : 3);

const TURNS = [0, 1, 2, 3] as const;

/** What became of a rollback; each file that was to be undone is in one of the lists. */
export interface RolledBack {
  readonly kind: 'done' | 'lost' | 'broken';
  readonly undone: readonly Undone[];
  readonly lost: readonly Undone[];
  readonly left: readonly Undone[];
  readonly cause?: unknown;
}

type Fate = 'undone' | 'lost' | 'left';

interface Run {
  readonly fates: Map<Undone, Fate>;
  stopped: boolean;
  cause?: unknown;
}

/**
 * Puts back what a release replaced, and deletes what it brought: each while what the release wrote is still live, which is
 * kept first. Stops at what is lost or fails; may run again.
 */
export async function rollbackRelease(plan: RollbackPlan, by: string, deps: RollbackDeps): Promise<RolledBack> {
  const { release, undone } = plan;
  const run: Run = { fates: new Map(), stopped: false };
  for (const each of TURNS) {
    const files = undone.filter((one) => turn(one) === each);
    const concurrency = files[0]?.file.kind === 'asset' ? AT_ONCE : 1;
    await pMap(files, (one) => attempt(plan, one, { run, by }, deps), { concurrency });
  }
  try {
    if (!run.stopped) await deps.releases.end(release, 'rolled-back');
  } catch (cause) {
    run.cause = cause;
  }
  const of = (fate: Fate) => undone.filter((one) => run.fates.get(one) === fate);
  const lists = { undone: of('undone'), lost: of('lost'), left: of('left') };
  if (run.cause !== undefined) return { kind: 'broken', ...lists, cause: run.cause };
  return { kind: lists.lost.length > 0 ? 'lost' : 'done', ...lists };
}

/** Never throws: what is on its way beside it must come to its end, and be told. */
async function attempt(
  { release, undone }: RollbackPlan,
  one: Undone,
  { run, by }: { run: Run; by: string },
  deps: RollbackDeps,
): Promise<void> {
  run.fates.set(one, 'left');
  if (run.stopped) return;
  try {
    const lost = (await undo(release, one, by, deps)) === 'lost';
    run.fates.set(one, lost ? 'lost' : 'undone');
    if (lost) run.stopped = true;
  } catch (cause) {
    run.stopped = true;
    run.cause = cause;
  }
  const done = [...run.fates.values()].filter((fate) => fate === 'undone').length;
  deps.progress(`${done} of ${undone.length} files`);
}

async function undo(release: Release, one: Undone, by: string, deps: RollbackDeps): Promise<WriteOutcome> {
  const { key, live, back, file } = one;
  const { bytes = new Uint8Array(), headers, storedAs, etag } = live;
  await deps.snapshots.put('replaced', release.site, live.identity, { bytes, headers, storedAs });
  if (!(await isStillLive(key, live, deps))) return orAlready(Promise.resolve('lost'), one, deps);
  if (!back) return orAlready(deps.bucket.remove(key, etag), one, deps);
  if (release.target === 'production' && file.kind === 'page') {
    const { site, id } = release;
    const change = `rollback of ${id}${release.change === undefined ? '' : ` (${release.change})`}`;
    await deps.releases.noteChange({
      site,
      key,
      identity: file.replaces ?? '',
      release: id,
      change,
      by,
      at: deps.now().toISOString(),
    });
  }
  return orAlready(deps.bucket.write(key, back, { ifMatch: etag }), one, deps);
}

/** Where an answer was lost on the way, or the write was tried again, what is in the way is our own. */
async function orAlready(
  write: Promise<WriteOutcome>,
  { key, file }: Undone,
  { bucket }: RollbackDeps,
): Promise<WriteOutcome> {
  const isBack = async () =>
    ((await bucket.live(key, MOST_OF_ASSET))?.identity ?? DELETED) === (file.replaces ?? DELETED);
  try {
    if ((await write) === 'done') return 'done';
  } catch (cause) {
    if (await isBack().catch(() => false)) return 'done';
    throw cause;
  }
  return (await isBack()) ? 'done' : 'lost';
}
