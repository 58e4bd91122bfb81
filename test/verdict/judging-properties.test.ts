import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FINDING_CODES, type FindingCode, type Severity } from '../../src/lib/site/policy.ts';
import type { Allowance } from '../../src/lib/site/page-record.ts';
import { judge } from '../../src/lib/verdict/judge.ts';
import { judgementAfter, type Asked } from './page-past.ts';
import { edition } from './tours-page.ts';

const TOKENS = ['HERO', 'CHECKOUT', 'OLD_BANNER', 'OLD_TOURS', 'constructor', '__proto__'];
const PHRASES = ['For Ranch & Coast readers', 'Sail', 'at sunset', 'Coast', 'island'];

const PIECES = [
  ...TOKENS.flatMap((token) => [
    `<div data-feature="${token}">`,
    `<b data-feature=${token}>x</b>`,
    `<!-- feature: ${token} -->`,
  ]),
  '</div>',
  '<p>',
  '</p>',
  '<ul>',
  '<li>',
  '<br>',
  '<!--',
  '-->',
  '<template>',
  '</template>',
  '</body></html>',
  '<script>',
  '</script>',
  '<script src="a.js"></script>',
  '<style>',
  '</style>',
  '<link rel=canonical href=/a>',
  '<form action=/b>',
  '</form>',
  '<script type=application/ld+json>{"@type":"Event"}</script>',
  '<svg>',
  '</svg>',
  '\n',
  '\r\n',
  ' ',
  '"',
  "'",
  '<',
  '>',
  '&amp;',
  '\0',
  '\uFEFF',
  '\uD800',
  ';',
  '{',
  '}',
  ...PHRASES,
];
const soup = fc
  .array(fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ maxLength: 6 })), { maxLength: 30 })
  .map((pieces) => pieces.join(''));
/** Edits of one page: some lines of some edition, others in between. */
const page = fc.oneof(
  soup,
  fc
    .tuple(fc.nat({ max: 9 }), fc.nat({ max: 100 }), fc.nat({ max: 30 }), soup)
    .map(([number, from, count, by]) => edition(number).split('\n').toSpliced(from, count, by).join('\n')),
);

const severity = fc.dictionary(
  fc.constantFrom<FindingCode>(...FINDING_CODES.filter((code) => code !== 'page.unreadable')),
  fc.constantFrom<Severity>('rollback', 'alert', 'ignore'),
);
const limits = fc.record(
  { decodedBytes: fc.constantFrom(10, 5000), depth: fc.constantFrom(2, 20), tokens: fc.constantFrom(1, 3) },
  { requiredKeys: [] },
);
const allowance: fc.Arbitrary<Allowance> = fc.record(
  {
    codes: fc.array(fc.constantFrom<FindingCode>(...FINDING_CODES), { maxLength: 3 }),
    tokens: fc.array(fc.constantFrom(...TOKENS), { maxLength: 3 }),
    until: fc.constant('2026-05-01T00:00:00.000Z'),
    reason: fc.constant('planned'),
    by: fc.constant('CB'),
  },
  { requiredKeys: ['until', 'reason', 'by'] },
);
const headers = fc.record(
  {
    contentType: fc.constantFrom('text/html', 'text/html; charset=utf-16', 'text/css', 'application/json', '', ';'),
    cacheControl: fc.constantFrom('no-store', 'max-age=60'),
    contentLanguage: fc.constantFrom('en', 'da'),
    contentDisposition: fc.constant('inline'),
    websiteRedirect: fc.constant('/b'),
  },
  { requiredKeys: [] },
);
const sources = [
  { attribute: 'data-feature' },
  { comment: 'feature' },
  { selector: 'form', name: 'BOOKING' },
  { selector: 'form[action]', name: 'ACTION' },
  { pattern: 'data-\\w+', name: 'MARK' },
  { pattern: 'Sail', name: 'SAIL' },
];

/** All that people and the past say, apart from pages. */
interface Said {
  readonly severity: readonly (readonly [string, Severity])[];
  readonly retired: { readonly tokens: readonly string[]; readonly phrases: readonly string[] };
  readonly allowances: readonly Allowance[];
  readonly sources: typeof sources;
  readonly gained: readonly (readonly [string, string])[];
  readonly headers: readonly (readonly [string, string])[];
}

const said: fc.Arbitrary<Said> = fc.record({
  severity: severity.map(Object.entries),
  retired: fc.record({
    tokens: fc.subarray(TOKENS),
    phrases: fc.subarray(PHRASES),
  }),
  allowances: fc.array(allowance, { maxLength: 3 }),
  sources: fc.subarray(sources),
  gained: fc
    .subarray(TOKENS)
    .chain((tokens) =>
      fc.tuple(...tokens.map((token) => fc.tuple(fc.constant(token), fc.constantFrom('b.html', 'c.html')))),
    ),
  headers: headers.map(Object.entries),
});

const shuffled = <T>(all: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...all], { minLength: all.length, maxLength: all.length });

const saidTwice = said.chain((one) =>
  fc.record({
    one: fc.constant(one),
    other: fc.record<Said>({
      severity: shuffled(one.severity),
      retired: fc.record({ tokens: shuffled(one.retired.tokens), phrases: shuffled(one.retired.phrases) }),
      allowances: shuffled(one.allowances),
      sources: shuffled(one.sources),
      gained: shuffled(one.gained),
      headers: shuffled(one.headers),
    }),
  }),
);

const asked = (words: Said): Asked => ({
  ...words,
  policy: { severity: Object.fromEntries(words.severity) },
  gainedElsewhere: new Map(words.gained),
  headers: Object.fromEntries(words.headers),
});

const judged = (versions: readonly string[], upload: string | Uint8Array, words: Said) =>
  judge(judgementAfter(versions, upload, asked(words)));

const versions = fc.array(page, { maxLength: 5 });

describe('judging', () => {
  it('gives the same verdict for the same, however often it is asked', () => {
    fc.assert(
      fc.property(versions, page, said, (before, upload, words) => {
        const judgement = judgementAfter(before, upload, asked(words));
        const verdict = judge(judgement);
        expect(judge(judgement)).toEqual(verdict);
        expect(judged(before, upload, words)).toEqual(verdict);
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same verdict, with findings in the same order, in whatever order it is told what', () => {
    fc.assert(
      fc.property(versions, page, saidTwice, (before, upload, { one, other }) => {
        expect(judged(before, upload, other)).toEqual(judged(before, upload, one));
      }),
      { numRuns: 1500 },
    );
  });

  it('tells what is undone for first, and each once', () => {
    fc.assert(
      fc.property(versions, page, said, (before, upload, words) => {
        const verdict = judged(before, upload, words);
        const findings = 'findings' in verdict ? verdict.findings : [];
        const undone = findings.map((finding) => finding.severity === 'rollback');
        expect(undone).toEqual(undone.toSorted((a, b) => Number(b) - Number(a)));
        expect(new Set(findings.map(({ says }) => says)).size).toBe(findings.length);
        expect(
          findings.filter(({ code }) => words.severity.some(([name, is]) => name === code && is === 'ignore')),
        ).toEqual([]);
        if (verdict.kind === 'breached') expect(verdict.rollback).toBe(undone.includes(true));
      }),
      { numRuns: 500 },
    );
  });

  it('never throws, whatever bytes are uploaded with whatever headers under whatever limits', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 300 }), page);
    const encoding = fc.constantFrom(undefined, 'gzip', 'br', 'deflate', 'identity', 'gzip, br', 'x-unknown', '');
    fc.assert(
      fc.property(versions, bytes, said, encoding, limits, (before, upload, words, contentEncoding, least) => {
        const known = judgementAfter(before, upload, asked(words));
        const own = {
          ...asked(words),
          limits: least,
          headers: { ...Object.fromEntries(words.headers), contentEncoding },
        };
        const { version } = judgementAfter([], upload, own);
        expect(judge({ ...known, version }).kind).toMatch(/^(unchanged|accepted|breached|undecided)$/);
      }),
      { numRuns: 1500 },
    );
  });
});
