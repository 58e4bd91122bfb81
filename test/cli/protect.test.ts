import { describe, expect, test } from 'vitest';
import type { Notifications } from '../../src/lib/aws/notification-rules.ts';
import { emptyBucket, emptyWorld, type BucketState, type World } from './fake-operator.ts';
import { demoSite, run } from './run.ts';

const FOREIGN: Notifications = {
  TopicConfigurations: [{ Id: 'theirs', TopicArn: 'arn:theirs', Events: ['s3:ObjectTagging:*'] }],
};
const TAKEN: Notifications = {
  LambdaFunctionConfigurations: [{ Id: 'resize', LambdaFunctionArn: 'arn:resize', Events: ['s3:ObjectCreated:*'] }],
};

function worldWith(change: Partial<BucketState> = {}): { world: World; bucket: BucketState } {
  const world = emptyWorld();
  const bucket = { ...emptyBucket(), ...change };
  bucket.objects.set('index.html', { text: '<p data-feature="HERO">Ahoy</p>' });
  bucket.objects.set('a b/über.html', { text: '<p>For Ranch &amp; Coast readers</p>' });
  bucket.objects.set('app.js', { text: '1' });
  world.buckets.set('demo-prod', bucket);
  return { world, bucket };
}

const SITE = demoSite('    retired: { phrases: [For Ranch & Coast readers] }\n');

describe('protect', () => {
  test('applies, turns versioning on, adds our rule beside theirs, and asks for every live page', async () => {
    const { world, bucket } = worldWith({ notifications: FOREIGN });
    const { exitCode, shown } = await run(world, [SITE], 'protect', { args: ['demo'] });
    expect(exitCode).toBe(0);
    expect(shown).toHaveLength(1);
    for (const line of [
      's3://demo-prod/ has 2 pages, 1 asset, 1 token on 1 page.',
      '! a b/über.html: retired, but live: For Ranch & Coast readers',
      'apply demo (for the first time)',
      'versioning of demo-prod: off → on',
      'notification rule holdfast-prod-demo: every key → arn:aws:sqs:us-east-1:123456789012:uploads',
      '1 other rule of the bucket: untouched',
      'ask for a look at 2 live pages',
    ]) {
      expect(shown[0]).toContain(line);
    }
    expect(world.sites.get('demo')?.config).toEqual(SITE);
    expect(bucket.versioning).toBe('on');
    expect(bucket.notifications.TopicConfigurations).toEqual(FOREIGN.TopicConfigurations);
    expect(bucket.notifications.QueueConfigurations).toHaveLength(1);
    expect(world.asked).toEqual([
      { site: 'demo', key: 'index.html' },
      { site: 'demo', key: 'a b/über.html' },
    ]);
  });

  test('changes nothing the second time but asks again', async () => {
    const { world, bucket } = worldWith();
    await run(world, [SITE], 'protect', { args: ['demo'] });
    const before = structuredClone({ notifications: bucket.notifications, rev: world.sites.get('demo')?.rev });
    const { shown } = await run(world, [SITE], 'protect', { args: ['demo'] });
    expect(shown[0]).toContain('stands, stays so');
    expect({ notifications: bucket.notifications, rev: world.sites.get('demo')?.rev }).toEqual(before);
    expect(world.asked).toHaveLength(4);
  });

  test.each(['dry-run', 'no'] as const)('changes nothing at all on %s', async (answer) => {
    const { world, bucket } = worldWith({ notifications: FOREIGN });
    await run(world, [SITE], 'protect', { args: ['demo'], answer });
    expect(world.sites.size).toBe(0);
    expect(bucket.versioning).toBe('off');
    expect(bucket.notifications).toEqual(FOREIGN);
    expect(world.asked).toEqual([]);
  });

  test('leaves versioning alone when told so', async () => {
    const { world, bucket } = worldWith({ versioning: 'suspended' });
    const { shown } = await run(world, [SITE], 'protect', { args: ['demo'], options: { versioning: false } });
    expect(bucket.versioning).toBe('suspended');
    expect(shown[0]).toContain('versioning of demo-prod: suspended, stays so (--no-versioning)');
  });

  test('does not apply a site again that is applied', async () => {
    const { world } = worldWith();
    await run(world, [demoSite()], 'apply');
    await run(world, [SITE], 'protect', { args: ['demo'] });
    expect(world.sites.get('demo')?.config.retired.phrases).toEqual([]);
  });

  test('refuses where rules overlap, before anything is asked or written, and names the way out', async () => {
    const { world, bucket } = worldWith({ notifications: TAKEN });
    const { exitCode, text, shown } = await run(world, [SITE], 'protect', { args: ['demo'] });
    expect(exitCode).toBe(3);
    expect(text).toContain('rule resize: s3:ObjectCreated:* of every key → arn:resize');
    expect(text).toContain('npx holdfast protect demo --via eventbridge');
    expect(shown).toEqual([]);
    expect(bucket).toMatchObject({ versioning: 'off', notifications: TAKEN });
    expect(world.sites.size).toBe(0);
  });

  test('via EventBridge turns that on, and touches no rule', async () => {
    const { world, bucket } = worldWith({ notifications: TAKEN });
    const site = demoSite('    via: eventbridge\n');
    const { exitCode } = await run(world, [site], 'protect', { args: ['demo'], options: { via: 'eventbridge' } });
    expect(exitCode).toBe(0);
    expect(bucket.notifications).toEqual({ ...TAKEN, EventBridgeConfiguration: {} });
  });

  test('goes the way that the configuration says, for the stack was deployed with it', async () => {
    const { world } = worldWith();
    const { exitCode, text } = await run(world, [SITE], 'protect', { args: ['demo'], options: { via: 'eventbridge' } });
    expect(exitCode).toBe(2);
    expect(text).toContain('Set `via: eventbridge` for demo in the configuration');
    expect((await run(world, [SITE], 'protect', { args: ['demo'], options: { via: 'sns' } })).exitCode).toBe(2);
  });

  test('does not overwrite a rule that somebody added after the change was shown', async () => {
    const { world, bucket } = worldWith();
    world.meanwhile = () => {
      bucket.notifications = FOREIGN;
    };
    const { exitCode } = await run(world, [SITE], 'protect', { args: ['demo'] });
    expect(exitCode).toBe(5);
    expect(bucket.notifications).toEqual(FOREIGN);
  });

  test('refuses without a bucket, or without the queue of the stack', async () => {
    const without = emptyWorld();
    expect(await run(without, [SITE], 'protect', { args: ['demo'] })).toMatchObject({
      exitCode: 3,
      text: expect.stringContaining('There is no bucket demo-prod.'),
    });
    const { world } = worldWith();
    world.queues.clear();
    expect(await run(world, [SITE], 'protect', { args: ['demo'] })).toMatchObject({ exitCode: 3 });
  });
});

describe('protect --undo', () => {
  test('takes out our rule alone', async () => {
    const { world, bucket } = worldWith({ notifications: FOREIGN });
    await run(world, [SITE], 'protect', { args: ['demo'] });
    const { exitCode, shown } = await run(world, [SITE], 'protect', { args: ['demo'], options: { undo: true } });
    expect(exitCode).toBe(0);
    expect(shown[0]).toContain('notification rule holdfast-prod-demo: removed');
    expect(bucket.notifications).toEqual(FOREIGN);
    expect(bucket.versioning).toBe('on');
    expect(world.sites.has('demo')).toBe(true);
  });

  test('asks nothing where there is nothing of ours', async () => {
    const { world, bucket } = worldWith({ notifications: FOREIGN });
    const { exitCode, text, shown } = await run(world, [SITE], 'protect', { args: ['demo'], options: { undo: true } });
    expect([exitCode, shown]).toEqual([0, []]);
    expect(text).toBe('demo-prod has no rule of ours.');
    expect(bucket.notifications).toEqual(FOREIGN);
  });

  test('leaves EventBridge on and says so, and turns it off only when told', async () => {
    const { world, bucket } = worldWith({ notifications: { ...FOREIGN, EventBridgeConfiguration: {} } });
    const site = demoSite('    via: eventbridge\n');
    const kept = await run(world, [site], 'protect', { args: ['demo'], options: { undo: true } });
    expect(kept.text).toContain('EventBridge stays on for the bucket');
    expect(bucket.notifications.EventBridgeConfiguration).toEqual({});
    await run(world, [site], 'protect', { args: ['demo'], options: { undo: true, eventbridgeOff: true } });
    expect(bucket.notifications).toEqual(FOREIGN);
  });

  test('changes nothing on dry-run', async () => {
    const { world, bucket } = worldWith();
    await run(world, [SITE], 'protect', { args: ['demo'] });
    const before = structuredClone(bucket.notifications);
    await run(world, [SITE], 'protect', { args: ['demo'], options: { undo: true }, answer: 'dry-run' });
    expect(bucket.notifications).toEqual(before);
  });
});
