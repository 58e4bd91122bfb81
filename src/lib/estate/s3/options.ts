import picomatch from 'picomatch';
import * as z from 'zod';
import type { Estate } from '../../capture/estate.ts';

/** As with `aws s3 sync --exclude`, a star goes across slashes; and, by flag `s`, across line breaks, which keys may have. */
const GLOBS = { bash: true, dot: true, nonegate: true, noextglob: true, strictBrackets: true, debug: true, flags: 's' };

const GLOB = z.string().min(1).max(1024).refine(isGlob, { error: 'is not a glob: close every bracket' });

/** What `capture.yml` says of S3 below `s3:`, besides `include`. */
export const OPTIONS = z.strictObject({
  /** Only these buckets, in whatever region they are; all of the configured regions where nothing is said. */
  buckets: z.array(z.string().min(1).max(255)).max(10_000).optional(),
  /** Globs over whole keys, in which `*` is also any number of slashes. What is said stands in place of the usual ones. */
  exclude: z.array(GLOB).max(1000).default(['logs/*', 'previous-snapshots/*', '.git/*']),
  /** Places whose keys are left out besides: where captures are kept, so that none captures captures. Said by the command line. */
  apart: z.array(z.object({ bucket: z.string(), prefix: z.string() })).default([]),
  /** All versions and delete markers, not only what is current: `--versions`. */
  versions: z.boolean().default(false),
  /** Objects that are fetched at once, of all buckets together. */
  concurrency: z.number().int().min(1).max(256).default(32),
});

type S3Options = Readonly<z.infer<typeof OPTIONS>>;

export function optionsOf(estate: Pick<Estate, 'options'>): S3Options {
  return OPTIONS.parse(estate.options('s3'));
}

/** Whether a key of a bucket is left out. */
export function excludes(
  bucket: string,
  { exclude, apart }: Pick<S3Options, 'exclude' | 'apart'>,
): (key: string) => boolean {
  const each = exclude.map((glob) => picomatch(glob, GLOBS));
  const below = apart.filter((place) => place.bucket === bucket).map(({ prefix }) => prefix);
  return (key) => each.some((matches) => matches(key)) || below.some((prefix) => key.startsWith(prefix));
}

function isGlob(glob: string): boolean {
  try {
    picomatch(glob, GLOBS)('index.html');
    return true;
  } catch {
    return false;
  }
}
