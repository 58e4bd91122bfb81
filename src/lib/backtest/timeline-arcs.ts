import { LANES, rounded, type Standing } from './timeline-marks.ts';
import type { Position } from './timeline-axis.ts';

/** Arcs that a timeline shows: of more, the newest. */
const MOST_ARCS = 200;
const HIGHEST = 60;

/** An arc from each version that was edited from an older one to that one, where the timeline has both. */
export function arcsOf(standing: readonly Standing[], x: (at: Position) => number): string {
  const byName = new Map<string, Standing>();
  const arcs: string[] = [];
  for (const one of standing) {
    const stale = one.version.findings.some(({ code }) => code === 'base.stale');
    const from = stale && one.version.ancestor !== null ? byName.get(one.version.ancestor) : undefined;
    if (from) arcs.push(arcOf(one, from, x));
    byName.set(one.version.version, one);
  }
  return [...new Set(arcs.slice(-MOST_ARCS))].join('\n');
}

function arcOf(stale: Standing, ancestor: Standing, x: (at: Position) => number): string {
  const [right, left] = [x(stale.at), x(ancestor.at)].map(rounded);
  const [from, to] = [LANES[stale.version.verdict], LANES[ancestor.version.verdict]];
  const width = (right ?? 0) - (left ?? 0);
  const top = rounded(Math.min(from, to) - Math.min(HIGHEST, 16 + width / 6));
  const middle = rounded((left ?? 0) + width / 2);
  return (
    `<path class="arc ${stale.version.verdict}" d="M${right} ${from}Q${middle} ${top} ${left} ${to}"/>` +
    `<circle class="base ${stale.version.verdict}" cx="${left}" cy="${to}" r="6"/>`
  );
}
