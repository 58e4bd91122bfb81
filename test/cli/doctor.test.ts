import { describe, expect, test } from 'vitest';
import { monthlyCost } from '../../src/cli/cost.ts';
import type { Check } from '../../src/cli/doctor/check.ts';
import type { Site } from '../../src/lib/site/site.ts';
import { emptyBucket, type BucketState, type World } from './fake-operator.ts';
import { guarded } from './guarded.ts';
import { demoSite, run } from './run.ts';

const SETTINGS = `    staging: { bucket: demo-staging }
    approvers: [{ role: web-lead, account: '123456789012' }, { email: web-lead@example.com }]
    slack:
      channel: web
      tokenParameter: /demo/token
      app: { id: A012AB3CD, team: T012AB3CD, signingSecretParameter: /demo/secret }
`;
const PLAIN = demoSite(SETTINGS);
const SITE: Site = { ...PLAIN, production: { ...PLAIN.production, distributions: ['E2ABC123XYZ'] } };

/** A site in perfect health. */
async function healthy(): Promise<{ world: World; bucket: BucketState }> {
  const world = guarded().stack;
  const bucket = emptyBucket();
  bucket.objects.set('index.html', { text: '<p data-feature="HERO">Ahoy</p>' });
  world.buckets.set('demo-prod', bucket);
  world.buckets.set('demo-staging', emptyBucket());
  world.distributions.set('E2ABC123XYZ', { enabled: true, domain: 'd1.example.com' });
  world.parameters.set('/demo/token', 'SecureString');
  world.parameters.set('/demo/secret', 'SecureString');
  world.sweeps.set('demo', '2026-03-10T11:50:00.000Z');
  await run(world, [SITE], 'protect', { args: ['demo'] });
  return { world, bucket };
}

/** What doctor says is not right, as `state what: says`. */
async function complaints(world: World, sites = [SITE]): Promise<string[]> {
  const { value } = await run(world, sites, 'doctor');
  const { stack, sites: bySite }: { stack: Check[]; sites: Record<string, Check[]> } = JSON.parse(
    JSON.stringify(value),
  );
  return [...stack, ...Object.values(bySite).flat()]
    .filter(({ state }) => state !== 'right')
    .map(({ state, what, says }) => `${state} ${what}: ${says}`);
}

describe('doctor', () => {
  test('finds nothing wrong with a site in health, and says what it costs', async () => {
    const { world } = await healthy();
    const { exitCode, value, text } = await run(world, [SITE], 'doctor');
    expect(await complaints(world)).toEqual([]);
    expect(exitCode).toBe(0);
    expect(value).toMatchObject({ healthy: true, monthlyCost: { lines: expect.any(Array) } });
    expect(text).toContain('Everything that must hold does.');
    expect(text).toMatch(/about \$\d+\.\d\d a month/);
  });

  test.each<[string, (world: World, bucket: BucketState) => void, string]>([
    ['an empty registry', (world) => world.sites.clear(), 'wrong applied: never: the guard does not know the site'],
    [
      'a setting that was not applied',
      (world) => world.sites.set('demo', { ...world.sites.get('demo')!, config: PLAIN }),
      'wrong applied: other than configured: production.distributions',
    ],
    [
      'an API that does not answer',
      (world) => Object.assign(world, { fetch: () => Promise.reject(new Error('connect ECONNREFUSED')) }),
      'wrong API: nobody can decide: https://api.example.com did not answer: connect ECONNREFUSED',
    ],
    [
      'an API that is broken',
      (world) => Object.assign(world, { fetch: async () => new Response('', { status: 500 }) }),
      'wrong API: nobody can decide: The API answered with 500.',
    ],
    [
      'no sweep for long',
      (world) => world.sweeps.set('demo', '2026-03-10T11:00:00.000Z'),
      'wrong sweep: last 60 min ago',
    ],
    ['no bucket', (world) => world.buckets.delete('demo-prod'), 'wrong bucket: demo-prod does not exist'],
    ['no staging', (world) => world.buckets.delete('demo-staging'), 'wrong staging: demo-staging does not exist'],
    [
      'versioning off',
      (_, bucket) => Object.assign(bucket, { versioning: 'suspended' }),
      'advice versioning: suspended: what is overwritten before it was looked at is lost',
    ],
    [
      'ACLs',
      (_, bucket) => Object.assign(bucket, { acls: true }),
      'advice ownership: the bucket still uses ACLs: a restore puts them back too',
    ],
    [
      'no rule',
      (_, bucket) => Object.assign(bucket, { notifications: {} }),
      'wrong notification rule: there is none: only the sweep looks, every 15 minutes',
    ],
    [
      'a lifecycle that is too quick',
      (_, bucket) => bucket.expiry.push({ id: 'tidy', prefix: '', noncurrentDays: 1, days: 30 }),
      'advice lifecycle: rule tidy removes old versions after 1 day',
    ],
    [
      'a key that is too long',
      (_, bucket) => bucket.objects.set('k'.repeat(1001), { text: '' }),
      `wrong key: ${'k'.repeat(79)}…${'k'.repeat(20)} cannot be guarded: longer than 1000 bytes`,
    ],
    ['no page', (_, bucket) => bucket.objects.clear(), 'advice pages: no live key matches'],
    [
      'no distribution',
      (world) => world.distributions.clear(),
      'wrong distribution: E2ABC123XYZ does not exist: restores could not be purged',
    ],
    [
      'no bot token',
      (world) => world.parameters.clear(),
      'wrong Slack: the parameter /demo/token does not exist: nothing can be posted',
    ],
    [
      'an open bot token',
      (world) => world.parameters.set('/demo/token', 'String'),
      'wrong Slack: the parameter /demo/token is a String: the bot token lies open',
    ],
    [
      'no signing secret',
      (world) => world.parameters.delete('/demo/secret'),
      'wrong Slack: the parameter /demo/secret does not exist: buttons cannot decide',
    ],
    [
      'no snapshot store',
      (world) => world.buckets.delete('snapshots'),
      'wrong snapshot store: the bucket does not exist: nothing that is overwritten can be kept',
    ],
    ['no topic', (world) => Object.assign(world, { subscriptions: undefined }), 'wrong alert topic: does not exist'],
    [
      'no subscriber',
      (world) => Object.assign(world, { subscriptions: 0 }),
      'advice alert topic: nobody is subscribed',
    ],
    [
      'dead letters',
      (world) => world.queues.set(world.stack.dlq, { arn: 'a', waiting: 2, inFlight: 0, delayed: 0 }),
      'wrong dead letters: 2 messages: pages that were asked for five times in vain',
    ],
  ])('tells of %s', async (_, spoil, complaint) => {
    const { world, bucket } = await healthy();
    spoil(world, bucket);
    expect(await complaints(world)).toContain(complaint);
    const { exitCode, text } = await run(world, [SITE], 'doctor');
    expect(exitCode).toBe(complaint.startsWith('wrong') ? 6 : 0);
    expect(text).toContain('mend: ');
  });

  test('tells of a rule that points to a queue that is gone', async () => {
    const { world, bucket } = await healthy();
    world.queues.set(world.stack.queue, {
      arn: 'arn:aws:sqs:us-east-1:123456789012:newer',
      waiting: 0,
      inFlight: 0,
      delayed: 0,
    });
    expect(await complaints(world)).toEqual([
      expect.stringMatching(/points to arn:\S+:uploads, which is not the stack's queue; .* breaks the next change/),
    ]);
    await run(world, [SITE], 'protect', { args: ['demo'] });
    expect(bucket.notifications.QueueConfigurations).toHaveLength(1);
    expect(await complaints(world)).toEqual([]);
  });

  test('tells of a rule of theirs that takes the same uploads', async () => {
    const { world, bucket } = await healthy();
    bucket.notifications = {
      TopicConfigurations: [{ Id: 'theirs', TopicArn: 'arn:t', Events: ['s3:ObjectCreated:*'] }],
    };
    expect(await complaints(world)).toEqual([
      'wrong notification rule: there is none, and theirs (to arn:t) takes the same uploads',
    ]);
  });

  test('tells of the rule of a site that is configured no more', async () => {
    const { world } = await healthy();
    const other = { ...SITE, name: 'other', production: { ...SITE.production, bucket: 'other-prod' } };
    world.buckets.set('other-prod', { ...emptyBucket(), versioning: 'on' });
    expect(await complaints(world, [other])).toContainEqual(
      expect.stringContaining(
        'wrong notification rule: holdfast-prod-demo of demo-prod is of a site that is not configured any more',
      ),
    );
  });

  test.each([
    [[], 'advice approvers: none: nobody can overrule the guard'],
    [
      [{ email: 'web-lead@example.com' }],
      'advice approvers: people with an e-mail address alone: nobody can make the links by which they decide',
    ],
  ])('tells that nobody can decide with the approvers %j', async (approvers, complaint) => {
    const { world } = await healthy();
    const site = { ...SITE, approvers };
    await run(world, [site], 'apply');
    expect(await complaints(world, [site])).toEqual([complaint]);
    expect((await run(world, [site], 'doctor')).exitCode).toBe(0);
  });

  test('looks at the other things when one cannot be looked at', async () => {
    const { world } = await healthy();
    const broken = { ...emptyBucket(), versioning: 'on' as const };
    Object.defineProperty(broken, 'notifications', {
      get: () => {
        throw new TypeError('a fault');
      },
    });
    world.buckets.set('demo-prod', broken);
    expect((await run(world, [SITE], 'doctor')).exitCode).toBe(1);
    world.buckets.delete('demo-prod');
    world.distributions.clear();
    expect(await complaints(world)).toEqual([
      'wrong bucket: demo-prod does not exist',
      'wrong distribution: E2ABC123XYZ does not exist: restores could not be purged',
    ]);
  });
});

describe('remove', () => {
  test('refuses while a rule stands, also of a site that is configured no more', async () => {
    const { world } = await healthy();
    const { exitCode, text, shown } = await run(world, [SITE], 'remove');
    expect([exitCode, shown]).toEqual([3, []]);
    expect(text).toContain('demo-prod: rule holdfast-prod-demo (site demo)');
    expect(text).toContain('npx holdfast protect demo --undo');
    expect((await run(world, [], 'remove')).exitCode).toBe(3);
  });

  test('says what goes and what is kept', async () => {
    const { world } = await healthy();
    await run(world, [SITE], 'protect', { args: ['demo'], options: { undo: true } });
    const { exitCode, shown } = await run(world, [SITE], 'remove', { answer: 'dry-run' });
    expect(exitCode).toBe(0);
    expect(shown[0]).toContain('remove the stack holdfast-prod in us-east-1');
    expect(shown[0]).toContain('kept: table table (baselines, incidents), bucket snapshots');
  });
});

describe('monthlyCost', () => {
  const total = (load: Parameters<typeof monthlyCost>[0]) =>
    monthlyCost(load).reduce((sum, { dollars }) => sum + dollars, 0);
  const small = { objects: 200, pages: 20, pageBytes: 2e6, uploadsPerDay: 20 };

  test('of a small site is about a dollar, and grows with everything', () => {
    expect(total([small])).toBeGreaterThan(0.8);
    expect(total([small])).toBeLessThan(2);
    expect(total([small, small])).toBeGreaterThan(total([small]));
    for (const key of ['objects', 'pages', 'pageBytes', 'uploadsPerDay'] as const) {
      expect(total([{ ...small, [key]: small[key] * 100 }])).toBeGreaterThan(total([small]));
    }
  });

  test('of an empty bucket is a number', () => {
    expect(total([{ objects: 0, pages: 0, pageBytes: 0, uploadsPerDay: 0 }])).toBeGreaterThan(0);
  });
});
