import { readPage } from '../../src/lib/page/read-page.ts';
import { HEADERS, SITE } from './bench-site.ts';
import { compileSources } from '../../src/lib/page/compile-sources.ts';
import type { PageContent } from '../../src/lib/page/page-content.ts';
import { DEFAULT_LIMITS } from '../../src/lib/site/policy.ts';

/** A page's versions, oldest first, each with a name. */
export interface PageVersions {
  readonly page: string;
  readonly versions: readonly { readonly name: string; readonly text: string }[];
}

const SOURCES = compileSources(SITE.config.tokens);

/** What a version says, read as the guard reads it; throws for one that it could not read. */
export function contentOf(page: string | Uint8Array): PageContent {
  const reading = readPage({ key: 'index.html', bytes: Buffer.from(page), headers: HEADERS }, SOURCES, DEFAULT_LIMITS);
  if (reading.kind !== 'read') throw new Error(reading.reason);
  return reading.content;
}

/** Whether two versions say the same, but for white space and order. */
export function sameUnits(one: PageContent, other: PageContent): boolean {
  return one.units.length === other.units.length && one.units.every((unit, at) => unit === other.units[at]);
}
