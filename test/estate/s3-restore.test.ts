import { CloudFront } from '@aws-sdk/client-cloudfront';
import { S3 } from '@aws-sdk/client-s3';
import { randomBytes } from 'node:crypto';
import { expect, inject, it } from 'vitest';
import type { CapturedResource } from '../../src/lib/capture/captured-resource.ts';
import { compareResources } from '../../src/lib/capture/compare-resources.ts';
import type { Estate } from '../../src/lib/capture/estate.ts';
import type { Made, Step, Target } from '../../src/lib/capture/restore.ts';
import { service } from '../../src/lib/estate/s3.ts';
import { captureOf, estateAt, resourceOf, SECRETS } from '../capture/run-capture.ts';
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
  for await (const { file, kind, path } of compareResources(before, after, service)) found.push(`${kind} ${file}#${path}`);
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
