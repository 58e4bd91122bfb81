import path from 'node:path';
import { baseBytes, type BaseDeps } from '../../lib/deploy/pulled-base.ts';
import { baseOf } from '../../lib/deploy/pulled-live.ts';
import { shellWord } from '../../lib/deploy/shell-word.ts';
import type { Workspace } from '../../lib/deploy/workspace.ts';
import type { Site } from '../../lib/site/site.ts';
import { sha256 } from '../../lib/site/version.ts';
import { isBinary, type Sides } from './diff-file.ts';
import { keepForMerge } from './merge-files.ts';

/** How a file that diverged is merged. */
export interface MergeSteps {
  readonly path: string;
  /** Absolute paths of the three files; without `base` nobody has that version any more. */
  readonly files: { readonly local: string; readonly live: string; readonly base?: string };
  /** Merges into the local file, typed in the current folder; absent where only a person can. */
  readonly merge?: string;
  /** What comes after it. */
  readonly after: string;
  /** Why there is no such command. */
  readonly says?: string;
}

/** What keeping the sides needs. */
export interface MergeDeps extends BaseDeps {
  readonly workspace: Workspace;
  readonly now: () => Date;
}

/** Keeps the base and the live version of a file that diverged, and says how to merge them. */
export async function mergeSteps(
  site: Site,
  { file, local, live, base }: Sides,
  cwd: string,
  deps: MergeDeps,
): Promise<MergeSteps | undefined> {
  if (!local || !live) return undefined;
  const bytes = base && (await baseBytes(site, file.path, base, deps));
  const note = {
    live: baseOf(live.version, live.sha256, deps.now()),
    local: sha256(local),
    ...(bytes && { base: sha256(bytes) }),
  };
  const sides = { live: live.plain, ...(bytes && { base: bytes }) };
  const kept = await keepForMerge(deps.workspace, file.path, sides, note);
  const files = { local: path.join(deps.workspace.root, file.path), ...kept };
  const word = (absolute: string) => shellWord(path.relative(cwd, absolute).replace(/^-/, './-'));
  const after = `npx holdfast pull ${site.name} ${word(files.local)} --merged`;
  const why = whyNoMerge(site, { local, live, known: base !== undefined, bytes });
  if (files.base === undefined || why !== undefined)
    return { path: file.path, files, after, ...(why !== undefined && { says: why }) };
  const labels = '-L yours -L base -L live';
  const merge = `git merge-file ${labels} ${word(files.local)} ${word(files.base)} ${word(files.live)}`;
  return { path: file.path, files, merge, after };
}

function whyNoMerge(
  site: Site,
  { local, live, known, bytes }: Pick<Required<Sides>, 'local' | 'live'> & { known: boolean; bytes?: Uint8Array },
): string | undefined {
  if (!known) return `Nobody recorded what it was made from: npx holdfast pull ${site.name} finds the likely version.`;
  if (!bytes) return 'Nobody has the version any more that it was made from: merge by hand what is live into it.';
  if ([local, live.plain, bytes].some(isBinary)) return 'It is not text: choose one of them.';
  return undefined;
}
