import type { Replayed } from './replay.ts';

/** A mark's place between the two ends of an axis, from 0 to 1. */
export type Position = number;

/** Where versions stand on an axis, and what is written under it. */
export interface Axis {
  /** As many as versions, never falling: what was stored later stands further right. */
  readonly positions: readonly Position[];
  readonly ticks: readonly { readonly at: Position; readonly label: string }[];
}

const TICKS = 6;
const DAY_MS = 86_400_000;

/** An axis of the versions, oldest first: by time, or, where times say nothing, by their order. */
export function axisOf(versions: readonly Replayed[], by: 'time' | 'order'): Axis {
  const times = rising(versions.map(({ at }) => Date.parse(at)));
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  return by === 'time' && last > first ? timeAxis(times, first, last) : orderAxis(versions);
}

function timeAxis(times: readonly number[], first: number, last: number): Axis {
  const ticks = Array.from({ length: TICKS }, (_, index) => index / (TICKS - 1));
  return {
    positions: times.map((time) => (time - first) / (last - first)),
    ticks: ticks.map((at) => ({ at, label: labelOf(first + at * (last - first), last - first) })),
  };
}

function orderAxis(versions: readonly Replayed[]): Axis {
  const most = Math.max(versions.length - 1, 1);
  const shown = new Set(
    Array.from({ length: TICKS }, (_, index) => Math.round((index * (versions.length - 1)) / (TICKS - 1))),
  );
  return {
    positions: versions.map((_, index) => index / most),
    ticks: [...shown].flatMap((index) => {
      const version = versions[index];
      return version ? [{ at: index / most, label: `version ${version.number}` }] : [];
    }),
  };
}

/** Clocks are set back, and commits are dated by whoever makes them: nothing stands left of what came before it. */
function rising(times: readonly number[]): number[] {
  let latest = -Infinity;
  return times.map((time) => {
    latest = Math.max(latest, time);
    return latest;
  });
}

function labelOf(time: number, span: number): string {
  const iso = new Date(time).toISOString();
  if (span >= 5 * DAY_MS) return iso.slice(0, 10);
  return span >= 10 * 60_000 ? `${iso.slice(5, 10)} ${iso.slice(11, 16)}` : iso.slice(11, 19);
}
