import path from 'node:path';
import type { TargetBucket, TargetObject } from '../../lib/deploy/target-bucket.ts';
import { whyUnheld } from '../../lib/deploy/pulled-path.ts';
import { didYouMean } from '../../lib/site/config-suggestion.ts';
import { classify, namesPage, whyUnguardable } from '../../lib/site/glob.ts';
import type { Site } from '../../lib/site/site.ts';
import { usage } from '../outcome.ts';
import { counted, printable } from '../printable.ts';

/** One file of a site: its path in the working folder, and what is live there. */
export interface Meant {
  readonly path: string;
  readonly kind: 'page' | 'asset';
  /** Absent: nothing is live. */
  readonly listed?: TargetObject;
}

/** What is live in production, by path, and what of it is never kept in a working folder. */
export interface LiveFiles {
  readonly files: ReadonlyMap<string, Meant & { readonly listed: TargetObject }>;
  readonly skipped: readonly Skipped[];
}

/** A key that is left where it is, with the reason. */
export interface Skipped {
  readonly path: string;
  readonly reason: string;
}

/** Lists what is live in production. */
export async function liveFiles(
  site: Site,
  bucket: Pick<TargetBucket, 'list'>,
  progress: (text: string) => void,
): Promise<LiveFiles> {
  const files = new Map<string, Meant & { listed: TargetObject }>();
  const skipped: Skipped[] = [];
  const { prefix } = site.production;
  let seen = 0;
  for await (const listed of bucket.list(prefix)) {
    progress(`listed ${counted((seen += 1), 'object')} of ${site.production.bucket}`);
    const at = listed.key.slice(prefix.length);
    const kind = classify(site, listed.key);
    const unguardable = whyUnguardable(listed.key);
    if (kind === 'other' && !namesPage(site, listed.key) && unguardable === undefined) continue;
    const reason = whyUnheld(at) ?? unguardable;
    if (reason !== undefined) skipped.push({ path: at, reason });
    else if (kind !== 'other') files.set(at, { path: at, kind, listed });
  }
  return { files, skipped };
}

/** Paths that may be named: all of them by their own names, the usual ones also by a folder, or by naming none. */
export interface Known {
  readonly all: ReadonlySet<string>;
  readonly usual: ReadonlySet<string>;
}

/**
 * The paths that were named, as files from the current folder or as paths of the working folder; a folder stands for the
 * usual ones below it. Throws `CLI.USAGE` for a name that is none of them.
 */
export function namedPaths(
  known: Known,
  args: readonly string[],
  { root, cwd }: { readonly root: string; readonly cwd: string },
): ReadonlySet<string> {
  if (args.length === 0) return known.usual;
  return new Set(args.flatMap((arg) => named(known, arg, { root, cwd })));
}

function named({ all, usual }: Known, arg: string, { root, cwd }: { root: string; cwd: string }): readonly string[] {
  for (const from of [cwd, root]) {
    const relative = path.relative(root, path.resolve(from, arg)).split(path.sep).join('/');
    if (all.has(relative)) return [relative];
    const below = [...usual].filter((each) => relative === '' || each.startsWith(`${relative}/`));
    if (below.length > 0) return below;
  }
  const guess = didYouMean(arg, [...all]);
  const hint =
    guess === undefined ? `Files are named from the folder you are in, or from ${root}.` : `Did you mean ${guess}?`;
  throw usage(printable(`There is no page ${arg}, neither here nor in production.`), printable(hint));
}
