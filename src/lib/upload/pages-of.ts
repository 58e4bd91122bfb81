import type { PageRef } from '../site/page-ref.ts';
import type { Hint, Notice } from './notice.ts';

/** What packaging tells a function of a site: where its pages are. All else is read from the registry. */
export interface SiteAddress {
  readonly name: string;
  readonly bucket: string;
  readonly prefix: string;
}

/** A page to look at, with what was said of it. */
export interface Named {
  readonly ref: PageRef;
  readonly notices: readonly Notice[];
}

/**
 * The objects that hints name, each once, with its notices, each once. In a bucket of several sites the longest prefix
 * wins. What belongs to no site is left out.
 */
export function pagesOf(hints: readonly Hint[], sites: readonly SiteAddress[]): Named[] {
  const named = new Map<string, { ref: PageRef; notices: Map<string, Notice> }>();
  for (const hint of hints) {
    const ref = refOf(hint, sites);
    if (!ref) continue;
    const id = JSON.stringify([ref.site, ref.key]);
    const page = named.get(id) ?? { ref, notices: new Map<string, Notice>() };
    if (hint.kind === 'notice') page.notices.set(JSON.stringify(hint), hint);
    named.set(id, page);
  }
  return [...named.values()].map(({ ref, notices }) => ({ ref, notices: [...notices.values()] }));
}

function refOf(hint: Hint, sites: readonly SiteAddress[]): PageRef | undefined {
  if (hint.kind === 'ask') return sites.some(({ name }) => name === hint.ref.site) ? hint.ref : undefined;
  const [site] = sites
    .filter(({ bucket, prefix }) => bucket === hint.bucket && hint.key.startsWith(prefix))
    .toSorted((a, b) => b.prefix.length - a.prefix.length);
  return site && { site: site.name, key: hint.key };
}
