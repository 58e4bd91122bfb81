import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Diff, diffPages, unifiedText } from '../../src/lib/verdict/diff.ts';

const WHOLE = { context: 3, maxLines: Number.POSITIVE_INFINITY };
const NAMES = { before: 'baseline', after: 'rejected' };

/** What a diff makes of the lines it was made from; it fails where the diff says that something else stands there. */
function applied(diff: Diff, before: readonly string[]): string[] {
  const after: string[] = [];
  let at = 0;
  for (const { oldStart, oldLines, newStart, newLines, lines } of diff.hunks) {
    const from = oldLines === 0 ? oldStart : oldStart - 1;
    after.push(...before.slice(at, from));
    expect(after).toHaveLength(newLines === 0 ? newStart : newStart - 1);
    const kept = lines.filter(({ kind }) => kind !== 'new').map(({ text }) => text);
    expect(kept).toEqual(before.slice(from, from + oldLines));
    const put = lines.filter(({ kind }) => kind !== 'gone').map(({ text }) => text);
    expect(put).toHaveLength(newLines);
    after.push(...put);
    at = from + oldLines;
  }
  return [...after, ...before.slice(at)];
}

const lines = (alphabet: readonly string[], maxLength: number) => fc.array(fc.constantFrom(...alphabet), { maxLength });
const FEW = ['<p>', '</p>', 'x', '}', 'é'];
const MANY = Array.from({ length: 60 }, (_, index) => `line ${index}`);

/** A page and an edit of it: stretches taken out, put in, or moved. */
const edited = fc
  .tuple(
    lines([...MANY, ...FEW], 60),
    fc.array(fc.tuple(fc.nat(60), fc.nat(6), lines([...MANY, ...FEW], 5)), { maxLength: 6 }),
  )
  .map(([before, edits]) => {
    const after = [...before];
    for (const [at, count, put] of edits) after.splice(at, count, ...put);
    return [before, after] as const;
  });

const unrelated = fc.oneof(fc.tuple(lines(FEW, 40), lines(FEW, 40)), fc.tuple(lines(MANY, 40), lines(MANY, 40)));

describe('diffPages', () => {
  it('turns the page before into the page after', () => {
    fc.assert(
      fc.property(fc.oneof(edited, unrelated), fc.nat(4), ([before, after], context) => {
        const diff = diffPages(before.join('\n'), after.join('\n'), { ...WHOLE, context });
        expect(applied(diff, before)).toEqual(after);
        const kinds = diff.hunks.flatMap((hunk) => hunk.lines.map(({ kind }) => kind));
        expect(kinds.filter((kind) => kind === 'gone')).toHaveLength(diff.gone);
        expect(kinds.filter((kind) => kind === 'new')).toHaveLength(diff.new);
        expect(diff.cut).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });

  it('finds no more than what was done', () => {
    fc.assert(
      fc.property(lines(MANY, 60), fc.nat(60), fc.nat(6), (before, at, count) => {
        const after = before.toSpliced(at, count, 'of this', 'edit alone');
        const diff = diffPages(before.join('\n'), after.join('\n'), WHOLE);
        expect([diff.gone, diff.new]).toEqual([before.length + 2 - after.length, 2]);
      }),
    );
  });

  it('shows a lost feature with the lines around it', () => {
    const before = ['a', 'b', 'c', '<b data-feature="A">', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'].join('\n');
    const after = before.replace('<b data-feature="A">\n', '').replace('k', 'K\nK');
    expect(unifiedText(diffPages(before, after, { context: 2, maxLines: 100 }), NAMES)).toBe(
      `--- baseline
+++ rejected
@@ -2,5 +2,4 @@
 b
 c
-<b data-feature="A">
 d
 e
@@ -10,4 +9,5 @@
 i
 j
-k
+K
+K
 l
`,
    );
  });

  it('joins hunks whose context touches', () => {
    const before = MANY.slice(0, 12).join('\n');
    const after = before.replace('line 2', 'x').replace('line 7', 'y');
    expect(diffPages(before, after, { context: 2, maxLines: 100 }).hunks).toHaveLength(1);
    expect(diffPages(before, after, { context: 1, maxLines: 100 }).hunks).toHaveLength(2);
  });

  it.each([
    ['the same page', 'a\nb\n', 'a\nb\n'],
    ['other line ends', 'a\r\nb\r\n', 'a\nb\n'],
    ['no last line end', 'a\nb\n', 'a\nb'],
    ['nothing at all', '', ''],
  ])('is empty for %s', (_what, before, after) => {
    const diff = diffPages(before, after, WHOLE);
    expect(diff).toEqual({ hunks: [], gone: 0, new: 0, cut: false });
    expect(unifiedText(diff, NAMES)).toBe('');
  });

  it('counts from the line before where a side has none', () => {
    const [hunk] = diffPages('', 'a\nb', WHOLE).hunks;
    expect(hunk).toMatchObject({ oldStart: 0, oldLines: 0, newStart: 1, newLines: 2 });
    const [gone] = diffPages('a\nb\nc', 'a\nc', { ...WHOLE, context: 0 }).hunks;
    expect(gone).toMatchObject({ oldStart: 2, oldLines: 1, newStart: 1, newLines: 0 });
  });

  it('cuts after the lines that are asked for, says so, and counts all', () => {
    const before = MANY.join('\n');
    const after = MANY.map((line, index) => (index % 10 === 5 ? `${line}!` : line)).join('\n');
    const diff = diffPages(before, after, { context: 1, maxLines: 10 });
    expect(diff.hunks.flatMap((hunk) => hunk.lines)).toHaveLength(10);
    expect(diff).toMatchObject({ gone: 6, new: 6, cut: true });
    const { oldLines, newLines } = diff.hunks.at(-1) ?? {};
    expect([oldLines, newLines]).toEqual([2, 1]);
    expect(diffPages(before, after, { context: 1, maxLines: 24 }).cut).toBe(false);
    expect(diffPages(MANY.join('\n'), '', { context: 1, maxLines: 10 })).toMatchObject({ gone: 60, cut: true });
  });

  it('cuts a long line around what changed in it', () => {
    const line = (middle: string) => `${'<i>a</i>'.repeat(200)}${middle}${'<i>b</i>'.repeat(200)}`;
    const page = (middle: string) => `${'short\n'.repeat(100)}${line(middle)}\n${'short\n'.repeat(100)}`;
    const { hunks } = diffPages(page('FEATURE'), page('nothing'), { context: 0, maxLines: 10 });
    const texts = hunks.flatMap((hunk) => hunk.lines.map(({ text }) => text));
    expect(texts.map((text) => text.length)).toEqual([500, 500]);
    expect(texts[0]).toMatch(/^….*FEATURE.*…$/);
    expect(texts[1]).toMatch(/^….*nothing.*…$/);
  });

  it('cuts a line at its ends where the change is there, and halves no character', () => {
    const long = '\u{1f600}'.repeat(400);
    const filler = 'short\n'.repeat(10);
    const [hunk] = diffPages(`${filler}${long}`, `${filler}${long}!`, { context: 0, maxLines: 10 }).hunks;
    expect(hunk?.lines.map(({ text }) => /.$/u.exec(text)?.[0])).toEqual(['\u{1f600}', '!']);
    expect(hunk?.lines.every(({ text }) => text.isWellFormed() && text.length <= 500)).toBe(true);
  });

  it('splits a page without lines at its tags', () => {
    const page = (feature: string) => `<div>${'<p>Sail</p>'.repeat(300)}${feature}${'<p>Supper</p>'.repeat(300)}</div>`;
    const diff = diffPages(page('<b data-feature="A">x</b>'), page(''), { context: 0, maxLines: 10 });
    expect(diff.hunks.flatMap((hunk) => hunk.lines)).toEqual([
      { kind: 'gone', text: '<b data-feature="A">x' },
      { kind: 'gone', text: '</b>' },
    ]);
  });

  it('finds exactly what was done in thousands of places', () => {
    const before = Array.from({ length: 20_000 }, (_, index) => (index % 3 ? `line ${index}` : '</div>'));
    const after = before.map((line, index) => (index % 5 === 1 ? `other ${index}` : line));
    const diff = diffPages(before.join('\n'), after.join('\n'), WHOLE);
    expect(applied(diff, before)).toEqual(after);
    expect([diff.gone, diff.new]).toEqual([4000, 4000]);
  });

  it('finds a small edit among lines that all repeat', () => {
    const before = Array.from({ length: 2000 }, (_, index) => FEW[index % 5] ?? '');
    const after = before.toSpliced(1000, 2).toSpliced(300, 0, 'x');
    const diff = diffPages(before.join('\n'), after.join('\n'), WHOLE);
    expect(applied(diff, before)).toEqual(after);
    expect(diff.gone + diff.new).toBeLessThanOrEqual(5);
  });

  it.each([
    ['rewritten', (index: number) => `other ${index}`],
    ['reversed', (index: number) => `line ${99_999 - index}`],
    ['made of few lines in another order', (index: number) => `few ${(index * index * 7) % 5}`],
  ])('has an answer for 100,000 lines that were %s', (_what, line) => {
    const before = Array.from({ length: 100_000 }, (_, index) => (index % 2 ? `line ${index}` : `few ${index % 5}`));
    const after = Array.from({ length: 100_000 }, (_, index) => line(index));
    expect(applied(diffPages(before.join('\n'), after.join('\n'), WHOLE), before)).toEqual(after);
  });
});
