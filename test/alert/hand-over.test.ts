import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { takeUntold } from '../../src/lib/alert/take-untold.ts';
import { untoldHint, untoldText } from '../../src/lib/alert/untold.ts';
import { AlertWorld } from './world.ts';

const HOUR_S = 3600;
const headings = (world: AlertWorld): string[] => world.slack.seen.map(({ message }) => message.text);

function incidentsAt(world: AlertWorld, ids: readonly string[]) {
  return ids.map((id) => world.write({ id, key: `${id}.html` }));
}

test('tells later incidents over SNS at once while Slack is down, and never holds the stream', async () => {
  const world = new AlertWorld();
  world.slack.down = true;
  for (const [told, record] of incidentsAt(world, ['a', 'b', 'c']).entries()) {
    expect(await world.wake(record)).toEqual([]);
    expect(world.sns.messages).toHaveLength(told + 1);
    world.later(90);
  }
  expect(world.slack.seen).toEqual([]);
});

test('posts everything once after an outage of hours', async () => {
  const world = new AlertWorld();
  world.slack.down = true;
  const ids = Array.from({ length: 12 }, (_, hour) => `h${hour}`);
  for (const record of incidentsAt(world, ids)) {
    await world.wake(record);
    world.later(HOUR_S);
    await world.wakeByQueue();
  }
  expect(world.untold.messages).toHaveLength(12);
  world.slack.down = false;
  await world.wakeByQueue();
  expect(await world.wakeByQueue()).toBe(0);
  expect(headings(world).toSorted()).toEqual(
    ids
      .map((id) => `demo: ${id}.html was restored`)
      .toSorted()
      .map((title) => expect.stringContaining(title)),
  );
  expect(world.sns.messages).toHaveLength(12);
});

test('hands over only what Slack did not take', async () => {
  const world = new AlertWorld();
  const [first, second] = [world.write({ id: 'a' }), world.write({ id: 'b' })];
  await world.wake(first);
  world.slack.down = true;
  await world.wake(first, second);
  expect(world.untold.messages.map(({ body }) => body)).toEqual(['{"untold":"incident","id":"b"}']);
});

test('hands over what another run is telling, and goes on with the rest', async () => {
  const world = new AlertWorld();
  const records = incidentsAt(world, ['a', 'b']);
  const claim = { rev: 1, claimedUntil: new Date(world.now.getTime() + 30_000).toISOString() };
  await world.deliveries.write({ kind: 'incident', id: 'a' }, 'slack', { expect: 'absent', next: claim });
  expect(await world.wake(...records)).toEqual([]);
  expect(headings(world)).toEqual([expect.stringContaining('b.html was restored')]);
  world.later(60);
  expect(await world.wakeByQueue()).toBe(0);
  expect(headings(world)).toHaveLength(2);
});

test('posts what the incident is when Slack is back, not what it was', async () => {
  const world = new AlertWorld();
  world.slack.down = true;
  await world.wake(world.write());
  await world.wake(world.write({ state: 'dismissed', rev: 3, entry: 3 }));
  world.slack.down = false;
  expect(await world.wakeByQueue()).toBe(0);
  expect(headings(world)).toEqual([expect.stringContaining('was dismissed')]);
  expect(world.slack.seen[0]?.replies).toEqual([]);
  expect(world.sns.messages).toHaveLength(2);
});

test('goes on from the post there was before the outage', async () => {
  const world = new AlertWorld();
  await world.wake(world.write());
  world.slack.down = true;
  await world.wake(world.write({ state: 'dismissed', rev: 3, entry: 3 }));
  expect(headings(world)).toEqual([expect.stringContaining('was restored')]);
  world.slack.down = false;
  await world.wakeByQueue();
  expect(headings(world)).toEqual([expect.stringContaining('was dismissed')]);
  expect(world.slack.seen[0]?.replies).toHaveLength(1);
});

test('posts once when it dies after the hand-over and the stream brings the record again', async () => {
  const world = new AlertWorld();
  world.slack.down = true;
  const record = world.write();
  await world.wake(record);
  await world.wake(record);
  expect(world.untold.messages).toHaveLength(2);
  world.slack.down = false;
  expect(await world.wakeByQueue()).toBe(0);
  expect(world.slack.seen).toHaveLength(1);
  expect(world.sns.messages).toHaveLength(1);
});

test('asks the stream for the records again when the hand-over fails, and tells them then', async () => {
  const world = new AlertWorld();
  world.slack.down = true;
  world.untold.down = true;
  const records = incidentsAt(world, ['a', 'b', 'c']);
  expect(await world.wake(...records)).toEqual(['s-a-2', 's-b-2', 's-c-2']);
  expect(world.sns.messages).toHaveLength(3);
  world.slack.down = false;
  expect(await world.wake(...records)).toEqual([]);
  expect(world.sns.messages).toHaveLength(3);
  expect(world.slack.seen).toHaveLength(3);
});

test('posts once when the hand-over succeeded but nobody was told so', async () => {
  const world = new AlertWorld();
  world.slack.down = true;
  world.untold.dropsAnswers = true;
  const record = world.write();
  expect(await world.wake(record)).toEqual(['s-f00dfeed00112233aabb-2']);
  world.slack.down = false;
  expect(await world.wake(record)).toEqual([]);
  expect(await world.wakeByQueue()).toBe(0);
  expect(world.slack.seen).toHaveLength(1);
});

test('posts in Slack while SNS is down, and tells over SNS from the queue', async () => {
  const world = new AlertWorld();
  world.sns.down = true;
  expect(await world.wake(world.write())).toEqual([]);
  expect(world.slack.seen).toHaveLength(1);
  expect(await world.wakeByQueue()).toBe(1);
  world.sns.down = false;
  expect(await world.wakeByQueue()).toBe(0);
  expect(world.slack.seen).toHaveLength(1);
  expect(world.sns.messages).toHaveLength(1);
});

test('leaves a message that it cannot understand to the dead letters, and tells the others', async () => {
  const world = new AlertWorld();
  world.write();
  const messages = ['no JSON', '{"untold":"page","id":"x"}', '{"untold":"incident","id":"f00dfeed00112233aabb"}'];
  const received = messages.map((body, index) => ({ messageId: `m${index}`, body }));
  expect(await takeUntold(received, world.deps())).toEqual(['m0', 'm1']);
  expect(world.slack.seen).toHaveLength(1);
});

test('keeps every hint as it is, in characters that SQS takes', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constant('\u0000\uFFFE\uFFFF\uD800\u007F'));
  const pause = fc.record(
    { key: text, from: text, until: text, reason: text, by: text },
    { requiredKeys: ['from', 'until', 'reason', 'by'] },
  );
  const change = fc.record({ what: fc.constantFrom('began' as const, 'ended' as const), pause, id: text });
  const warned = fc.record({
    what: fc.constantFrom('raised' as const, 'acknowledged' as const),
    warning: text,
    id: text,
  });
  const hint = fc.oneof(
    fc.record({ sequence: fc.constant('m1'), kind: fc.constant('incident' as const), id: text }),
    fc.record({ sequence: fc.constant('m1'), kind: fc.constant('pause' as const), site: text, change }),
    fc.record({ sequence: fc.constant('m1'), kind: fc.constant('warning' as const), site: text, change: warned }),
    fc.record({
      sequence: fc.constant('m1'),
      kind: fc.constant('escalation' as const),
      site: text,
      change: fc.record({ id: text }),
    }),
  );
  fc.assert(
    fc.property(hint, (kept) => {
      const sent = untoldText(kept);
      expect(sent).toMatch(/^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u);
      expect(untoldHint('m1', sent)).toEqual(kept);
    }),
  );
});
