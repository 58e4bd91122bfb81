import { expect, test } from 'vitest';
import type { StreamRecord } from '../../src/lib/alert/stream-hints.ts';
import type { Allowance } from '../../src/lib/site/page-record.ts';
import { AlertWorld } from './world.ts';

const BY = { until: '2025-01-15T10:20:00.000Z', reason: 'the offer is over', by: 'arn:aws:iam::111122223333:user/kim' };
const DELETION: Allowance = { ...BY, codes: ['page.deleted'] };
const CHECKOUT: Allowance = { ...BY, tokens: ['STRIPE_CHECKOUT'] };

/** A page's item as the stream shows it, with these allowances. */
function image(...allowances: readonly Allowance[]) {
  const list = (names: readonly string[] = []) => ({ L: names.map((S) => ({ S })) });
  const shown = allowances.map(({ codes, tokens, until, reason, by }) => ({
    M: {
      ...(codes && { codes: list(codes) }),
      ...(tokens && { tokens: list(tokens) }),
      until: { S: until },
      reason: { S: reason },
      by: { S: by },
    },
  }));
  return { allowances: { L: shown } };
}

function changed(
  before: ReturnType<typeof image>,
  after: ReturnType<typeof image>,
  key = 'old/index.html',
): StreamRecord {
  const Keys = { pk: { S: 'SITE#demo' }, sk: { S: `PAGE#${key}` } };
  return { dynamodb: { SequenceNumber: 's-1', Keys, OldImage: before, NewImage: after } };
}

const told = (world: AlertWorld): string[] => world.sns.messages.map(({ message }) => message);

test('tells on both channels, once, what may happen to which page, until when, and who allowed it', async () => {
  const world = new AlertWorld();
  const record = changed(image(), image(DELETION));
  await world.wake(record);
  await world.wake(record);
  expect(told(world)).toEqual([
    expect.stringContaining(`Until ${BY.until} the guard lets this happen to old/index.html: page.deleted.`),
  ]);
  expect(told(world)[0]).toContain(`Allowed by: ${BY.by}\nReason: the offer is over`);
  expect(world.sns.messages[0]?.attributes).toEqual({ site: 'demo', state: 'allowance', severity: 'medium' });
  expect(world.slack.seen).toHaveLength(1);
});

test('tells what was withdrawn, and nothing of what came to its end', async () => {
  const world = new AlertWorld();
  await world.wake(changed(image(CHECKOUT, DELETION), image(DELETION)));
  expect(told(world)).toEqual([
    expect.stringContaining(
      'The guard no longer lets this happen to old/index.html: any finding about STRIPE_CHECKOUT.',
    ),
  ]);
  world.later(86_400);
  await world.wake(changed(image(DELETION), image()));
  expect(told(world)).toHaveLength(1);
});

test('says of an allowance that names both that both must match', async () => {
  const world = new AlertWorld();
  await world.wake(changed(image(), image({ ...CHECKOUT, codes: ['token.lost'] })));
  expect(told(world)[0]).toContain(': token.lost of STRIPE_CHECKOUT.');
});

test('tells nothing of a page that was looked at and keeps its allowances', async () => {
  const world = new AlertWorld();
  await world.wake(changed(image(DELETION), image(DELETION)));
  await world.wake(changed(image(), image()));
  expect(told(world)).toEqual([]);
});

test('is told later when Slack is down', async () => {
  const world = new AlertWorld();
  world.slack.down = true;
  await world.wake(changed(image(), image(DELETION, CHECKOUT)));
  expect(world.untold.messages).toHaveLength(2);
  world.slack.down = false;
  expect(await world.wakeByQueue()).toBe(0);
  expect(world.slack.seen).toHaveLength(2);
  expect(world.sns.messages).toHaveLength(2);
});

test('shows a hostile key as text', async () => {
  const world = new AlertWorld();
  await world.wake(changed(image(), image(DELETION), 'a\u202Eb<!channel>.html'));
  expect(told(world)[0]).toContain('a\\u{202e}b<!channel>.html');
  expect(JSON.stringify(world.slack.seen)).toContain('b&lt;!channel&gt;.html');
});
