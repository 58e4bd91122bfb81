import type { Position } from './timeline-axis.ts';
import { shownFindings, shownVersion, VERDICT_WORDS } from './words.ts';
import { svgText } from './svg-text.ts';
import type { Replayed, ReplayVerdict } from './replay.ts';

/** A version and where it stands. */
export interface Standing {
  readonly version: Replayed;
  readonly at: Position;
}

/** Where the lane of a verdict lies, from the top of a timeline. */
export const LANES: Readonly<Record<ReplayVerdict, number>> = {
  rollback: 80,
  alert: 102,
  undecided: 124,
  accepted: 146,
  unchanged: 146,
};

/** Marks of one lane stand at least this far apart: nearer ones become one. */
const NEAREST = 5;
/** Versions that a mark names. */
const MOST_NAMED = 3;

/** One mark for each version, or for several that would lie on each other; `x` gives the place of a position. */
export function marksOf(standing: readonly Standing[], x: (at: Position) => number): string {
  const groups = Map.groupBy(standing, ({ version, at }) => `${version.verdict}:${Math.round(x(at) / NEAREST)}`);
  return [...groups.values()].map((group) => markOf(group, x)).join('\n');
}

const dot = (radius: number) => (x: number, y: number) => `<circle cx="${x}" cy="${y}" r="${radius}"/>`;

const SHAPES: Readonly<Record<ReplayVerdict, (x: number, y: number) => string>> = {
  rollback: (x, y) => `<path d="M${x} ${y - 6}l6 6l-6 6l-6 -6z"/>`,
  alert: (x, y) => `<path d="M${x} ${y - 5}l5 10h-10z"/>`,
  undecided: (x, y) => `<rect x="${x - 4}" y="${y - 4}" width="8" height="8"/>`,
  accepted: dot(3),
  unchanged: dot(2.5),
};

/** The shape that stands for a verdict, so that colour alone never tells it. */
export function shapeOf(verdict: ReplayVerdict, x: number, y: number): string {
  return SHAPES[verdict](rounded(x), y).replace('/>', ` class="mark ${verdict}"/>`);
}

/** Numbers of a drawing, to a tenth. */
export const rounded = (value: number): number => Math.round(value * 10) / 10;

function markOf(group: readonly Standing[], x: (at: Position) => number): string {
  const [first] = group;
  if (!first) return '';
  const named = group.slice(0, MOST_NAMED).map(({ version }) => sentenceOf(version));
  const more = group.length > MOST_NAMED ? [`and ${(group.length - MOST_NAMED).toLocaleString('en')} more`] : [];
  const title = [...named, ...more].map((line) => svgText(line, 300)).join('\n');
  const { verdict } = first.version;
  return `<g>${shapeOf(verdict, x(first.at), LANES[verdict])}<title>${title}</title></g>`;
}

function sentenceOf(version: Replayed): string {
  const findings = shownFindings(version);
  const said = `${VERDICT_WORDS[version.verdict]}${findings && `: ${findings}`}`;
  return `${version.number}. ${shownVersion(version.version)}, ${version.at.slice(0, 19)}Z, ${said}`;
}
