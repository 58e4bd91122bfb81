import { compileSources } from '../../src/lib/page/compile-sources.ts';
import { DEFAULT_LIMITS } from '../../src/lib/site/policy.ts';
import type { TokenSource } from '../../src/lib/site/site.ts';
import { providerMarks } from '../../src/lib/suggest/provider.ts';
import { suggestPage, type Known } from '../../src/lib/suggest/suggest-page.ts';
import { suggestSite } from '../../src/lib/suggest/suggest-site.ts';
import type { Feature, Suggestion } from '../../src/lib/suggest/suggestion.ts';
import { contentOf } from '../page/reading.ts';

/** What a site of a test is configured with, besides features in `data-feature`. */
export interface Configured {
  readonly sources?: readonly TokenSource[];
  readonly retired?: Partial<Known['retired']>;
}

const DEFAULT: readonly TokenSource[] = [{ attribute: 'data-feature' }];

/** The features that are proposed of one page. */
export function featuresOf(page: string, { sources = DEFAULT, retired = {} }: Configured = {}): Feature[] {
  return suggestPage(contentOf(page, { sources }), {
    sources: compileSources(sources),
    retired: { tokens: [], phrases: [], ...retired },
    limits: DEFAULT_LIMITS,
    providers: providerMarks(),
  });
}

/** What is proposed for a site of these pages, by key. */
export function suggestionsOf(pages: Readonly<Record<string, string>>, configured: Configured = {}): Suggestion[] {
  const { sources = DEFAULT, retired = {} } = configured;
  const all = Object.entries(pages).map(([page, text]) => ({ page, features: featuresOf(text, configured) }));
  return suggestSite({ tokens: sources }, all, retired.tokens ?? []);
}

/** The proposals for one page as `NAME how`, in the order in which they stand there. */
export function proposed(body: string, configured: Configured = {}): string[] {
  return suggestionsOf({ 'index.html': page(body) }, configured).map(({ name, source }) => `${name} ${how(source)}`);
}

/** A whole page around some markup. */
export function page(body: string): string {
  return `<!doctype html>\n<html lang="en">\n<head><title>Sails</title></head>\n<body>\n${body}\n</body>\n</html>\n`;
}

function how(source: TokenSource): string {
  if ('selector' in source) return source.selector;
  if ('pattern' in source) return `/${source.pattern}/`;
  return 'attribute' in source ? source.attribute : source.comment;
}
