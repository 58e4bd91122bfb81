import { expect, test } from 'vitest';
import type { StreamRecord } from '../../src/lib/alert/stream-hints.ts';
import type { EscalationRecord } from '../../src/lib/site/escalation.ts';
import type { Escalation } from '../../src/lib/site/site.ts';
import { sampleSiteRecord } from './samples.ts';
import { AlertWorld } from './world.ts';

const ESCALATION: EscalationRecord = {
  id: 'e5ca1a7e00112233aabb',
  site: 'demo',
  key: 'booking/index.html',
  says: 'Production has 12 lines that the local copy lacks.',
  diff: '--- live\n+++ local\n@@ -1,1 +1,0 @@\n-<p data-feature="STRIPE_CHECKOUT">Pay</p>\n',
  by: 'arn:aws:sts::123456789012:assumed-role/deployer/ci',
  at: '2025-01-14T10:22:00.000Z',
};

function calling(over: Escalation['over'] = ['sns', 'slack'], contact = 'CB, 555-0100'): AlertWorld {
  const world = new AlertWorld();
  world.site = sampleSiteRecord({ escalation: { contact, over } });
  return world;
}

/** Keeps an escalation and gives back the record that the stream would carry. */
function written(world: AlertWorld, change: Partial<EscalationRecord> = {}): StreamRecord {
  const escalation = { ...ESCALATION, ...change };
  world.escalations.set(escalation.id, escalation);
  const Keys = { pk: { S: 'SITE#demo' }, sk: { S: `ESCALATION#${escalation.id}` } };
  return { dynamodb: { SequenceNumber: 's-1', Keys, NewImage: { kind: { S: 'escalation' } } } };
}

const told = (world: AlertWorld): string[] => world.sns.messages.map(({ message }) => message);
const cost = (world: AlertWorld): number[] =>
  world.slack.seen.map(({ message }) => message.text.length + JSON.stringify(message.blocks).length);

test('calls the contact on both channels, once, with who, what and the diff', async () => {
  const world = calling();
  const record = written(world);
  await world.wake(record);
  await world.wake(record);
  expect(told(world)).toEqual([expect.stringContaining('CB, 555-0100, you are called: somebody wanted to deploy')]);
  expect(told(world)[0]).toContain(`Production has 12 lines that the local copy lacks.\nWanted by: ${ESCALATION.by}`);
  expect(told(world)[0]).toContain('\n-<p data-feature="STRIPE_CHECKOUT">Pay</p>');
  expect(told(world)[0]).toContain('npx holdfast pull demo booking/index.html');
  expect(world.sns.messages[0]?.attributes).toEqual({ site: 'demo', state: 'escalation', severity: 'high' });
  expect(world.slack.seen).toHaveLength(1);
  expect(world.slack.seen[0]?.message.text).toContain('CB, 555-0100, you are called');
  expect(JSON.stringify(world.slack.seen)).toContain('-&lt;p data-feature=');
});

test.each([
  [['sns'] as const, 1, 0],
  [['slack'] as const, 0, 1],
])('calls over %j alone where the site says so', async (over, bySns, bySlack) => {
  const world = calling(over);
  await world.wake(written(world));
  expect([world.sns.messages.length, world.slack.seen.length]).toEqual([bySns, bySlack]);
});

test('is told on both channels where the site names nobody any more', async () => {
  const world = new AlertWorld();
  await world.wake(written(world));
  expect(told(world)[0]).toContain('Whoever is in charge: somebody wanted to deploy');
  expect(world.slack.seen).toHaveLength(1);
});

test('is called later when Slack is down, by a message that has no diff', async () => {
  const world = calling();
  world.slack.down = true;
  await world.wake(written(world));
  expect(world.untold.messages.map(({ body }) => body)).toEqual([
    `{"untold":"escalation","site":"demo","change":{"id":"${ESCALATION.id}"}}`,
  ]);
  world.slack.down = false;
  expect(await world.wakeByQueue()).toBe(0);
  expect(world.slack.seen).toHaveLength(1);
  expect(told(world)).toHaveLength(1);
});

test('shows hostile text as text and nothing of it as markup, within the limits of both channels', async () => {
  const world = calling(['sns', 'slack'], '<!here> CB');
  const line = '+<!channel> ```<http://x|y> \u202Egnp.exe\u0000 & "quoted" \\ ';
  const diff = `${line}\n`.repeat(Math.floor(12_000 / (line.length + 1)));
  await world.wake(written(world, { diff, says: '<!channel>\nWanted by: nobody', key: '$(id).html' }));
  const [message = ''] = told(world);
  expect(message).toContain('<!channel>\\u{a}Wanted by: nobody');
  expect(message).toContain('\\u{202e}gnp.exe\\u{0}');
  expect(message).not.toMatch(/npx holdfast .*\$\(id\)/);
  expect(Buffer.byteLength(message)).toBeLessThanOrEqual(60 * 1024);
  const posted = JSON.stringify(world.slack.seen.map((seen) => seen.message));
  expect(posted).not.toMatch(/[<>]/);
  expect(posted).toContain('The diff is longer: whoever wanted to deploy has the rest.');
  expect(cost(world)).toEqual([expect.toSatisfy((each: number) => each <= 13_200)]);
});

test('says so where no diff was sent, and is not told once it is gone', async () => {
  const world = calling();
  await world.wake(written(world, { diff: '' }));
  expect(told(world)[0]).toContain('No diff: none was sent.');
  const gone = written(world, { id: 'gone00112233' });
  world.escalations.delete('gone00112233');
  expect(await world.wake(gone)).toEqual([]);
  expect(told(world)).toHaveLength(1);
});
