import type { PageContent } from './page-content.ts';
import { scanHtml } from './html-scanner.ts';
import { assetKey, type PageAddress, pageUrl, resolve } from './page-address.ts';
import type { StartTag } from './start-tag.ts';

const MAX_ASSETS = 500;

const SCRIPT_TYPE = /^(?:|module|(?:text|application)\/(?:x-)?(?:java|ecma|j)script\d*(?:\.\d)?)$/;

/**
 * The S3 keys of the scripts and style sheets that a page loads from its own site, in order, each once, the first 500.
 * Inert markup loads nothing; what is on other hosts is left out.
 */
export function loadedAssets(content: PageContent, page: PageAddress): string[] {
  const keys = new Set<string>();
  if (!content.html) return [];
  let base = pageUrl(page);
  let hasBase = false;
  scanHtml(content.text, {
    startTag: (tag) => {
      const href = tag.name === 'base' && !hasBase ? tag.value('href') : undefined;
      if (href !== undefined) {
        base = resolve(href, base) ?? base;
        hasBase = true;
      }
      const reference = loadedBy(tag);
      const key = reference && assetKey(resolve(reference.trim(), base), page);
      if (key && keys.size < MAX_ASSETS) keys.add(key);
    },
  });
  return [...keys];
}

/** Whether the start tag of a script is one of code, and not of data. */
function runsAsScript(tag: StartTag): boolean {
  return SCRIPT_TYPE.test((tag.value('type') ?? '').trim().toLowerCase());
}

/** What a start tag makes the browser fetch and run or apply. */
function loadedBy(tag: StartTag): string | undefined {
  if (tag.name === 'script') return runsAsScript(tag) ? tag.value('src') : undefined;
  if (tag.name !== 'link') return undefined;
  const rel = (tag.value('rel') ?? '').toLowerCase().split(/\s+/);
  const as = (tag.value('as') ?? '').trim().toLowerCase();
  const preloads = rel.includes('preload') && (as === 'script' || as === 'style');
  return preloads || rel.includes('stylesheet') || rel.includes('modulepreload') ? tag.value('href') : undefined;
}
