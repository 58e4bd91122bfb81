import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/lib/verdict/finding.ts';
import { LAYOUTS } from './layouts.ts';
import { findingsAfter, uploadedAt } from './page-past.ts';
import { edited, edition, lineOf, notice, worked, type Build } from './tours-page.ts';

const editions = (last: number): string[] => Array.from({ length: last + 1 }, (_, number) => edition(number));
const versionOf = (index: number) => `the version of ${uploadedAt(index).slice(0, 16).replace('T', ' ')} UTC`;

/** The finding that must be the only one. */
function onlyOne(findings: readonly Finding[]): Finding {
  expect(findings.map(({ code }) => code)).toEqual(['base.stale']);
  return findings[0]!;
}

describe('an upload that was edited from a stale copy', () => {
  it.each([
    [1, 'alert', 'it undoes 1 accepted version: 3 lines of it are gone, 1 line that it removed is back.'],
    [2, 'rollback', 'it undoes 2 accepted versions: 6 lines of theirs are gone, 2 lines that they removed are back.'],
    [5, 'rollback', 'it undoes 5 accepted versions: 15 lines of theirs are gone, 5 lines that they removed are back.'],
    [
      19,
      'rollback',
      'it undoes 19 accepted versions: 57 lines of theirs are gone, 19 lines that they removed are back.',
    ],
  ])('from %i versions back is told with its evidence, as %s', (back, severity, undoes) => {
    const upload = worked(edition(25 - back));
    const { ancestor, ...finding } = onlyOne(findingsAfter(editions(25), upload));
    const returned = notice(26 - back);
    expect(finding).toEqual({
      code: 'base.stale',
      severity,
      says: `The upload was edited from ${versionOf(25 - back)} (2 lines differ); ${undoes}`,
      place: { line: lineOf(upload, returned), excerpt: returned.trim() },
    });
    expect(ancestor).toMatchObject({ versionId: `v${25 - back}`, lastModified: uploadedAt(25 - back), undoes: back });
  });

  it('from before all that is remembered is told with the oldest that is', () => {
    const { ancestor, severity } = onlyOne(findingsAfter(editions(25), worked(edition(3))));
    expect([severity, ancestor?.versionId, ancestor?.undoes]).toEqual(['rollback', 'v6', 19]);
  });

  it('is told as the version itself where nothing else differs', () => {
    const { says, ancestor } = onlyOne(findingsAfter(editions(8), edition(5)));
    expect(says).toBe(
      `The upload is ${versionOf(5)} once more; it undoes 3 accepted versions: 9 lines of theirs are gone, 3 lines that they removed are back.`,
    );
    expect(ancestor?.versionId).toBe('v5');
  });

  it('is shown where something stood that is gone, where nothing is back', () => {
    const lines = ['<p>Dogs are welcome</p>\n', '<p>Children pay half</p>\n', '<p>We speak Danish</p>\n'];
    const grown = lines.map((_, index) =>
      edited(edition(0), '  </main>', `${lines.slice(0, index + 1).join('')}  </main>`),
    );
    const { says, place, placeIn } = onlyOne(findingsAfter(grown, worked(grown[0]!)));
    expect(says).toContain('it undoes 2 accepted versions: 2 lines of theirs are gone.');
    expect([place, placeIn]).toEqual([
      { line: lineOf(grown[2]!, '<p>Children'), excerpt: '<p>Children pay half</p>' },
      'baseline',
    ]);
  });

  it.each(Object.entries(LAYOUTS))('is told all the same %s', (_, layout) => {
    const { ancestor, severity } = onlyOne(findingsAfter(editions(8), layout(worked(edition(5)))));
    expect([severity, ancestor?.versionId, ancestor?.undoes]).toEqual(['rollback', 'v5', 3]);
  });

  it.each(Object.entries(LAYOUTS))('is told all the same after versions %s', (_, layout) => {
    const { ancestor, severity } = onlyOne(findingsAfter(editions(8).map(layout), worked(edition(5))));
    expect([severity, ancestor?.versionId, ancestor?.undoes]).toEqual(['rollback', 'v5', 3]);
  });

  it('is counted in pieces on a page without line breaks', () => {
    const oneLine = LAYOUTS['minified to one line']!;
    const upload = oneLine(worked(edition(5)));
    const { says, place } = onlyOne(findingsAfter(editions(8).map(oneLine), upload));
    expect(says).toContain(
      '(2 pieces differ); it undoes 3 accepted versions: 9 pieces of theirs are gone, 3 pieces that they removed are back.',
    );
    expect(place?.line).toBe(1);
    expect(place?.excerpt).toContain(notice(6).trim());
  });

  it('is told beside what every build writes anew', () => {
    const build = (index: number): Build => ({
      nonce: `bm9uY2U${index}`,
      hash: (0xab3f2a9c + 7919 * index).toString(16),
      at: uploadedAt(index),
    });
    const versions = Array.from({ length: 9 }, (_, index) => edition(index, build(index)));
    const one = onlyOne(findingsAfter(versions, worked(edition(7, build(9)))));
    expect([one.severity, one.ancestor?.versionId, one.ancestor?.undoes]).toEqual(['alert', 'v7', 1]);
    for (const back of [2, 3, 8]) {
      const { ancestor, severity } = onlyOne(findingsAfter(versions, worked(edition(8 - back, build(9)))));
      expect([severity, ancestor?.versionId, ancestor?.undoes]).toEqual(['rollback', `v${8 - back}`, back]);
    }
  });

  it('is told after a restore, which put an older version back', () => {
    const versions = [...editions(6), edited(edition(6), 'The ferry takes', 'The ship takes'), edition(6)];
    const { ancestor, severity } = onlyOne(findingsAfter(versions, worked(edition(3))));
    expect([severity, ancestor?.versionId]).toEqual(['rollback', 'v3']);
  });

  it('is told after two versions only, as the one before the last', () => {
    const { ancestor, severity } = onlyOne(findingsAfter(editions(1), worked(edition(0))));
    expect([severity, ancestor?.versionId, ancestor?.undoes]).toEqual(['alert', 'v0', 1]);
  });

  it('is told on a page of 5 MB', () => {
    const bulk = Array.from(
      { length: 70_000 },
      (_, index) => `<p>Entry ${index} of the log book, written at sea in fair weather by hand</p>`,
    );
    const versions = [2, 3, 4, 5].map((number) => edited(edition(number), '  </main>', `${bulk.join('\n')}  </main>`));
    const upload = edited(versions[1]!, 'Entry 30000 of the log', 'Entry 30000 of the old log');
    expect(upload.length).toBeGreaterThan(5_000_000);
    const { ancestor, severity, says } = onlyOne(findingsAfter(versions, upload));
    expect([severity, ancestor?.versionId, ancestor?.undoes]).toEqual(['rollback', 'v1', 2]);
    expect(says).toContain('(1 line differs)');
  });
});

describe('a stale copy of a page that is no HTML', () => {
  const rule = (index: number) => `.tour-${index} { color: #00${index}${index}ff; margin: ${index}px; }`;
  const call = (index: number) => `export function tour${index}() { return open("tour-${index}"); }`;
  const line = (index: number) => `Tour ${index} leaves from jetty ${index} at high tide.`;

  it.each([
    ['site.css', 'text/css', rule, '\n'],
    ['site.css', 'text/css', rule, ''],
    ['app.js', 'text/javascript', call, '\n'],
    ['app.js', 'text/javascript', call, ''],
    ['tours.txt', 'text/plain', line, '\n'],
  ])('is told for %s (%s)', (key, contentType, piece, between) => {
    const page = (count: number) => Array.from({ length: 20 + count }, (_, index) => piece(index)).join(between);
    const versions = [0, 1, 2, 3].map(page);
    const upload = `${piece(77)}${between}${page(1)}`;
    const { ancestor, severity } = onlyOne(findingsAfter(versions, upload, { key, headers: { contentType } }));
    expect([severity, ancestor?.versionId, ancestor?.undoes]).toEqual(['rollback', 'v1', 2]);
  });
});
