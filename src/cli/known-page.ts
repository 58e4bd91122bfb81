import type { ApiClient } from '../lib/api/api-client.ts';
import type { PageShape } from '../lib/api/site-shapes.ts';
import { HoldfastError } from '../lib/errors.ts';
import { didYouMean } from '../lib/site/config-suggestion.ts';
import { slashHint } from './page-key.ts';
import { firstFew, printable } from './printable.ts';

/** A page as the guard knows it; or, of a key that it does not know, which pages it does. */
export type KnownPage =
  { readonly kind: 'known'; readonly page: PageShape } | { readonly kind: 'unknown'; readonly instead: string };

/** Looks a page up, before anything is said of it: a mistyped key is a key like any other. */
export async function knownPage(site: string, key: string, api: Pick<ApiClient, 'page' | 'pages'>): Promise<KnownPage> {
  try {
    return { kind: 'known', page: await api.page(site, key) };
  } catch (error) {
    if (!(error instanceof HoldfastError) || error.code !== 'API.UNKNOWN') throw error;
    return { kind: 'unknown', instead: slashHint(key) ?? (await insteadOf(key, site, api)) };
  }
}

/** What is said of a page before anything is decided for it: a key that is mistyped protects nobody. Empty for a known one. */
export async function bewareOf(site: string, page: string, api: Pick<ApiClient, 'page' | 'pages'>): Promise<string> {
  const known = await knownPage(site, page, api);
  return known.kind === 'known' ? '' : `\n  beware: the guard knows no such page yet. ${known.instead}`;
}

async function insteadOf(key: string, site: string, api: Pick<ApiClient, 'pages'>): Promise<string> {
  const { items, cursor } = await api.pages(site);
  const pages = items.map(({ page }) => page);
  const guess = didYouMean(key, pages);
  if (guess !== undefined) return printable(`Did you mean ${guess}?`);
  if (pages.length === 0) return 'It knows no page yet.';
  const few = cursor === undefined ? firstFew(pages) : `among others ${pages.slice(0, 5).join(', ')}`;
  return printable(`It knows ${few}.`);
}
