import { expect, test } from 'vitest';
import { HoldfastError } from '../../src/lib/errors.ts';
import { AlertWorld } from './world.ts';

const LINK = 'https://api.example.com/review/f00dfeed00112233aabb?view=5eed';

test('carries the link that shows the incident', async () => {
  const world = new AlertWorld();
  await world.wake(world.write());
  expect(world.sns.messages[0]?.message).toContain(
    `See it in the browser (this address shows, and decides nothing): ${LINK}`,
  );
});

test('is told without a link rather than never, when nobody can make one', async () => {
  const world = new AlertWorld();
  world.review = () => Promise.reject(new HoldfastError('REGISTRY.SHAPE', 'the secret is none'));
  expect(await world.wake(world.write())).toEqual([]);
  expect(world.untold.messages).toEqual([]);
  expect(world.sns.messages[0]?.message).not.toContain('https://');
  expect(world.errors.map(({ message }) => message)).toContain('An alert is told without its link.');
});

test('is told a little later with its link, when the table is only busy', async () => {
  const world = new AlertWorld();
  const { review } = world;
  world.review = () => Promise.reject(new HoldfastError('REGISTRY.BUSY', 'throttled', { retryable: true }));
  await world.wake(world.write());
  expect(world.sns.messages).toEqual([]);
  world.review = review;
  expect(await world.wakeByQueue()).toBe(0);
  expect(world.sns.messages[0]?.message).toContain(LINK);
});
