import { evidenceOf, nearer } from '../../src/lib/history/evidence.ts';
import { pastUnits } from '../../src/lib/history/past-units.ts';

/** Finds by how many versions an upload is older than the newest: 0 for an ordinary edit. */
export type Nearest = (upload: string) => number;

/**
 * The peer: an upload counts as made from the version to which it is nearest, by how often each trimmed line stands in
 * them. Versions are given newest first.
 */
export function nearestByLines(versions: readonly string[]): Nearest {
  const numbers = new Map<string, number>();
  const linesOf = (text: string): Float64Array => {
    const lines = text.split(/[\r\n]+/).map((line) => line.trim());
    return Float64Array.from(
      lines.filter((line) => line !== ''),
      (line) => numberOf(line, numbers),
    ).toSorted();
  };
  const past = pastUnits(versions.map(linesOf));
  return (upload) => {
    const nearness = evidenceOf(linesOf(upload), past, versions.length).map(({ all }) => nearer(all));
    const most = Math.max(0, ...nearness);
    return most === 0 ? 0 : nearness.indexOf(most) + 1;
  };
}

function numberOf(line: string, numbers: Map<string, number>): number {
  const known = numbers.get(line) ?? numbers.size;
  numbers.set(line, known);
  return known;
}
