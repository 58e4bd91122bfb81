import { compileSources } from '../../src/lib/page/compile-sources.ts';
import type { PageContent, Reading } from '../../src/lib/page/page-content.ts';
import { readPage } from '../../src/lib/page/read-page.ts';
import { DEFAULT_LIMITS, type Limits } from '../../src/lib/site/policy.ts';
import type { TokenSource } from '../../src/lib/site/site.ts';
import type { ServedHeaders } from '../../src/lib/site/version.ts';

/** How a page of a test differs from an HTML page in UTF-8 with tokens in `data-feature`. */
export interface Told {
  readonly key?: string;
  readonly headers?: Partial<ServedHeaders>;
  readonly sources?: readonly TokenSource[];
  readonly limits?: Partial<Limits>;
}

/** Reads a page as the guard does. */
export function read(page: string | Uint8Array, told: Told = {}): Reading {
  const { key = 'index.html', headers = {}, sources = [{ attribute: 'data-feature' }], limits = {} } = told;
  const bytes = typeof page === 'string' ? Buffer.from(page) : page;
  const served = { contentType: 'text/html', metadata: {}, ...headers };
  return readPage({ key, bytes, headers: served }, compileSources(sources), { ...DEFAULT_LIMITS, ...limits });
}

/** The content of a page that must be readable. */
export function contentOf(page: string | Uint8Array, told: Told = {}): PageContent {
  const reading = read(page, told);
  if (reading.kind !== 'read') throw new Error(`${reading.kind}: ${reading.reason}`);
  return reading.content;
}

/** The names of the live tokens of a page, in order. */
export function tokensOf(page: string | Uint8Array, told: Told = {}): string[] {
  return [...contentOf(page, told).tokens.keys()];
}
