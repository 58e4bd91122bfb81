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

const decision = {
  what: 'dismiss',
  by: 'arn:aws:iam::123456789012:user/lead',
  at: '2025-01-14T10:22:05.000Z',
} as const;

test('pushes no upload into the digest for what people decided, however much that is', async () => {
  const world = new AlertWorld();
  await world.wake(...many(world, 9, { state: 'dismissed', decision: { ...decision, reason: 'stale' } }));
  await world.wake(world.write({ id: 'upload', key: 'upload.html' }));
  expect(world.slack.seen.at(-1)?.message.text).toContain('upload.html was restored');
  expect(digests(world).map(({ message }) => message.text)).toEqual([expect.stringContaining('4 more alerts')]);
  expect(world.slack.seen).toHaveLength(7);
});

test('tells decisions on their own after many uploads', async () => {
  const world = new AlertWorld();
  await world.wake(...many(world, 6));
  await world.wake(
    world.write({ id: 'own', state: 'overridden', decision: { ...decision, what: 'override', reason: 'x' } }),
  );
  expect(world.slack.seen.at(-1)?.message.text).toContain('was overridden');
});

test('counts the restore that a person asked for as decided', async () => {
  const world = new AlertWorld();
  await world.wake(...many(world, 5));
  const asked = { ...decision, what: 'restore', reason: 'the old one again' } as const;
  const trail = [
    { at: decision.at, state: 'restoring', decision: asked },
    { at: decision.at, state: 'restored' },
  ] as const;
  await world.wake(world.write({ id: 'asked', key: 'asked.html', trail }));
  expect(digests(world)).toEqual([]);
});

test('has the addresses of review pages in a digest, and cuts no line for them', async () => {
  const world = new AlertWorld();
  await world.wake(...many(world, 7));
  expect(JSON.stringify(digests(world))).toContain('https://api.example.com/review/i5?view=5eed');
  expect(world.sns.messages.at(-1)?.message).toContain('https://api.example.com/review/i5?view=5eed');
  const crowded = new AlertWorld();
  crowded.review = async (incident) => `https://api.example.com/review/${incident}?view=${'5eed'.repeat(60)}`;
  await crowded.wake(...many(crowded, 50));
  expect(JSON.stringify(digests(crowded))).toContain('/review/i5?');
  expect(JSON.stringify(digests(crowded))).not.toContain('/review/i24?');
  expect(JSON.stringify(digests(crowded))).toContain('(i24)');
  expect(JSON.stringify(digests(crowded))).toContain('… and 25 more');
});

test('offers no decision for a whole deploy where the digest has one incident alone', async () => {
  const world = new AlertWorld();
  await world.wake(...many(world, 6));
  expect(JSON.stringify(digests(world))).toContain('(i5)');
  expect(JSON.stringify(digests(world))).not.toContain('--deploy');
});
