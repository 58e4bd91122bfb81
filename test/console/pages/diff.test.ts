import { html } from 'hono/html';
import { parseDocument } from 'htmlparser2';
import { selectAll } from 'css-select';
import type { AnyNode, Element } from 'domhandler';
import { describe, expect, it } from 'vitest';
import { diffCard } from '../../../src/console/pages/diff-card.ts';
import { withinBudget } from '../../../src/console/pages/diff-budget.ts';
import { marksOf as marksOfFindings } from '../../../src/console/pages/diff-marks.ts';
import { pairedRows, unifiedRows } from '../../../src/console/pages/diff-rows.ts';
import type { IncidentDetail } from '../../../src/lib/api/incident-shapes.ts';
import { textOf } from '../local/parsed.ts';
import { sampleDetail } from './sample.ts';

type Hunk = Extract<IncidentDetail['diff'], { kind: 'hunks' }>['hunks'][number];
type Line = Hunk['lines'][number];

const line = (kind: Line['kind'], text: string): Line => ({ kind, text });

const hunkOf = (...lines: Line[]): Hunk => ({
  oldStart: 5,
  oldLines: lines.filter(({ kind }) => kind !== 'new').length,
  newStart: 7,
  newLines: lines.filter(({ kind }) => kind !== 'gone').length,
  lines,
});

async function shown(change: Partial<IncidentDetail>) {
  const document = parseDocument(String(await html`${diffCard(sampleDetail(change))}`));
  return (selector: string) => selectAll<AnyNode, Element>(selector, document.children);
}

const withLines = (...lines: Line[]): Partial<IncidentDetail> => ({
  diff: { kind: 'hunks', hunks: [hunkOf(...lines)], gone: 1, new: 1, cut: false },
});

const HUNK = hunkOf(
  line('same', 'a'),
  line('gone', 'b'),
  line('gone', 'c'),
  line('new', 'd'),
  line('same', 'e'),
  line('new', 'f'),
  line('gone', 'g'),
);

describe('the rows of a diff', () => {
  it('count each side by itself', () => {
    const numbers = unifiedRows(HUNK).map(({ old, young }) => [old?.number, young?.number]);
    expect(numbers).toEqual([
      [5, 7],
      [6, undefined],
      [7, undefined],
      [undefined, 8],
      [8, 9],
      [undefined, 10],
      [9, undefined],
    ]);
  });

  it('put what is gone beside what came for it', () => {
    const texts = pairedRows(HUNK).map(({ old, young }) => [old?.text, young?.text]);
    expect(texts).toEqual([
      ['a', 'a'],
      ['b', 'd'],
      ['c', undefined],
      ['e', 'e'],
      [undefined, 'f'],
      ['g', undefined],
    ]);
  });
});

describe('both views of a diff', () => {
  it('say every change in words, with a header for each row and column', async () => {
    const all = await shown({});
    expect(all('.unified tr.gone .sign').map(textOf)).toEqual(Array.from({ length: 4 }, () => '−removed'));
    expect(all('.unified tr.new .sign').map(textOf)).toEqual(['+added']);
    for (const table of ['.unified', '.split']) {
      expect(all(`${table} caption`)).toHaveLength(1);
      expect(all(`${table} thead th[scope=col]`)).toHaveLength(4);
      expect(all(`${table} thead th`).map(textOf)).not.toContain('');
      const rows = all(`${table} tbody tr:not(.hunk)`);
      expect(all(`${table} tbody tr:not(.hunk) th[scope=row]`)).toHaveLength(rows.length);
      expect(all(`${table} tbody th`).map(textOf)).not.toContain('');
    }
  });

  it('name what stood there before as it was, where the upload was left live', async () => {
    const heads = async (state: IncidentDetail['state']) =>
      (await shown({ state }))('.split thead th, .hunk th').map((head) => textOf(head).trim());
    expect(await heads('restored')).toEqual(
      expect.arrayContaining(['Baseline', 'Baseline lines 10–16 · upload lines 10–13']),
    );
    expect((await heads('observed')).join()).toMatch(/^Line,Version before,Line,Upload|Version before lines 10–16/);
    expect((await heads('observed')).join()).not.toMatch(/Baseline|[Rr]ejected/);
  });

  it('are chosen by radio buttons that have labels', async () => {
    const all = await shown({});
    const choices = all('.switch input[type=radio]').map(({ attribs }) => [attribs['id'], 'checked' in attribs]);
    expect(choices).toEqual([
      ['view-unified', true],
      ['view-split', false],
    ]);
    expect(all('.switch legend, .switch label[for=view-unified], .switch label[for=view-split]')).toHaveLength(3);
  });

  it('keep white space and show nothing as markup', async () => {
    const all = await shown(withLines(line('gone', '\t  <b>x</b> &amp;'), line('new', '<script>y</script>')));
    for (const table of ['.unified', '.split']) {
      expect(all(`${table} .gone code`).map(({ children: [child] }) => child && 'data' in child && child.data)).toEqual(
        ['\t  <b>x</b> &amp;'],
      );
    }
    expect(all('script, b')).toEqual([]);
  });

  it('spell out what cannot be seen', async () => {
    const all = await shown(withLines(line('new', 'a\u202eb\u0000')));
    expect(textOf(all('.unified .new code')[0] ?? expect.fail())).toBe(String.raw`a\u{202e}b\u{0}`);
  });

  it('say why there is none', async () => {
    const all = await shown({ diff: { kind: 'none', reason: 'the page was <deleted>.' } });
    expect(textOf(all('section')[0] ?? expect.fail())).toContain('There is no diff: the page was <deleted>.');
    expect(all('table')).toEqual([]);
  });
});

describe('marks in a diff', () => {
  const marksOf = async (change: Partial<IncidentDetail>) => (await shown(change))('.unified mark').map(textOf);
  const finding = (name: string): IncidentDetail['findings'] => [
    { code: 'retired.returned', severity: 'rollback', says: 'x', phrase: name },
  ];

  it('stand at lost features and retired phrases, and are said', async () => {
    expect(await marksOf({})).toEqual([
      'lost feature: STRIPE_CHECKOUT',
      'retired content: For Ranch &amp; Coast readers',
    ]);
  });

  it('stand at emptied features on both sides, and say so of them alone', async () => {
    const findings: IncidentDetail['findings'] = [
      { code: 'token.hollow', severity: 'rollback', says: 'x', token: 'GALLERY' },
      { code: 'token.lost', severity: 'rollback', says: 'x', token: 'GALLERY_2' },
      { code: 'page.structure', severity: 'alert', says: 'x' },
    ];
    const lines = withLines(line('gone', 'gallery_2 and GALLERY'), line('new', 'GALLERY'), line('same', 'GALLERY'));
    expect(await marksOf({ ...lines, findings })).toEqual([
      'lost feature: gallery_2',
      'emptied feature: GALLERY',
      'emptied feature: GALLERY',
    ]);
    const summary = (await shown({ ...lines, findings }))('.summary').map(textOf);
    expect(summary.join()).toContain('Marked: features that were lost, features that were emptied.');
    expect((await shown({ ...lines, findings: [] }))('.summary').map(textOf).join()).not.toContain('Marked');
  });

  it('stand only on the side where the loss or the return is', async () => {
    const lines = withLines(line('new', 'STRIPE_CHECKOUT'), line('gone', 'For Ranch & Coast readers'));
    expect(await marksOf(lines)).toEqual([]);
  });

  it.each([
    ['For  Ranch', 'for\tranch'],
    ['a.b*c', 'a.b*c'],
    ['Ranch & Coast', 'Ranch &amp; Coast'],
    ['Ranch & Coast', 'Ranch & Coast'],
    ['two words', 'two&nbsp;words'],
    ['$&', '$&'],
    ['((((', '(((('],
    [String.raw`a \x26 b`, String.raw`a \x26 b`],
  ])('find the phrase %j in %j', async (phrase, text) => {
    expect(await marksOf({ ...withLines(line('new', `x ${text} y`)), findings: finding(phrase) })).toEqual([
      `retired content: ${text.replaceAll(/\s+/g, ' ')}`,
    ]);
  });

  it('are the first in a line where there are very many', async () => {
    const marks = await marksOf({ ...withLines(line('new', 'ab'.repeat(200))), findings: finding('b') });
    expect(marks).toEqual(Array.from({ length: 20 }, () => 'retired content: b'));
  });

  it('leave the text around them as it is', async () => {
    const all = await shown({ ...withLines(line('new', `${'ab'.repeat(30)}c`)), findings: finding('b') });
    const text = textOf(all('.unified .new code')[0] ?? expect.fail()).replaceAll('retired content: ', '');
    expect(text).toBe(`${'ab'.repeat(30)}c`);
  });

  it('take no name for a pattern', async () => {
    expect(await marksOf({ ...withLines(line('new', 'axb')), findings: finding('a.b') })).toEqual([]);
    expect(await marksOf({ ...withLines(line('new', 'anything')), findings: finding('  ') })).toEqual([]);
  });
});

describe('the budget of a diff', () => {
  const long = Array.from({ length: 100 }, () => line('gone', '"'.repeat(500)));

  it('keeps whole lines from the front', () => {
    const { hunks, cut } = withinBudget([hunkOf(...long), HUNK], {}, 50_000);
    expect(cut).toBe(true);
    expect(hunks).toHaveLength(1);
    expect(hunks[0]?.lines.length).toBeGreaterThan(5);
    expect(hunks[0]?.lines.length).toBeLessThan(20);
  });

  it('counts what is marked', () => {
    const marks = marksOfFindings({ findings: sampleDetail().findings });
    const lines = Array.from({ length: 100 }, () => line('gone', 'STRIPE_CHECKOUT '.repeat(20)));
    const unmarked = withinBudget([hunkOf(...lines)], {}, 50_000).hunks[0]?.lines.length ?? 0;
    const fewer = withinBudget([hunkOf(...lines)], marks, 50_000).hunks[0]?.lines.length ?? 0;
    expect(fewer).toBeGreaterThan(0);
    expect(fewer).toBeLessThan(unmarked / 2);
  });

  it('leaves a small diff as it is', () => {
    expect(withinBudget([HUNK], {}, 50_000)).toEqual({ hunks: [HUNK], cut: false });
  });

  it('is kept by the tables that are made of it', async () => {
    const { hunks } = withinBudget([hunkOf(...long)], {}, 50_000);
    const card = await diffCard(sampleDetail({ diff: { kind: 'hunks', hunks, gone: 1, new: 1, cut: false } }));
    expect(Buffer.byteLength(String(card))).toBeLessThan(2 * 50_000 + 5000);
  });
});
