import pMap from 'p-map';
import type { LiveObject, OperatorBucket } from '../lib/aws/operator-bucket.ts';
import { compileSources, type CompiledSources } from '../lib/page/compile-sources.ts';
import type { Reading } from '../lib/page/page-content.ts';
import { findPhrases } from '../lib/page/phrases.ts';
import { readPage } from '../lib/page/read-page.ts';
import type { Site } from '../lib/site/site.ts';
import type { Version } from '../lib/site/version.ts';
import type { LiveKeys } from './live-keys.ts';
import { counted, printable, shortened } from './printable.ts';

/** Pages read at once: a small machine's memory and S3's patience both allow it. */
const AT_ONCE = 12;

/** Notes of a scan that people are shown. */
const MOST_NOTES = 20;

/** What one live page says. */
export interface ScannedPage {
  readonly key: string;
  readonly size: number;
  readonly tokens: readonly string[];
  /** Retired tokens and phrases that are live nevertheless. */
  readonly retired: readonly string[];
  /** Why the guard could not judge it. */
  readonly unreadable?: string;
}

interface LiveDeps {
  readonly bucket: Pick<OperatorBucket, 'read'>;
  progress(text: string): void;
}

/** Reads every page as the guard would. Pages that vanish meanwhile are left out. */
export async function scanPages(site: Site, pages: readonly LiveObject[], deps: LiveDeps): Promise<ScannedPage[]> {
  const sources = compileSources(site.tokens);
  return eachLive(site, pages, (page, version) => scanVersion(site, page, version, sources), deps);
}

/** What each live version gives, in the order of the pages. Pages that vanish meanwhile are left out. */
export async function eachLive<T>(
  site: Site,
  pages: readonly LiveObject[],
  look: (page: LiveObject, version: Version) => T,
  deps: LiveDeps,
): Promise<T[]> {
  let read = 0;
  const seen = await pMap(
    pages,
    async (page) => {
      const version = await deps.bucket.read(page.key, site.policy.limits.bytes);
      read += 1;
      deps.progress(`read ${read} of ${counted(pages.length, 'page')}`);
      return version ? [look(page, version)] : [];
    },
    { concurrency: AT_ONCE },
  );
  return seen.flat();
}

function scanVersion(site: Site, page: LiveObject, { bytes, headers }: Version, sources: CompiledSources): ScannedPage {
  const { limits } = site.policy;
  if (!bytes) return unreadable(page, `larger than limits.bytes (${limits.bytes})`);
  try {
    return pageOf(site, page, readPage({ key: page.key, bytes, headers }, sources, limits));
  } catch (error) {
    // One page that breaks the reader must not hide the others; the guard leaves such a page undecided.
    return unreadable(page, error instanceof Error ? error.message : 'unknown');
  }
}

function unreadable({ key, size }: LiveObject, reason: string): ScannedPage {
  return { key, size, tokens: [], retired: [], unreadable: reason };
}

function pageOf(site: Site, page: LiveObject, reading: Reading): ScannedPage {
  if (reading.kind !== 'read') return unreadable(page, reading.reason);
  const tokens = [...reading.content.tokens.keys()];
  const phrases = [...findPhrases(reading.content, site.retired.phrases)].map(([phrase]) => phrase);
  const retired = [...tokens.filter((token) => site.retired.tokens.includes(token)), ...phrases];
  return { key: page.key, size: page.size, tokens, retired };
}

/** The scan for people: how much there is, and every page that needs thought. */
export function showScan(site: Site, live: LiveKeys, scan: readonly ScannedPage[]): string {
  const tokens = new Set(scan.flatMap((page) => page.tokens));
  const counts = [
    counted(live.pages.length, 'page'),
    counted(live.assets, 'asset'),
    `${counted(tokens.size, 'token')} on ${counted(scan.filter((page) => page.tokens.length > 0).length, 'page')}`,
  ];
  const notes = [
    ...scan
      .filter((page) => page.retired.length > 0)
      .map(({ key, retired }) => `! ${shortened(key)}: retired, but live: ${retired.join('; ')}`),
    ...scan.flatMap(({ key, unreadable }) =>
      unreadable === undefined ? [] : [`! ${shortened(key)}: cannot be judged: ${unreadable}`],
    ),
    ...live.unguardable.map(({ key, why }) => `! ${shortened(key)}: cannot be guarded: ${why}`),
  ];
  const heading = `s3://${site.production.bucket}/${site.production.prefix} has ${counts.join(', ')}.`;
  const more = notes.length > MOST_NOTES ? [`and ${notes.length - MOST_NOTES} more (--json has all)`] : [];
  return [heading, ...[...notes.slice(0, MOST_NOTES), ...more].map((line) => `  ${line}`)].map(printable).join('\n');
}
