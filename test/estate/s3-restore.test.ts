import { CloudFront } from '@aws-sdk/client-cloudfront';
import { S3 } from '@aws-sdk/client-s3';
import { SQS } from '@aws-sdk/client-sqs';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, it } from 'vitest';
import type { CapturedResource } from '../../src/lib/capture/captured-resource.ts';
import { compareResources } from '../../src/lib/capture/compare-resources.ts';
import type { Estate } from '../../src/lib/capture/estate.ts';
import type { Made, Step, Target } from '../../src/lib/capture/restore.ts';
import { service } from '../../src/lib/estate/s3.ts';
import { captureOf, estateAt, resourceOf } from '../capture/run-capture.ts';
import { targetOf } from '../capture/some-target.ts';
import { configured, ownBucket, REFERER } from './s3-buckets.ts';

const newEstate = () => estateAt({ endpoint: inject('emulator') });

/** Knows the only secret there is. */
const KNOWING = targetOf({ secret: async () => REFERER });

async function captured(estate: Estate, bucket: string): Promise<CapturedResource> {
  return resourceOf(await captureOf([service], estate), bucket);
}

const plan = (bucket: CapturedResource, to: Target, estate: Estate) => service.restore?.plan(bucket, to, estate) ?? [];

const kinds = (steps: readonly Step[]) => steps.map(({ kind }) => kind);

/** Plans and applies step by step, as a restore does. */
async function restored(bucket: CapturedResource, to: Target, estate: Estate): Promise<Made | undefined> {
  let made: Made | undefined;
  const shown = await plan(bucket, to, estate);
  for (let steps = shown; ; steps = await plan(bucket, to, estate)) {
    const open = steps.find(({ kind }) => kind === 'create' || kind === 'change');
    if (!open?.apply) return made;
    expect(shown.map(({ what, details }) => [what, details])).toContainEqual([open.what, open.details]);
    made = await open.apply(() => {});
  }
}

async function differences(before: CapturedResource, after: CapturedResource): Promise<string[]> {
  const found: string[] = [];
  for await (const { file, kind, path } of compareResources(before, after, service))
    found.push(`${kind} ${file}#${path}`);
  return found;
}

async function filled(s3: S3): Promise<string> {
  const Bucket = await ownBucket(s3);
  await configured(s3, Bucket);
  await s3.putObject({
    Bucket,
    Key: 'index.html',
    Body: '<p>1</p>',
    ContentType: 'text/html',
    CacheControl: 'no-cache',
    Metadata: { by: '=?UTF-8?B?Wm/Dqw==?=' },
    Tagging: 'team=web',
  });
  for (const Key of ['a', 'a/b', '../up', 'x//y', 'folder/', 'ünï\u{1F600}.txt', 'with space+plus%25'])
    await s3.putObject({ Bucket, Key, Body: Key });
  await s3.putObject({ Bucket, Key: 'large.bin', Body: randomBytes(9 * 1024 * 1024), ContentType: 'x/large' });
  return Bucket;
}

it('brings a deleted bucket back as it was', async () => {
  const estate = newEstate();
  const s3 = estate.client(S3);
  const Bucket = await filled(s3);
  const before = await captured(estate, Bucket);
  const { Versions = [] } = await s3.listObjectVersions({ Bucket });
  for (const { Key, VersionId } of Versions) await s3.deleteObject({ Bucket, Key, VersionId });
  await s3.deleteBucket({ Bucket });
  const unknown = (await plan(before, targetOf(), estate)).at(-1);
  expect(unknown).toMatchObject({ kind: 'impossible', what: `bucket ${Bucket}: policy` });
  expect(unknown?.why).toMatch(/aws:Referer is not known: .*--secrets-file/);
  const steps = await plan(before, KNOWING, estate);
  expect(kinds(steps)).toEqual(['create', 'change', 'change']);
  expect(steps[1]?.details?.[0]).toMatch(/^9 missing, 0 changed, /);
  await restored(before, KNOWING, estate);
  expect(await differences(before, await captured(estate, Bucket))).toEqual([]);
  expect(kinds(await plan(before, targetOf(), estate))).toEqual(['leave', 'leave', 'leave']);
});

it('writes only what is missing or differs, each on condition, and leaves what else is live', async () => {
  const estate = newEstate();
  const s3 = estate.client(S3);
  const Bucket = await filled(s3);
  const before = await captured(estate, Bucket);
  // What is written twice within a second, with the same bytes, is told apart by nothing in a list.
  await sleep(1100);
  await s3.deleteObject({ Bucket, Key: 'a' });
  await s3.putObject({ Bucket, Key: 'a/b', Body: 'other' });
  await s3.putObject({ Bucket, Key: 'index.html', Body: '<p>1</p>', ContentType: 'text/plain' });
  await s3.putObject({ Bucket, Key: 'new', Body: 'stays' });
  await s3.putBucketTagging({ Bucket, Tagging: { TagSet: [{ Key: 'site', Value: 'other' }] } });
  const [config, objects] = await plan(before, targetOf(), estate);
  expect(config?.details).toEqual([expect.stringMatching(/tagging\.site: "other" → "trips"/)]);
  expect(objects?.details).toEqual([
    expect.stringMatching(/^1 missing, 2 changed, /),
    'missing "a"',
    'changed "a/b": bytes',
    'changed "index.html": headers, metadata, tags',
    expect.stringMatching(/^not in the capture, left as they are: 1, "new" …$/),
  ]);
  await restored(before, targetOf(), estate);
  expect(await differences(before, await captured(estate, Bucket))).toEqual(['added new#']);
});

it('stops where an object was replaced or made after the plan, and has done the others', async () => {
  const estate = newEstate();
  const s3 = estate.client(S3);
  const Bucket = await ownBucket(s3);
  for (const Key of ['changed', 'missing', 'raced', 'made']) await s3.putObject({ Bucket, Key, Body: Key });
  const before = await captured(estate, Bucket);
  for (const Key of ['missing', 'made']) await s3.deleteObject({ Bucket, Key });
  for (const Key of ['changed', 'raced']) await s3.putObject({ Bucket, Key, Body: 'other' });
  const step = (await plan(before, targetOf(), estate)).find(({ kind }) => kind === 'change');
  await s3.putObject({ Bucket, Key: 'raced', Body: 'by somebody' });
  await s3.putObject({ Bucket, Key: 'made', Body: 'by somebody' });
  await expect(step?.apply?.(() => {})).rejects.toMatchObject({
    code: 'RESTORE.MOVED',
    message: expect.stringMatching(/"made", "raced"/),
  });
  const text = async (Key: string) => (await s3.getObject({ Bucket, Key })).Body?.transformToString();
  expect(await Promise.all(['changed', 'missing', 'raced', 'made'].map(text))).toEqual([
    'changed',
    'missing',
    'by somebody',
    'by somebody',
  ]);
});

it('stops where the configuration was changed after the plan', async () => {
  const estate = newEstate();
  const s3 = estate.client(S3);
  const Bucket = await filled(s3);
  const before = await captured(estate, Bucket);
  await s3.deleteBucketCors({ Bucket });
  const step = (await plan(before, targetOf(), estate)).find(({ kind }) => kind === 'change');
  await s3.putBucketCors({
    Bucket,
    CORSConfiguration: { CORSRules: [{ AllowedMethods: ['PUT'], AllowedOrigins: ['*'] }] },
  });
  await expect(step?.apply?.(() => {})).rejects.toMatchObject({ code: 'RESTORE.MOVED' });
});

it('makes a copy for a drill, beside a live bucket that it does not touch, and takes only it away', async () => {
  const estate = newEstate();
  const s3 = estate.client(S3);
  const Bucket = await filled(s3);
  const { QueueUrl } = await estate.client(SQS).createQueue({ QueueName: 'drilled' });
  const { Attributes } = await estate.client(SQS).getQueueAttributes({ QueueUrl, AttributeNames: ['QueueArn'] });
  const QueueConfigurations = [{ QueueArn: Attributes?.QueueArn, Events: ['s3:ObjectCreated:*' as const] }];
  await s3.putBucketNotificationConfiguration({ Bucket, NotificationConfiguration: { QueueConfigurations } });
  const before = await captured(estate, Bucket);
  const copy = `${Bucket}-drill`;
  const drill = targetOf({ drill: 'd1', nameOf: () => copy });
  const made = await restored(before, drill, estate);
  expect(made).toMatchObject({
    resource: { id: copy, name: copy },
    ids: { [`arn:aws:s3:::${Bucket}`]: `arn:aws:s3:::${copy}` },
  });
  const found = await differences(before, await captured(estate, copy));
  expect(found.toSorted()).toEqual(
    [
      'changed bucket-config.json#policy.Statement[Sid=Read].Resource',
      'added bucket-config.json#tagging.holdfast-drill',
      'removed bucket-config.json#notifications',
    ].toSorted(),
  );
  expect(await differences(before, await captured(estate, Bucket))).toEqual([]);
  const other = targetOf({ drill: 'd2', nameOf: () => copy });
  expect(kinds(await plan(before, other, estate))).toEqual(['impossible']);
  const remove = (resource: object) =>
    service.restore?.remove?.({ ids: {}, resource: { ...before.entry, ...resource } }, estate) ?? Promise.resolve();
  await expect(remove({ id: Bucket, name: Bucket })).rejects.toMatchObject({ code: 'DRILL.FOREIGN' });
  await expect(remove({ id: copy, name: copy, tags: { 'holdfast-drill': 'd2' } })).rejects.toMatchObject({
    code: 'DRILL.FOREIGN',
  });
  // A journal that somebody changed: what is named is not what would be taken away.
  for (const id of [Bucket, `${Bucket}/`, `${Bucket}/assets`, `${Bucket}/assets/`])
    await expect(remove({ id, name: copy })).rejects.toMatchObject({ code: 'DRILL.FOREIGN' });
  await remove({ id: copy, name: copy, tags: { 'holdfast-drill': 'd1' } });
  await remove({ id: copy, name: copy });
  await expect(s3.headBucket({ Bucket: copy })).rejects.toMatchObject({ name: 'NotFound' });
  expect(await differences(before, await captured(estate, Bucket))).toEqual([]);
});

it('puts objects into a folder of another bucket, and takes them away again', async () => {
  const estate = newEstate();
  const s3 = estate.client(S3);
  const Bucket = await filled(s3);
  const scratch = await ownBucket(s3);
  await s3.putObject({ Bucket: scratch, Key: 'drills/other/x', Body: 'stays' });
  const before = await captured(estate, Bucket);
  const to = targetOf({ intoBucket: { bucket: scratch, prefix: 'drills/' } });
  const [step] = await plan(before, to, estate);
  expect(step?.what).toBe(`objects of ${Bucket} into ${scratch}/drills/${Bucket}/`);
  const made = await restored(before, to, estate);
  expect(kinds(await plan(before, to, estate))).toEqual(['leave']);
  const page = await s3.getObject({ Bucket: scratch, Key: `drills/${Bucket}/index.html` });
  expect(page).toMatchObject({ CacheControl: 'no-cache', ContentType: 'text/html' });
  expect(made?.resource.id).toBe(`${scratch}/drills/${Bucket}/`);
  if (made) await service.restore?.remove?.(made, estate);
  const { Contents } = await s3.listObjectsV2({ Bucket: scratch });
  expect(Contents?.map(({ Key }) => Key)).toEqual(['drills/other/x']);
});

it('suspends versioning where it was suspended, and leaves it so where it was never on', async () => {
  const estate = newEstate();
  const s3 = estate.client(S3);
  const [suspended, never] = [await ownBucket(s3), await ownBucket(s3)];
  await s3.putBucketVersioning({ Bucket: suspended, VersioningConfiguration: { Status: 'Suspended' } });
  const [was, none] = [await captured(estate, suspended), await captured(estate, never)];
  await s3.deleteBucket({ Bucket: suspended });
  await restored(was, targetOf(), estate);
  expect(await s3.getBucketVersioning({ Bucket: suspended })).toMatchObject({ Status: 'Suspended' });
  await s3.putBucketVersioning({ Bucket: never, VersioningConfiguration: { Status: 'Enabled' } });
  await restored(none, targetOf(), estate);
  expect(await s3.getBucketVersioning({ Bucket: never })).toMatchObject({ Status: 'Suspended' });
});

it('purges the distributions in front: what was written, or everything', async () => {
  const estate = newEstate();
  const s3 = estate.client(S3);
  const cloudFront = estate.client(CloudFront);
  const Bucket = await ownBucket(s3);
  for (let at = 0; at < 35; at += 1) await s3.putObject({ Bucket, Key: `site/p ${at}/index.html`, Body: 'good' });
  const { Distribution } = await cloudFront.createDistribution({
    DistributionConfig: {
      CallerReference: Bucket,
      Comment: '',
      Enabled: true,
      Origins: {
        Quantity: 1,
        Items: [
          {
            Id: 'site',
            DomainName: `${Bucket}.s3.us-east-1.amazonaws.com`,
            OriginPath: '/site',
            S3OriginConfig: { OriginAccessIdentity: '' },
          },
        ],
      },
      DefaultCacheBehavior: { TargetOriginId: 'site', ViewerProtocolPolicy: 'allow-all' },
    },
  });
  const DistributionId = Distribution?.Id;
  const before = await captured(estate, Bucket);
  const purged = async () => {
    const { InvalidationList } = await cloudFront.listInvalidations({ DistributionId });
    const all = (InvalidationList?.Items ?? []).map(({ Id }) => cloudFront.getInvalidation({ DistributionId, Id }));
    return (await Promise.all(all)).map(({ Invalidation }) => Invalidation?.InvalidationBatch?.Paths?.Items);
  };
  await s3.putObject({ Bucket, Key: 'site/p 1/index.html', Body: 'stale' });
  expect((await plan(before, targetOf(), estate))[1]?.details).toContain(
    `then CloudFront distribution ${DistributionId} is purged`,
  );
  await restored(before, targetOf(), estate);
  expect(await purged()).toEqual([['/p%201/index.html', '/p%201/']]);
  for (let at = 0; at < 35; at += 1) await s3.putObject({ Bucket, Key: `site/p ${at}/index.html`, Body: 'stale' });
  await restored(before, targetOf(), estate);
  expect(await purged()).toContainEqual(['/*']);
  // A run that was killed had written all and purged nothing.
  const interrupted = new Set([`objects of ${Bucket}`]);
  await restored(before, targetOf({ interrupted }), estate);
  expect([(await purged()).filter((paths) => paths?.[0] === '/*').length, interrupted.size]).toEqual([2, 0]);
  expect((await plan(before, targetOf({ interrupted }), estate))[1]?.kind).toBe('leave');
});
