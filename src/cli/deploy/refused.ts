import { needsPerson, type Inspection } from '../../lib/deploy/inspection.ts';
import type { Obstacle } from '../../lib/deploy/obstacle.ts';
import type { ExitCode, Outcome } from '../outcome.ts';
import type { DeploySession } from './deploy-deps.ts';
import { escalateAhead } from './escalate-ahead.ts';
import { inspectionValue, showProof } from './show-inspection.ts';
import { showObstacles } from './show-obstacles.ts';

/** What keeps an inspected release from being written; `yes`: nobody is asked. */
export function obstaclesOf(inspection: Inspection, { yes }: { yes: boolean }): readonly Obstacle[] {
  if (inspection.obstacles.length > 0 || !yes || !needsPerson(inspection)) return inspection.obstacles;
  const says = 'A feature goes, or the guard finds something: --yes is not enough, somebody has to look at it.';
  return [{ rule: 'D6', says, next: 'A person: run it at a terminal without --yes, and say y after the proof block.' }];
}

/** The exit code of obstacles: 4 where production is ahead of anything, else 3. */
export function obstaclesExit(obstacles: readonly Obstacle[]): ExitCode {
  if (obstacles.length === 0) return 0;
  return obstacles.some(({ rule }) => rule === 'D8') ? 4 : 3;
}

/**
 * How a deploy ends that is not written: its proof, everything that stands against it, and what to do. Where production is
 * ahead, the site's contact is called, unless `quiet`.
 */
export async function refused(
  inspection: Inspection,
  obstacles: readonly Obstacle[],
  { quiet }: { quiet: boolean },
  { operator, now }: DeploySession,
): Promise<Outcome> {
  const called = quiet ? undefined : await escalateAhead(inspection.site, inspection.ahead, operator);
  const proof = showProof(inspection, now());
  const text = [
    ...(proof === '' ? [] : [proof]),
    `Nothing was written to ${inspection.release.target}:\n${showObstacles(obstacles)}`,
    ...(called?.text ? [called.text] : []),
  ];
  return {
    exitCode: obstaclesExit(obstacles),
    value: {
      ...inspectionValue(inspection, now()),
      done: false,
      obstacles,
      next: nextOf(obstacles),
      ...(called && called.value.length > 0 && { escalated: called.value }),
    },
    text: text.join('\n\n'),
  };
}

/** What to do, each once. */
export function nextOf(obstacles: readonly Obstacle[]): string[] {
  return [...new Set(obstacles.map(({ next }) => next))];
}
