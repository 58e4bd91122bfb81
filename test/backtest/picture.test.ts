import { describe, expect, it } from 'vitest';
import type { ReplayedHistory } from '../../src/lib/backtest/page-history.ts';
import { pictureOfHistories } from '../../src/lib/backtest/picture.ts';
import type { Replayed, ReplayVerdict } from '../../src/lib/backtest/replay.ts';
import { axisOf } from '../../src/lib/backtest/timeline-axis.ts';
import type { Finding } from '../../src/lib/verdict/finding.ts';
import { minute } from './versions.ts';

const CAPTION = { origin: 'here, judged by the defaults', axis: 'time' } as const;
const HOSTILE = '</title><script>alert(1)</script>"\u001B[31m\u202E&\u0000';

function replayed(number: number, verdict: ReplayVerdict = 'accepted', more: Partial<Replayed> = {}): Replayed {
  const ancestor = number === 1 ? null : `v${number - 1}`;
  const named = { page: 'index.html', version: `v${number}`, number, at: minute(number) };
  return { ...named, verdict, findings: [], ancestor, ...more };
}

function stale(number: number, base: number): Replayed {
  const ancestor = { identity: 'x', versionId: `v${base}`, lastModified: minute(base), undoes: 2 };
  const finding: Finding = { code: 'base.stale', severity: 'rollback', says: 'stale', ancestor };
  return replayed(number, 'rollback', { findings: [finding], ancestor: ancestor.versionId });
}

const page = (judged: readonly Replayed[], more: Partial<ReplayedHistory> = {}): ReplayedHistory => ({
  page: 'index.html',
  judged,
  given: [],
  ...more,
});

const count = (text: string, what: RegExp): number => [...text.matchAll(what)].length;

/** Throws unless every element that was opened is closed, in order. */
function checkNesting(xml: string): void {
  const open: string[] = [];
  for (const [, end, name = '', self] of xml.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
    if (end) expect(open.pop()).toBe(name);
    else if (!self) open.push(name);
  }
  expect(open).toEqual([]);
}

describe('a picture', () => {
  it('has a mark for each version, by its verdict, and a legend of them', () => {
    const judged = [replayed(1), replayed(2, 'alert'), replayed(3, 'undecided'), replayed(4, 'unchanged'), stale(5, 1)];
    const svg = pictureOfHistories([page(judged)], CAPTION, 'svg');
    checkNesting(svg);
    for (const verdict of ['accepted', 'alert', 'undecided', 'unchanged', 'rollback']) {
      expect([verdict, count(svg, new RegExp(`class="mark ${verdict}"`, 'g'))]).toEqual([verdict, 2]);
    }
    expect(svg).toContain('<title>5. v5, 2026-01-01T12:05:00Z, rolled back: base.stale</title>');
    expect(svg).toContain('5 versions of 1 page: 1 accepted, 1 unchanged, 1 alerted, 1 rolled back, 1 undecided');
  });

  it('leads an arc from a stale upload to the version that it was edited from', () => {
    const arcs = (judged: Replayed[]) => [
      ...pictureOfHistories([page(judged)], CAPTION, 'svg').matchAll(
        /class="arc rollback" d="M([\d.]+) 80Q[\d. ]+ ([\d.]+) 146"/g,
      ),
    ];
    const [arc, ...more] = arcs([replayed(1), replayed(2), replayed(3), stale(4, 2)]);
    expect(more).toEqual([]);
    expect([Number(arc?.[1]), Number(arc?.[2])]).toEqual([936, expect.closeTo(112 + 824 / 3, 0)]);
    expect(arcs([replayed(1), replayed(2), replayed(3, 'rollback', { ancestor: 'v1' })])).toEqual([]);
    expect(arcs([stale(4, 2)])).toEqual([]);
  });

  it.each(['svg', 'html'] as const)('escapes and spells out what others chose: %s', (form) => {
    const token: Finding = { code: 'token.lost', severity: 'rollback', says: HOSTILE, token: HOSTILE };
    const judged = [replayed(1, 'rollback', { version: HOSTILE, findings: [token] })];
    const picture = pictureOfHistories([page(judged, { page: HOSTILE })], { ...CAPTION, origin: HOSTILE }, form);
    checkNesting(picture.replace('<!doctype html>', '').replaceAll(/<meta[^>]*>/g, ''));
    expect(picture).not.toMatch(/<script|(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(picture).toContain('&lt;script&gt;');
  });

  it('runs and loads nothing, on light and dark grounds', () => {
    const html = pictureOfHistories([page([replayed(1)])], CAPTION, 'html');
    expect(html).toContain(`default-src 'none'; style-src 'unsafe-inline'`);
    expect(html).toContain('prefers-color-scheme:dark');
    expect(html).not.toMatch(/<script|href=|src=|url\(/);
  });

  it('stays bounded with thousands of versions, of which none is left out of the counts', () => {
    const judged = Array.from({ length: 5000 }, (_, index) =>
      index % 7 === 6 ? stale(index + 1, index - 2) : replayed(index + 1),
    );
    const svg = pictureOfHistories([page(judged)], CAPTION, 'svg');
    expect(count(svg, /class="mark/g)).toBeLessThan(500);
    expect(count(svg, /class="arc/g)).toBeLessThanOrEqual(201);
    expect(svg).toContain('5,000 versions: 4,286 accepted');
    expect(svg).toMatch(/and \d+ more<\/title>/);
    expect(svg.length).toBeLessThan(200_000);
  });

  it('draws the pages with the most to tell where there are too many', () => {
    const pages = Array.from({ length: 100 }, (_, index) =>
      page([replayed(1, index === 90 ? 'rollback' : 'accepted')], { page: `p${index}` }),
    );
    const svg = pictureOfHistories(pages, CAPTION, 'svg');
    expect(count(svg, /<text class="name"/g)).toBe(60);
    expect(svg).toContain('>p90</text>');
    expect(svg).toContain('40 pages with less to tell are not drawn');
    checkNesting(svg);
  });

  it('shows what counts as accepted before the one that is judged, in order', () => {
    const svg = pictureOfHistories(
      [page([stale(3, 1)], { given: [replayed(1), replayed(2)] })],
      { ...CAPTION, axis: 'order' },
      'svg',
    );
    expect(svg).toContain(
      '1 version: 0 accepted, 0 unchanged, 0 alerted, 1 rolled back, 0 undecided; 2 before count as accepted',
    );
    expect(svg).toContain('>version 2</text>');
    expect(count(svg, /class="arc rollback"/g)).toBe(2);
  });
});

describe('the axis', () => {
  const at = (...times: string[]) =>
    times.map((time, index) => replayed(index + 1, 'accepted', { at: `2026-01-${time}Z` }));

  it('places versions by time, never left of an older one', () => {
    const { positions, ticks } = axisOf(at('01T00:00:00', '05T00:00:00', '03T00:00:00', '11T00:00:00'), 'time');
    expect(positions).toEqual([0, 0.4, 0.4, 1]);
    expect(ticks.map(({ label }) => label)).toEqual(
      ['01', '03', '05', '07', '09', '11'].map((day) => `2026-01-${day}`),
    );
  });

  it('names hours and seconds where days do not tell', () => {
    expect(axisOf(at('01T00:00:00', '01T05:00:00'), 'time').ticks[1]?.label).toBe('01-01 01:00');
    expect(axisOf(at('01T00:00:00', '01T00:00:50'), 'time').ticks[1]?.label).toBe('00:00:10');
  });

  it('places them by order where times say nothing', () => {
    const same = at('01T00:00:00', '01T00:00:00', '01T00:00:00');
    expect(axisOf(same, 'time')).toEqual(axisOf(same, 'order'));
    expect(axisOf(same, 'order')).toEqual({
      positions: [0, 0.5, 1],
      ticks: [0, 0.5, 1].map((each, index) => ({ at: each, label: `version ${index + 1}` })),
    });
    expect(axisOf(same.slice(0, 1), 'time')).toEqual({ positions: [0], ticks: [{ at: 0, label: 'version 1' }] });
  });
});
