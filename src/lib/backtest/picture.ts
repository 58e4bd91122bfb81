import type { ReplayedHistory } from './page-history.ts';
import { PICTURE_STYLE } from './picture-style.ts';
import { REPLAY_VERDICTS } from './replay.ts';
import { svgText } from './svg-text.ts';
import { tallyOf } from './tally.ts';
import { shapeOf } from './timeline-marks.ts';
import { TIMELINE, timelineOf } from './timeline.ts';
import { countsOf, VERDICT_WORDS } from './words.ts';

/** Timelines that a picture has: of more pages, those with the most to be rolled back, then alerted. */
const MOST_PAGES = 60;
const HEAD = 104;
const LEGEND_STEP = 112;

/** What a picture says besides its timelines. */
export interface Caption {
  /** Where the versions came from, and by whose policy they were judged. */
  readonly origin: string;
  readonly axis: 'time' | 'order';
}

/** The timelines of pages as one document without scripts, for light and dark grounds. */
export function pictureOfHistories(
  pages: readonly ReplayedHistory[],
  { origin, axis }: Caption,
  form: 'svg' | 'html',
): string {
  const shown = mostTelling(pages);
  const head = headOf(pages, shown.length, origin);
  if (form === 'html')
    return htmlOf(
      head,
      shown.map((page) => `<figure>${timelineOf(page, axis)}</figure>`),
    );
  const height = HEAD + shown.length * TIMELINE.height;
  const timelines = shown.map((page, index) => timelineOf(page, axis, HEAD + index * TIMELINE.height));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${TIMELINE.width}" height="${height}" viewBox="0 0 ${TIMELINE.width} ${height}">`,
    `<style>${PICTURE_STYLE}</style>`,
    '<rect class="ground" width="100%" height="100%"/>',
    head,
    ...timelines,
    '</svg>',
    '',
  ].join('\n');
}

function mostTelling(pages: readonly ReplayedHistory[]): readonly ReplayedHistory[] {
  if (pages.length <= MOST_PAGES) return pages;
  const telling = pages.map((page) => ({ page, ...tallyOf(page.judged).verdicts }));
  return telling
    .toSorted((a, b) => b.rollback - a.rollback || b.alert - a.alert || b.undecided - a.undecided)
    .slice(0, MOST_PAGES)
    .map(({ page }) => page);
}

function headOf(pages: readonly ReplayedHistory[], shown: number, origin: string): string {
  const counts = countsOf(tallyOf(pages.flatMap(({ judged }) => judged)));
  const left = pages.length - shown;
  const more = left > 0 ? `; ${left.toLocaleString('en')} pages with less to tell are not drawn` : '';
  return [
    `<text class="title" x="16" y="26">What Holdfast would have said</text>`,
    `<text class="quiet" x="16" y="46">${svgText(origin, 150)}</text>`,
    `<text class="quiet" x="16" y="64">${svgText(`${counts}${more}`, 170)}</text>`,
    ...REPLAY_VERDICTS.map((verdict, index) =>
      legendOf(shapeOf(verdict, 22 + index * LEGEND_STEP, 86), VERDICT_WORDS[verdict], index),
    ),
    legendOf(
      `<path class="arc rollback" d="M${16 + 5 * LEGEND_STEP} 90q12 -18 24 0"/>`,
      'edited from that version',
      5,
      46,
    ),
  ].join('\n');
}

function legendOf(shape: string, words: string, index: number, indent = 34): string {
  return `${shape}<text x="${indent + index * LEGEND_STEP}" y="90">${words}</text>`;
}

function htmlOf(head: string, figures: readonly string[]): string {
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">',
    `<title>Holdfast backtest</title><style>${PICTURE_STYLE}</style></head>`,
    '<body>',
    `<svg width="${TIMELINE.width}" height="${HEAD}" viewBox="0 0 ${TIMELINE.width} ${HEAD}">`,
    head,
    '</svg>',
    ...figures,
    '</body></html>',
    '',
  ].join('\n');
}
