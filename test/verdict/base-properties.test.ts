import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LAYOUTS } from './layouts.ts';
import { findingsAfter, verdictAfter } from './page-past.ts';

/** A line that has no word in common with any other. */
const line = (name: string): string => `<p>${name}a ${name}b ${name}c ${name}d</p>`;
const pageOf = (lines: readonly string[]): string =>
  `<!doctype html>\n<body>\n${lines.map(line).join('\n')}\n</body>\n`;

/** Puts a line where this share of the page is before it. */
const put = (lines: readonly string[], name: string, share: number): string[] =>
  lines.toSpliced(Math.floor(share * (lines.length + 1)), 0, name);

const share = fc.double({ min: 0, max: 0.99, noNaN: true });
/** Versions of a page of 30 lines, of which each adds some lines of its own and takes one of the first away, or none. */
const versions = fc
  .array(fc.record({ adds: fc.array(share, { minLength: 1, maxLength: 3 }), drops: fc.boolean() }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((changes) => {
    const all = [Array.from({ length: 30 }, (_, index) => `first${index}`)];
    for (const [at, { adds, drops }] of changes.entries()) {
      const kept = all.at(-1)!.filter((name) => !drops || name !== `first${2 * at}`);
      all.push(adds.reduce((lines, where, nth) => put(lines, `change${at}n${nth}`, where), kept));
    }
    return all;
  });
const layout = fc.constantFrom((page: string) => page, ...Object.values(LAYOUTS));

describe('base.stale', () => {
  it('names the version that an upload was edited from, and counts those since, whatever was edited where', () => {
    fc.assert(
      fc.property(versions, fc.nat(), share, layout, (all, any, where, laidOut) => {
        const back = 1 + (any % (all.length - 1));
        const upload = put(all.at(-1 - back)!, 'own', where);
        const findings = findingsAfter(all.map(pageOf), laidOut(pageOf(upload)));
        expect(findings).toMatchObject([
          {
            code: 'base.stale',
            severity: back === 1 ? 'alert' : 'rollback',
            ancestor: { versionId: `v${all.length - 1 - back}`, undoes: back },
          },
        ]);
      }),
      { numRuns: 300 },
    );
  });

  it('is never told of an edit that keeps what is new since older versions and brings nothing back', () => {
    const edits = fc.record({
      adds: fc.array(share, { maxLength: 5 }),
      cut: fc.nat({ max: 20 }),
      turned: fc.boolean(),
    });
    fc.assert(
      fc.property(versions, edits, layout, (all, { adds, cut, turned }, laidOut) => {
        const everywhere = (name: string) => all.every((lines) => lines.includes(name));
        let left = cut;
        const kept = all.at(-1)!.filter((name) => !everywhere(name) || (left -= 1) < 0);
        const added = adds.reduce((lines, where, nth) => put(lines, `own${nth}`, where), kept);
        const upload = laidOut(pageOf(turned ? added.toReversed() : added));
        expect(verdictAfter(all.map(pageOf), upload).kind).toMatch(/accepted|unchanged/);
      }),
      { numRuns: 300 },
    );
  });
});
