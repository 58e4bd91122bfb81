import { expect, test } from 'vitest';
import { PROTOCOL_BUGS } from './bugs/all.ts';
import type { Bug } from './bugs/bug.ts';
import { DECISION_BUGS } from './bugs/decision-bugs.ts';
import { WARNING_BUGS } from './bugs/warning-bugs.ts';
import { play } from './history.ts';

/** More than any of the bugs needs: nearly all show within their first few hundred seeds. */
const MOST_SEEDS = 5000;

async function firstSeedThatFinds(bug: Bug): Promise<{ seed: number; message: string } | undefined> {
  for (let seed = 1; seed <= MOST_SEEDS; seed++) {
    const { violation } = await play(seed, { bug, ...(bug.setup && { setup: bug.setup }) });
    if (violation && bug.foundBy.includes(violation.invariant)) return { seed, message: violation.message };
  }
  return undefined;
}

const PLANTED = [...PROTOCOL_BUGS, ...DECISION_BUGS, ...WARNING_BUGS];

test.each(PLANTED.map((bug) => [bug.name, bug] as const))(
  'the simulation finds: %s',
  { timeout: 600_000 },
  async (name, bug) => {
    const found = await firstSeedThatFinds(bug);
    expect(found, `${name} went unnoticed in ${MOST_SEEDS} seeds`).toBeDefined();
    process.stdout.write(`${name}: seed ${found?.seed}, ${found?.message}\n`);
  },
);

test('twelve bugs are planted in the protocol, thirteen around what people decide, and two around warnings', () => {
  expect(new Set(PROTOCOL_BUGS.map(({ name }) => name)).size).toBe(12);
  expect(new Set(DECISION_BUGS.map(({ name }) => name)).size).toBe(13);
  expect(new Set(WARNING_BUGS.map(({ name }) => name)).size).toBe(2);
});
