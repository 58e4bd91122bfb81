import { describe, expect, it } from 'vitest';
import { statementId } from '../../../src/lib/aws/bucket-policy-statement.ts';
import { emptyBucket, emptyWorld, type BucketState, type World } from '../fake-operator.ts';
import { demoSite, run, type Ran } from '../run.ts';

const THEIRS = {
  Sid: 'cdn',
  Effect: 'Allow',
  Principal: '*',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::demo-prod/*',
};
const SITE = demoSite();
const OPTIONS = { requireConditionalWrites: true };

function worldWith(policy?: object): { world: World; bucket: BucketState } {
  const world = emptyWorld();
  const bucket = { ...emptyBucket(), policy: policy && JSON.stringify(policy) };
  world.buckets.set('demo-prod', bucket);
  return { world, bucket };
}

function require(world: World, more: Parameters<typeof run>[3] = {}, site = SITE): Promise<Ran> {
  return run(world, [site], 'protect', { args: ['demo'], ...more, options: { ...OPTIONS, ...more.options } });
}

const statementsOf = ({ policy }: BucketState): { Sid: string; Resource: string[] }[] =>
  JSON.parse(policy ?? '{"Statement":[]}').Statement;

it('is told of by protect --undo, which leaves it: plain writes would be refused by a guard that is gone', async () => {
  const { world, bucket } = worldWith();
  const undo = () => run(world, [SITE], 'protect', { args: ['demo'], options: { undo: true } });
  expect(await undo()).toMatchObject({ text: 'demo-prod has no rule of ours.', value: { refusesPlainWrites: false } });
  await require(world);
  const { text, value } = await undo();
  expect(text).toContain('npx holdfast protect demo --require-conditional-writes --undo');
  expect(value).toMatchObject({ refusesPlainWrites: true });
  expect(statementsOf(bucket)).toHaveLength(1);
  bucket.policy = 'no policy at all';
  expect(await undo()).toMatchObject({ exitCode: 0, value: { refusesPlainWrites: false } });
});

describe('protect --require-conditional-writes', () => {
  it('adds one statement beside theirs, and does nothing else', async () => {
    const { world, bucket } = worldWith({ Version: '2012-10-17', Statement: [THEIRS] });
    const { exitCode, shown, value } = await require(world);
    expect(exitCode).toBe(0);
    expect(shown[0]).toContain('policy of demo-prod: statement added, 1 other statement: untouched');
    expect(shown[0]).toContain('"Sid": "HoldfastConditionalWrites-demo"');
    expect(shown[0]).toContain('aws s3 cp');
    expect(statementsOf(bucket)).toEqual([
      THEIRS,
      expect.objectContaining({ Sid: statementId('demo'), Resource: ['arn:aws:s3:::demo-prod/*.html'] }),
    ]);
    expect(value).toMatchObject({ done: true, statement: statementsOf(bucket)[1] });
    expect([bucket.versioning, world.asked, world.sites.size]).toEqual(['off', [], 0]);
  });

  it('makes a policy where there is none, and asks nothing the second time', async () => {
    const { world, bucket } = worldWith();
    expect((await require(world)).shown[0]).toContain('none yet, made with this statement');
    const before = bucket.policy;
    const again = await require(world);
    expect([again.exitCode, again.shown, bucket.policy]).toEqual([0, [], before]);
  });

  it('follows the globs when they change', async () => {
    const { world, bucket } = worldWith();
    await require(world);
    const { shown } = await require(world, {}, demoSite("    pages: ['**/*.html', '**/*.htm']\n"));
    expect(shown[0]).toContain('statement of ours replaced');
    expect(statementsOf(bucket)).toMatchObject([
      { Resource: ['arn:aws:s3:::demo-prod/*.html', 'arn:aws:s3:::demo-prod/*.htm'] },
    ]);
  });

  it('keeps the statement of another site in the same bucket', async () => {
    const { world, bucket } = worldWith();
    const blog = { ...SITE, name: 'blog', production: { ...SITE.production, prefix: 'blog/' } };
    await require(world);
    await run(world, [SITE, blog], 'protect', { args: ['blog'], options: OPTIONS });
    expect(statementsOf(bucket).map(({ Sid }) => Sid)).toEqual([statementId('demo'), statementId('blog')]);
    await run(world, [SITE, blog], 'protect', { args: ['demo'], options: { ...OPTIONS, undo: true } });
    expect(statementsOf(bucket)).toMatchObject([{ Resource: ['arn:aws:s3:::demo-prod/blog/*.html'] }]);
  });

  it('refuses globs that no policy can say, with the reason and what would be wider', async () => {
    const { world, bucket } = worldWith();
    const site = demoSite("    pages: ['**/*.html', '*.htm']\n");
    const { exitCode, text, shown } = await require(world, {}, site);
    expect([exitCode, shown, bucket.policy]).toEqual([3, [], undefined]);
    expect(text).toContain('"*.htm" has a "*" that stops at a slash');
    expect(text).toContain('*.htm would take keys in folders below');
    expect(text).not.toContain('"**/*.html" has');
  });

  it.each(['dry-run', 'no'] as const)('changes nothing on %s', async (answer) => {
    const { world, bucket } = worldWith();
    const { shown } = await require(world, { answer });
    expect(shown[0]).toContain('"s3:if-none-match": "true"');
    expect(bucket.policy).toBeUndefined();
  });

  it('writes nothing over what somebody else wrote meanwhile', async () => {
    const { world, bucket } = worldWith();
    world.meanwhile = () => {
      bucket.policy = JSON.stringify({ Statement: [THEIRS] });
    };
    expect((await require(world)).exitCode).toBe(5);
    expect(statementsOf(bucket)).toEqual([THEIRS]);
  });

  it('is a change of its own', async () => {
    const { world } = worldWith();
    expect((await require(world, { options: { via: 's3' } })).exitCode).toBe(2);
    expect((await require(world, { options: { versioning: false } })).exitCode).toBe(2);
    expect((await require(world, { options: { undo: true, eventbridgeOff: true } })).exitCode).toBe(2);
  });

  it('refuses without a bucket', async () => {
    expect(await require(emptyWorld())).toMatchObject({
      exitCode: 3,
      text: expect.stringContaining('no bucket demo-prod'),
    });
  });
});

describe('protect --require-conditional-writes --undo', () => {
  it('takes that statement out, and a policy with nothing else in it away', async () => {
    const policy = { Version: '2008-10-17', Statement: [THEIRS] };
    const { world, bucket } = worldWith(policy);
    await require(world);
    const { exitCode, shown } = await require(world, { options: { undo: true } });
    expect(exitCode).toBe(0);
    expect(shown[0]).toContain('statement HoldfastConditionalWrites-demo removed, 1 other statement: untouched');
    expect(JSON.parse(bucket.policy ?? '')).toEqual(policy);
    const alone = worldWith();
    await require(alone.world);
    const undone = await require(alone.world, { options: { undo: true } });
    expect(undone.shown[0]).toContain('has no other statement, and is removed');
    expect(alone.bucket.policy).toBeUndefined();
  });

  it('asks nothing where there is none, and changes nothing on dry-run', async () => {
    const { world, bucket } = worldWith();
    expect(await require(world, { options: { undo: true } })).toMatchObject({ exitCode: 0, shown: [] });
    await require(world);
    const before = bucket.policy;
    await require(world, { options: { undo: true }, answer: 'dry-run' });
    expect(bucket.policy).toBe(before);
  });
});

describe('doctor', () => {
  const checkOf = async (world: World, site = SITE): Promise<unknown> => {
    const { value } = await run(world, [site], 'doctor');
    const checks: unknown = Object(value).sites.demo;
    return Array.isArray(checks) && checks.find(({ what }) => what === 'conditional writes');
  };

  it('says whether the statement is there, and whether it is for the pages of now', async () => {
    const { world } = worldWith();
    const mend = expect.stringContaining('npx holdfast protect demo --require-conditional-writes');
    expect(await checkOf(world)).toMatchObject({ state: 'right', says: expect.stringContaining('not required') });
    await require(world);
    expect(await checkOf(world)).toMatchObject({ state: 'right', says: expect.stringContaining('refuses') });
    expect(await checkOf(world, demoSite("    pages: ['**/*.htm']\n"))).toMatchObject({ state: 'wrong', mend });
    const inexact = demoSite("    pages: ['*.htm']\n");
    expect(await checkOf(world, inexact)).toMatchObject({ state: 'wrong', mend: expect.stringContaining('--undo') });
    await require(world, { options: { undo: true } });
    expect(await checkOf(world, inexact)).toMatchObject({ state: 'right', says: expect.stringContaining('"*.htm"') });
  });

  it('does not fail over a policy that cannot be read', async () => {
    const { world, bucket } = worldWith();
    bucket.policy = 'no JSON';
    expect(await checkOf(world)).toMatchObject({ state: 'advice', says: expect.stringContaining('not looked at') });
  });
});
