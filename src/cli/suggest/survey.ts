import type { OperatorBucket } from '../../lib/aws/operator-bucket.ts';
import { compileSources } from '../../lib/page/compile-sources.ts';
import { readPage, type PageBytes } from '../../lib/page/read-page.ts';
import { classify } from '../../lib/site/glob.ts';
import type { Site } from '../../lib/site/site.ts';
import { providerMarks } from '../../lib/suggest/provider.ts';
import { suggestPage, type Known } from '../../lib/suggest/suggest-page.ts';
import { suggestSite } from '../../lib/suggest/suggest-site.ts';
import type { Feature, Suggestion } from '../../lib/suggest/suggestion.ts';
import { liveKeys } from '../live-keys.ts';
import { counted } from '../printable.ts';
import { eachLive } from '../scan.ts';

/** What a site's pages were found to have. */
export interface Survey {
  /** Pages that were read. */
  readonly pages: number;
  /** Pages that the guard could not judge either, with the reason. */
  readonly unread: readonly { readonly page: string; readonly why: string }[];
  readonly suggestions: readonly Suggestion[];
}

interface Surveyed {
  readonly page: string;
  readonly features: readonly Feature[];
  readonly unread?: string;
}

/** Looks through the live pages of a site's production. */
export async function surveyLive(
  site: Site,
  deps: { readonly bucket: Pick<OperatorBucket, 'live' | 'read'>; readonly progress: (text: string) => void },
): Promise<Survey> {
  const known = knownOf(site);
  const { pages } = await liveKeys(site, deps.bucket, deps.progress);
  const look = (key: string, { bytes, headers }: Omit<PageBytes, 'key' | 'bytes'> & { bytes?: Uint8Array }) =>
    bytes ? surveyed({ key, bytes, headers }, site, known) : tooLarge(key, site);
  return surveyOf(site, await eachLive(site, pages, ({ key }, version) => look(key, version), deps));
}

/** Looks through the pages of a folder, or one file, as if they were the site's production. */
export async function surveyFolder(site: Site, root: string, progress: (text: string) => void): Promise<Survey> {
  const { folderFiles } = await import('../../lib/aws/folder-pages.ts');
  const known = knownOf(site);
  const files = await folderFiles(root);
  const alone = files.length === 1 && root.endsWith(files[0]?.path ?? '/');
  const pages = files.filter(({ path }) => alone || classify(site, site.production.prefix + path) === 'page');
  const all: Surveyed[] = [];
  for (const { path, size, read } of pages) {
    const key = site.production.prefix + path;
    const bytes = size <= site.policy.limits.bytes ? await read() : undefined;
    all.push(bytes ? surveyed({ key, bytes, headers: { metadata: {} } }, site, known) : tooLarge(key, site));
    progress(`read ${all.length} of ${counted(pages.length, 'page')}`);
  }
  return surveyOf(site, all);
}

function knownOf({ tokens, retired, policy }: Site): Known {
  return { sources: compileSources(tokens), retired, limits: policy.limits, providers: providerMarks() };
}

function surveyed(page: PageBytes, site: Site, known: Known): Surveyed {
  const reading = readPage(page, known.sources, site.policy.limits);
  if (reading.kind !== 'read') return { page: page.key, features: [], unread: reading.reason };
  return { page: page.key, features: suggestPage(reading.content, known) };
}

function tooLarge(page: string, { policy }: Site): Surveyed {
  return { page, features: [], unread: `larger than limits.bytes (${policy.limits.bytes})` };
}

function surveyOf(site: Site, all: readonly Surveyed[]): Survey {
  return {
    pages: all.length,
    unread: all.flatMap(({ page, unread }) => (unread === undefined ? [] : [{ page, why: unread }])),
    suggestions: suggestSite(site, all, site.retired.tokens),
  };
}
