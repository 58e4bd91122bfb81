import type { Obstacle } from '../../lib/deploy/obstacle.ts';
import { counted, printable } from '../printable.ts';

/** Files of which one rule is told in full: what is the same with hundreds is read once. */
const MOST_FILES = 10;

/** What stands against it, each with what to do; of many files that one rule refuses, the first ten. */
export function showObstacles(obstacles: readonly Obstacle[]): string {
  const files = new Map<string, Map<string, number>>();
  const isShown = ({ rule, path = '' }: Obstacle): boolean => {
    const known = files.get(rule) ?? new Map<string, number>();
    const place = known.get(path) ?? known.size;
    files.set(rule, known.set(path, place));
    return place < MOST_FILES;
  };
  const shown = obstacles.filter(isShown).map(showOne);
  const more = [...files].flatMap(([rule, { size }]) =>
    size > MOST_FILES ? [`${rule}  and ${counted(size - MOST_FILES, 'file')} more (--json has all)`] : [],
  );
  return [...shown, ...more].join('\n');
}

function showOne({ rule, path, says, next }: Obstacle): string {
  const where = path === undefined ? '' : `${path}: `;
  return `${printable(`${rule}  ${where}${says}`)}\n    → ${printable(next)}`;
}
