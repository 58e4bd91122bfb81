import { describe, expect, test } from 'vitest';
import { play } from './history.ts';
import type { History } from './history.ts';

/** As many histories as fit into the test run; a night's worth with `SIM_SEEDS=1000000 SIM_FROM=1`. */
const SEEDS = Number(process.env['SIM_SEEDS'] ?? 1500);
const FROM = Number(process.env['SIM_FROM'] ?? 1);
const ONLY = process.env['SIM_SEED'];
const LONG_ENOUGH_MS = 24 * 60 * 60 * 1000;

/** What to read and what to run when a history fails. */
async function report({ seed, violation }: History): Promise<string> {
  const { log, setup } = await play(seed, { traced: true });
  const replay = `SIM_SEED=${seed} npx vitest run test/sim/sim.test.ts`;
  return [`${violation?.invariant}: ${violation?.message}`, replay, JSON.stringify(setup), ...log].join('\n');
}

describe.skipIf(ONLY !== undefined)('random histories of uploads, crashes, lost notices and decisions', () => {
  test(`keep every invariant in seeds ${FROM} to ${FROM + SEEDS - 1}`, { timeout: LONG_ENOUGH_MS }, async () => {
    const failed: History[] = [];
    const sum: Record<string, number> = {};
    for (let seed = FROM; seed < FROM + SEEDS && failed.length < 3; seed++) {
      const history = await play(seed);
      if (history.violation) failed.push(history);
      for (const [what, times] of Object.entries(history.tally)) sum[what] = (sum[what] ?? 0) + times;
    }
    const reports = await Promise.all(failed.map(report));
    expect(reports.join('\n\n'), `after ${JSON.stringify(sum)}`).toBe('');
    for (const [what, times] of Object.entries(sum)) {
      if (SEEDS >= 1000) expect(times, `${what}, of ${JSON.stringify(sum)}`).toBeGreaterThan(0);
    }
  });

  test('play the same way again from the same seed', async () => {
    const [one, other] = [await play(17, { traced: true }), await play(17, { traced: true })];
    expect(other).toEqual(one);
    expect(one.log.length).toBeGreaterThan(10);
  });
});

test.runIf(ONLY !== undefined)(
  'the history of SIM_SEED keeps every invariant',
  { timeout: LONG_ENOUGH_MS },
  async () => {
    const history = await play(Number(ONLY), { traced: true });
    process.stdout.write(`${JSON.stringify(history.setup)}\n${history.log.join('\n')}\n`);
    expect(history.violation).toBeUndefined();
  },
);
