import type { ReplayedHistory } from './page-history.ts';
import { svgText } from './svg-text.ts';
import { tallyOf } from './tally.ts';
import { arcsOf } from './timeline-arcs.ts';
import { axisOf, type Axis } from './timeline-axis.ts';
import { LANES, marksOf, rounded } from './timeline-marks.ts';
import { pageCountsOf, VERDICT_WORDS } from './words.ts';

/** Size of a page's timeline, in pixels. */
export const TIMELINE = { width: 960, height: 196 } as const;

const [LEFT, RIGHT, FLOOR] = [112, 24, 162];
const LONGEST_NAME = 100;

/** A page's timeline as an `<svg>` element, `top` pixels down: a mark for each version, an arc for each stale one. */
export function timelineOf({ page, judged, given }: ReplayedHistory, by: 'time' | 'order', top = 0): string {
  const versions = [...given, ...judged];
  const axis = axisOf(versions, by);
  const x = (at: number) => LEFT + at * (TIMELINE.width - LEFT - RIGHT);
  const standing = versions.map((version, index) => ({ version, at: axis.positions[index] ?? 0 }));
  const name = svgText(page, LONGEST_NAME);
  const before = given.length > 0 ? `; ${given.length.toLocaleString('en')} before count as accepted` : '';
  const counts = `${pageCountsOf(tallyOf(judged))}${before}`;
  return [
    `<svg y="${top}" width="${TIMELINE.width}" height="${TIMELINE.height}" viewBox="0 0 ${TIMELINE.width} ${TIMELINE.height}" role="img" aria-label="${name}: ${svgText(counts, 300)}">`,
    `<text class="name" x="16" y="22">${name}</text>`,
    `<text class="quiet" x="16" y="40">${svgText(counts, 300)}</text>`,
    ...(['rollback', 'alert', 'undecided', 'accepted'] as const).map((verdict) => laneOf(verdict, x(0), x(1))),
    ticksOf(axis, x),
    arcsOf(standing, x),
    marksOf(standing, x),
    '</svg>',
  ].join('\n');
}

function laneOf(verdict: 'rollback' | 'alert' | 'undecided' | 'accepted', from: number, to: number): string {
  const y = LANES[verdict];
  const label = `<text class="quiet" x="16" y="${y + 4}">${VERDICT_WORDS[verdict]}</text>`;
  return `${label}<path class="lane" d="M${from} ${y}H${to}"/>`;
}

function ticksOf({ ticks }: Axis, x: (at: number) => number): string {
  return ticks
    .map(({ at, label }) => {
      const anchor = at === 0 ? 'start' : at === 1 ? 'end' : 'middle';
      const line = `<path class="lane" d="M${rounded(x(at))} ${FLOOR}v6"/>`;
      return `${line}<text class="quiet" x="${rounded(x(at))}" y="${FLOOR + 20}" text-anchor="${anchor}">${svgText(label, 40)}</text>`;
    })
    .join('');
}
