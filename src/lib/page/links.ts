import { scanHtml } from './html-scanner.ts';
import { assetKey, type PageAddress, pageUrl, resolve } from './page-address.ts';
import type { PageContent } from './page-content.ts';

const MAX_LINKS = 10_000;

/** The keys of the pages of its own site that a page links to, each once, the first 10,000; a folder is its index. */
export function linkedPages({ html, text }: Pick<PageContent, 'html' | 'text'>, page: PageAddress): Set<string> {
  const keys = new Set<string>();
  if (!html) return keys;
  const base = pageUrl(page);
  scanHtml(text, {
    startTag: (tag) => {
      const href = tag.name === 'a' || tag.name === 'area' ? tag.value('href') : undefined;
      const url = href === undefined ? undefined : resolve(href.trim(), base);
      if (!url || keys.size >= MAX_LINKS) return;
      if (url.pathname.endsWith('/')) url.pathname += 'index.html';
      const key = assetKey(url, page);
      if (key !== undefined) keys.add(key);
    },
  });
  return keys;
}
