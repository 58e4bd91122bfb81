import { readFileSync } from 'node:fs';
import { compileSources } from '../../src/lib/page/compile-sources.ts';
import { findPhrases } from '../../src/lib/page/phrases.ts';
import { readPage } from '../../src/lib/page/read-page.ts';
import { DEFAULT_LIMITS } from '../../src/lib/site/policy.ts';
import type { TokenSource } from '../../src/lib/site/site.ts';

/**
 * Reads the page of a file twice, as baseline and as version, with the sources given as JSON, asks the version
 * all that judging asks, and prints what came of it and the peak of memory in kilobytes.
 */
function main(file: string, sources: readonly TokenSource[]): void {
  const headers = { contentType: 'text/html', contentEncoding: 'gzip', metadata: {} };
  const compiled = compileSources(sources);
  const [baseline, version] = [0, 1].map(() => {
    return readPage({ key: 'index.html', bytes: readFileSync(file), headers }, compiled, DEFAULT_LIMITS);
  });
  if (baseline?.kind !== 'read' || version?.kind !== 'read') throw new Error('the page could not be read');
  const phrases = findPhrases(version.content, ['For Ranch & Coast readers']).size;
  const { hasText, anatomy, units } = version.content;
  const tokens = [baseline, version].map(({ content }) => content.tokens.size);
  console.log(
    JSON.stringify({
      tokens,
      hasText,
      places: Object.keys(anatomy.tokens).length,
      units: units.length,
      phrases,
      maxRSS: process.resourceUsage().maxRSS,
    }),
  );
}

main(process.argv[2] ?? '', JSON.parse(process.argv[3] ?? '[]'));
