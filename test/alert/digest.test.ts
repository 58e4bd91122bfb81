import { expect, test } from 'vitest';
import { AlertWorld } from './world.ts';

const many = (world: AlertWorld, count: number, change = {}) =>
  Array.from({ length: count }, (_, index) => world.write({ id: `i${index}`, key: `p${index}.html`, ...change }));

const digests = (world: AlertWorld) =>
  world.slack.seen.filter(({ message }) => message.text.includes('within a minute'));

test('tells five of fifty incidents on their own and the others in one digest', async () => {
  const world = new AlertWorld();
  const hints = many(world, 50);
  for (let start = 0; start < 50; start += 10) await world.wake(...hints.slice(start, start + 10));
  expect(world.slack.seen).toHaveLength(6);
  expect(digests(world).map(({ message }) => message.text)).toEqual([expect.stringContaining('45 more alerts')]);
  expect(JSON.stringify(digests(world))).toContain('demo raised many alerts at');
  expect(JSON.stringify(digests(world))).toContain('… and 25 more');
  expect(JSON.stringify(digests(world))).toContain('npx holdfast incidents --site demo');
  expect(world.sns.messages).toHaveLength(6);
});

test('tells no more of a digest when its records come again, minutes later', async () => {
  const world = new AlertWorld();
  const hints = many(world, 8);
  await world.wake(...hints);
  world.later(120);
  await world.wake(...hints);
  expect(world.slack.seen).toHaveLength(6);
  expect(world.sns.messages).toHaveLength(6);
});

test('finishes a digest that Slack did not take', async () => {
  const world = new AlertWorld();
  const hints = many(world, 8);
  await world.wake(...hints.slice(0, 5));
  world.slack.down = true;
  await world.wake(...hints.slice(5));
  world.slack.down = false;
  world.later(120);
  expect(await world.wakeByQueue()).toBe(0);
  expect(digests(world).map(({ message }) => message.text)).toEqual([expect.stringContaining('3 more alerts')]);
  expect(world.sns.messages).toHaveLength(6);
});

test('always tells a contested page on its own', async () => {
  const world = new AlertWorld();
  await world.wake(...many(world, 6));
  await world.wake(world.write({ id: 'loud', key: 'loud.html', state: 'contested' }));
  expect(world.slack.seen.map(({ message }) => message.text)).toContainEqual(
    expect.stringContaining('loud.html is contested'),
  );
  expect(world.sns.messages.map(({ attributes }) => attributes['severity'])).toContain('critical');
});

test('tells a contested page loudly once a minute, however many bad versions of it come', async () => {
  const world = new AlertWorld();
  const loud = (id: string, key: string) => world.write({ id, key, state: 'contested' });
  for (let version = 1; version <= 9; version += 1) await world.wake(loud(`v${version}`, 'loop.html'));
  await world.wake(loud('other', 'other.html'));
  expect(world.slack.seen.map(({ message }) => message.text.replace(/\..*/s, ''))).toEqual([
    'demo: loop',
    'demo: 8 more alerts within a minute',
    'demo: other',
  ]);
  world.later(60);
  await world.wake(loud('v10', 'loop.html'));
  expect(world.slack.seen).toHaveLength(4);
  expect(world.sns.messages.filter(({ attributes }) => attributes['severity'] === 'critical')).toHaveLength(3);
});

test('says how all of one deploy is overruled at once', async () => {
  const world = new AlertWorld();
  await world.wake(...many(world, 7));
  expect(JSON.stringify(digests(world))).toContain('npx holdfast override i5 --deploy');
});

test('offers no override of what cannot be overruled', async () => {
  const world = new AlertWorld();
  await world.wake(...many(world, 7, { state: 'observed' }));
  expect(JSON.stringify(digests(world))).not.toContain('override');
});

test('starts anew in the next minute', async () => {
  const world = new AlertWorld();
  await world.wake(...many(world, 6));
  world.later(60);
  await world.wake(world.write({ id: 'next' }));
  expect(world.slack.seen).toHaveLength(7);
});

test('keeps the post of an incident true when its next state went to a digest', async () => {
  const world = new AlertWorld();
  await world.wake(world.write({ id: 'own', key: 'own.html' }));
  await world.wake(...many(world, 5));
  await world.wake(world.write({ id: 'own', key: 'own.html', state: 'dismissed', rev: 3, entry: 3 }));
  const own = world.slack.seen.find(({ message }) => message.text.includes('own.html'));
  expect(own?.message.text).toContain('own.html was dismissed');
  expect(own?.replies).toEqual([]);
});

test('counts two alerters at once as one', async () => {
  const world = new AlertWorld();
  const hints = many(world, 12);
  await Promise.all(hints.map((hint) => world.wake(hint)));
  world.later(61);
  await world.wake(...hints);
  expect(digests(world).map(({ message }) => message.text)).toEqual([expect.stringContaining('7 more alerts')]);
  expect(world.slack.seen).toHaveLength(6);
});
