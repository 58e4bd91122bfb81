import { expect, test } from 'vitest';
import { retireChanges } from '../../src/lib/alert/retire-changes.ts';
import { retireNotice } from '../../src/lib/alert/retire-notice.ts';
import type { StreamRecord } from '../../src/lib/alert/stream-hints.ts';
import type { Retirement } from '../../src/lib/site/site-record.ts';
import { AlertWorld } from './world.ts';

const BY = { reason: 'spring relaunch', by: 'arn:aws:iam::111122223333:user/kim', at: '2025-01-14T10:20:00.000Z' };
const NOTHING = { tokens: [], phrases: [] };
const OLD_HERO: Retirement = { kind: 'token', name: 'OLD_HERO', ...BY };
const RANCH: Retirement = { kind: 'phrase', name: 'For Ranch & Coast readers', ...BY };

/** A site's item as the stream shows it, with these retired by people. */
function image(...retired: readonly Retirement[]) {
  const named = (kind: Retirement['kind']) => ({
    L: retired.filter((each) => each.kind === kind).map(({ name }) => ({ S: name })),
  });
  const because = retired.map((each) => ({
    M: Object.fromEntries(Object.entries(each).map(([name, text]) => [name, { S: text }])),
  }));
  return { retired: { M: { tokens: named('token'), phrases: named('phrase'), because: { L: because } } } };
}

function changed(before: ReturnType<typeof image>, after: ReturnType<typeof image>): StreamRecord {
  const Keys = { pk: { S: 'SITE#demo' }, sk: { S: 'SITE' } };
  return { dynamodb: { SequenceNumber: 's-1', Keys, OldImage: before, NewImage: after } };
}

const titles = (world: AlertWorld): string[] => world.sns.messages.map(({ subject }) => subject);

test('tells on both channels, once, who retired what and why', async () => {
  const world = new AlertWorld();
  const record = changed(image(), image(OLD_HERO));
  await world.wake(record);
  await world.wake(record);
  expect(titles(world)).toEqual(['[Holdfast] demo: the feature OLD_HERO is retired']);
  expect(world.sns.messages[0]?.message).toContain(`Retired by: ${BY.by}\nReason: spring relaunch`);
  expect(world.sns.messages[0]?.message).toContain('npx holdfast unretire demo --token OLD_HERO');
  expect(world.slack.seen).toHaveLength(1);
});

test('tells that something may come back, and tells it again when that happens a second time', async () => {
  const world = new AlertWorld();
  await world.wake(changed(image(RANCH), image()));
  await world.wake(changed(image({ ...RANCH, at: '2025-01-15T10:20:00.000Z' }), image()));
  expect(titles(world)).toEqual(
    Array(2).fill('[Holdfast] demo: the phrase "For Ranch & Coast readers" is no longer retired'),
  );
});

test('tells nothing of a site that changed otherwise, and only what is new of one that had retired before', async () => {
  const world = new AlertWorld();
  await world.wake(changed(image(OLD_HERO), image(OLD_HERO)));
  expect(world.sns.messages).toEqual([]);
  await world.wake(changed(image(OLD_HERO), image(OLD_HERO, RANCH)));
  expect(titles(world)).toEqual(['[Holdfast] demo: the phrase "For Ranch & Coast readers" is retired']);
});

test('is told later when Slack is down', async () => {
  const world = new AlertWorld();
  world.slack.down = true;
  await world.wake(changed(image(), image(RANCH)));
  expect(world.untold.messages).toHaveLength(1);
  world.slack.down = false;
  expect(await world.wakeByQueue()).toBe(0);
  expect(JSON.stringify(world.slack.seen)).toContain('must not come back to any');
});

test('knows what nobody gave a reason for', () => {
  const [change] = retireChanges({ ...NOTHING, tokens: ['OLD_HERO'] }, NOTHING);
  expect(change && retireNotice('demo', change)).toMatchObject({ lines: [], severity: 'medium' });
});

test('puts no name into a command that could mean something to a shell or be an option', () => {
  for (const name of ['--yes', '$(id)', 'a b']) {
    const [change] = retireChanges(NOTHING, { ...NOTHING, tokens: [name] });
    expect(change && retireNotice('demo', change).next).toEqual([]);
  }
});
