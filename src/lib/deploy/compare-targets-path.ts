import { HoldfastError } from '../errors.ts';
import { headerDifferences, type HeaderDifference } from './compare-targets-headers.ts';
import type { CompareDeps, StagedSite } from './compare-targets.ts';
import { RELEASE_METADATA } from './release.ts';
import type { Headed } from './target-bucket.ts';

/** Looks at a path that somebody keeps writing to, before it is called unsettled. */
const LOOKS = 3;

/** What the site's globs make of a path. */
export type PathKind = 'page' | 'asset';

/** What staging has at a path: it is overwritten only while it is still this. */
export type Seen = Pick<Headed, 'etag' | 'lastModified'>;

/**
 * How one path differs: `missing` on staging, `extra` on staging, other `bytes`, the same bytes with other `headers`,
 * `unsettled`: it changed as often as it was looked at, `unread`: it could not be compared.
 */
export interface Difference {
  readonly path: string;
  readonly kind: PathKind;
  readonly how: 'missing' | 'extra' | 'bytes' | 'headers' | 'unsettled' | 'unread';
  /** Headers that differ from the other side's, or from what is configured. */
  readonly headers: readonly HeaderDifference[];
  /** Why it could not be compared. */
  readonly why?: string;
  readonly staging?: Seen;
  /** The release that staging's object names. */
  readonly release?: string;
}

/** Compares one path by what is live now; `gone`: on neither side any more. */
export async function differenceAt(
  site: StagedSite,
  { path, kind }: { path: string; kind: PathKind },
  deps: Pick<CompareDeps, 'production' | 'staging'>,
): Promise<Difference | 'same' | 'gone'> {
  const keys = { production: site.production.prefix + path, staging: site.staging.prefix + path };
  try {
    for (let look = 0; look < LOOKS; look += 1) {
      const [production, staging] = await Promise.all([
        deps.production.headers(keys.production),
        deps.staging.headers(keys.staging),
      ]);
      if (!production && !staging) return 'gone';
      const own = { path, kind, headers: [], ...(staging && seen(staging)) };
      if (!production) return { ...own, how: 'extra' };
      if (!staging) return { ...own, how: 'missing' };
      const bytes = await sameBytes({ production, staging }, keys, deps);
      if (bytes === 'moved') continue;
      const headers = headerDifferences(site, production.headers, staging.headers);
      if (bytes && headers.length === 0) return 'same';
      return { ...own, how: bytes ? 'headers' : 'bytes', headers };
    }
  } catch (error) {
    if (!(error instanceof HoldfastError) || /\.(DENIED|MISSING)$/.test(error.code)) throw error;
    return { path, kind, how: 'unread', headers: [], why: error.message };
  }
  return { path, kind, how: 'unsettled', headers: [] };
}

/** Sizes and MD5s where S3 knows them, else the bytes themselves; `moved` when one side changed in between. */
async function sameBytes(
  { production, staging }: { production: Headed; staging: Headed },
  keys: { production: string; staging: string },
  deps: Pick<CompareDeps, 'production' | 'staging'>,
): Promise<boolean | 'moved'> {
  if (production.size !== staging.size) return false;
  if (production.md5 !== undefined && staging.md5 !== undefined) return production.md5 === staging.md5;
  const [ours, theirs] = await Promise.all([
    deps.production.digest(keys.production, production.etag),
    deps.staging.digest(keys.staging, staging.etag),
  ]);
  if (ours === undefined || theirs === undefined) return 'moved';
  return ours === theirs;
}

function seen({ etag, lastModified, headers }: Headed): Pick<Difference, 'staging' | 'release'> {
  const release = headers.metadata[RELEASE_METADATA];
  return { staging: { etag, lastModified }, ...(release !== undefined && { release }) };
}
