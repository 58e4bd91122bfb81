import { expect, test } from 'vitest';
import { takeRecords } from '../../src/lib/alert/take-records.ts';
import { HoldfastError } from '../../src/lib/errors.ts';
import { sampleSiteRecord } from './samples.ts';
import { AlertWorld } from './world.ts';

const headings = (world: AlertWorld): string[] => world.slack.seen.map(({ message }) => message.text);

test('tells a restored page once in Slack and once over SNS, however often it is woken', async () => {
  const world = new AlertWorld();
  const hint = world.write();
  expect(await world.wake(hint, hint)).toEqual([]);
  expect(await world.wake(hint)).toEqual([]);
  expect(headings(world)).toEqual([expect.stringContaining('demo: index.html was restored')]);
  expect(world.sns.messages.map(({ subject }) => subject)).toEqual(['[Holdfast] demo: index.html was restored']);
});

test.each(['restoring', 'superseded'] as const)('tells nothing of an incident that is only %s', async (state) => {
  const world = new AlertWorld();
  await world.wake(world.write({ state }));
  expect(world.slack.seen).toEqual([]);
  expect(world.sns.messages).toEqual([]);
});

test('replaces the post and replies under it when the incident moves on', async () => {
  const world = new AlertWorld();
  await world.wake(world.write());
  const decision = { what: 'override', by: 'kim', reason: 'as planned', at: '2025-01-14T10:30:00.000Z' } as const;
  await world.wake(world.write({ state: 'overridden', rev: 3, entry: 3, decision }));
  expect(headings(world)).toEqual([expect.stringContaining('demo: The incident of index.html was overridden')]);
  expect(world.slack.seen[0]?.replies.map(({ text }) => text)).toEqual([expect.stringContaining('was overridden')]);
  expect(world.sns.messages).toHaveLength(2);
});

const APP = { id: 'A012AB3CD', team: 'T012AB3CD', signingSecretParameter: '/demo/secret' };

function buttons(world: AlertWorld): string[] {
  const blocks = world.slack.seen[0]?.message.blocks ?? [];
  return blocks.flatMap((block) => (block.type === 'actions' ? block.elements.map(({ action_id }) => action_id) : []));
}

test('has buttons for what is open now, where the site has a Slack app', async () => {
  const world = new AlertWorld();
  world.site = sampleSiteRecord({ slack: { channel: '#alerts', tokenParameter: '/demo/slack', app: APP } });
  await world.wake(world.write());
  expect(buttons(world)).toEqual(['decide-override', 'decide-dismiss', 'open']);
  const decision = { what: 'override', by: 'kim', reason: 'as planned', at: '2025-01-14T10:30:00.000Z' } as const;
  await world.wake(world.write({ state: 'overridden', rev: 3, entry: 3, decision }));
  expect(buttons(world)).toEqual(['decide-restore', 'open']);
});

test('has a link that shows the incident and no button, where nobody would hear of a press', async () => {
  const world = new AlertWorld();
  await world.wake(world.write());
  expect(buttons(world)).toEqual([]);
  expect(world.slack.seen[0]?.message.blocks).toContainEqual({
    type: 'section',
    text: { type: 'mrkdwn', text: `<${await world.review('f00dfeed00112233aabb')}|Open>`, verbatim: true },
  });
});

test('corrects the post of an incident that was superseded, without a reply or a message', async () => {
  const world = new AlertWorld();
  await world.wake(world.write());
  await world.wake(world.write({ state: 'superseded', rev: 4, entry: 4 }));
  expect(headings(world)).toEqual([expect.stringContaining('was already replaced')]);
  expect(world.slack.seen[0]?.replies).toEqual([]);
  expect(world.sns.messages).toHaveLength(1);
});

test('never goes back to an older entry', async () => {
  const world = new AlertWorld();
  await world.wake(world.write({ state: 'overridden', rev: 3, entry: 3 }));
  await world.wake(world.write({ state: 'restored', rev: 2, entry: 2 }));
  expect(headings(world)).toEqual([expect.stringContaining('was overridden')]);
  expect(world.sns.messages).toHaveLength(1);
});

test('replies each time that a page is restored again, but says so over SNS at most hourly', async () => {
  const world = new AlertWorld();
  for (const recurrences of [0, 1, 2, 3]) {
    await world.wake(world.write({ recurrences, rev: 2 + recurrences, entry: 2 + recurrences }));
    world.later(1900);
  }
  expect(world.slack.seen).toHaveLength(1);
  expect(world.slack.seen[0]?.replies).toHaveLength(3);
  expect(world.sns.messages).toHaveLength(2);
});

test('adds where a lost feature is live now', async () => {
  const world = new AlertWorld();
  await world.wake(world.write());
  await world.wake(world.write({ rev: 3, entry: 3, nowOn: { STRIPE_CHECKOUT: 'pay.html' } }));
  expect(JSON.stringify(world.slack.seen)).toContain('STRIPE_CHECKOUT is now live on pay.html');
  expect(world.sns.messages[1]?.message).toContain('STRIPE_CHECKOUT is now live on pay.html');
});

test('tells twice rather than never when it dies between sending and marking', async () => {
  const world = new AlertWorld();
  // The writes: admission, claim over SNS, then the mark.
  world.deliveries.diesAt = 3;
  await world.wake(world.write());
  world.deliveries.diesAt = undefined;
  expect(world.sns.messages).toHaveLength(1);
  // The dead run's claim still stands.
  expect(await world.wakeByQueue()).toBe(1);
  world.later(61);
  expect(await world.wakeByQueue()).toBe(0);
  expect(world.sns.messages).toHaveLength(2);
  expect(world.slack.seen).toHaveLength(1);
});

test.each([1, 2, 3, 4, 5, 6])('is told on both channels in the end when it dies at its write %i', async (diesAt) => {
  const world = new AlertWorld();
  const record = world.write();
  world.deliveries.diesAt = diesAt;
  // Who is dead hands nothing over: the stream brings the record again.
  world.untold.down = true;
  await world.wake(record);
  world.deliveries.diesAt = undefined;
  for (let tries = 0; tries < 2; tries += 1) {
    world.later(61);
    await world.wake(record);
  }
  expect(world.sns.messages.length).toBeGreaterThanOrEqual(1);
  expect(world.sns.messages.length).toBeLessThanOrEqual(2);
  expect(world.slack.seen.length).toBeGreaterThanOrEqual(1);
  expect(world.slack.seen.length).toBeLessThanOrEqual(2);
});

test('is not held up by a Slack that refuses, and says so over SNS once an hour', async () => {
  const world = new AlertWorld();
  world.slack.refuses = 'channel_not_found';
  const hints = ['a', 'b'].map((id) => world.write({ id }));
  await world.wake(...hints);
  await world.wake(...hints);
  expect(world.untold.messages).toEqual([]);
  const refusals = world.sns.messages.filter(({ subject }) => subject.includes('Slack refuses'));
  expect(refusals.map(({ message }) => message)).toEqual([expect.stringContaining('channel_not_found')]);
  expect(world.errors).toHaveLength(2);
  world.slack.refuses = undefined;
  await world.wake(world.write({ id: 'a', state: 'dismissed', rev: 3, entry: 3 }));
  expect(headings(world)).toEqual([expect.stringContaining('was dismissed')]);
});

test('posts again when somebody removed the post', async () => {
  const world = new AlertWorld();
  await world.wake(world.write());
  world.slack.posts.clear();
  await world.wake(world.write({ state: 'dismissed', rev: 3, entry: 3 }));
  expect(headings(world)).toEqual([expect.stringContaining('was dismissed')]);
});

test('tells over SNS alone where a site has no Slack, or is not known', async () => {
  const world = new AlertWorld();
  world.site = undefined;
  expect(await world.wake(world.write())).toEqual([]);
  expect(world.sns.messages).toHaveLength(1);
  expect(world.slack.seen).toEqual([]);
});

test('gives up what would fail for ever, so that the rest is told', async () => {
  const world = new AlertWorld();
  const deps = world.deps();
  const [bad, good] = [world.write({ id: 'bad' }), world.write({ id: 'good' })];
  const incident = world.incidents.get('good');
  const records = {
    ...deps.records,
    async incident(id: string) {
      if (id === 'bad') throw new HoldfastError('REGISTRY.FAILED', 'cannot be read');
      return incident;
    },
  };
  expect(await takeRecords([bad, good], { ...deps, records })).toEqual([]);
  expect(world.untold.messages).toEqual([]);
  expect(world.sns.messages).toHaveLength(1);
  expect(world.errors.map(({ about }) => about['incident'])).toEqual(['bad']);
});
