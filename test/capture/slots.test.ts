import { expect, it } from 'vitest';
import { slots } from '../../src/lib/capture/slots.ts';

it('lets so much run at once, the rest in order, whatever fails', async () => {
  const run = slots(2);
  const begun: number[] = [];
  let now = 0;
  let most = 0;
  const work = (at: number) => async () => {
    begun.push(at);
    most = Math.max(most, (now += 1));
    await new Promise((resolve) => setImmediate(resolve));
    now -= 1;
    if (at === 1) throw new Error('failed');
    return at;
  };
  const ended = await Promise.allSettled([0, 1, 2, 3, 4].map((at) => run(work(at))));
  expect(ended.map(({ status }) => status === 'fulfilled')).toEqual([true, false, true, true, true]);
  expect([begun, most]).toEqual([[0, 1, 2, 3, 4], 2]);
});
