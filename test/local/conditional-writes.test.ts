import {
  DeleteObjectCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { s3Assets } from '../../src/lib/aws/s3-assets.ts';
import { s3Bucket } from '../../src/lib/aws/s3-bucket.ts';
import { s3TargetBucket } from '../../src/lib/aws/s3-target-bucket.ts';
import { holdfast } from './command-line.ts';
import { localSettings, newBucket, refusal } from './probe-clients.ts';

const s3 = new S3Client({ ...localSettings(), forcePathStyle: true });
const now = () => new Date('2026-03-10T12:00:00.000Z');

const THEIRS = (bucket: string) => [
  {
    Sid: 'cdn',
    Effect: 'Allow',
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${bucket}/*`,
    Condition: { StringEquals: { 'AWS:SourceArn': 'arn:aws:cloudfront::123456789012:distribution/E1DEMO00000000' } },
  },
  {
    Sid: 'tls',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  },
];

/** A directory of the stack in which the command line finds a site of this bucket, with a prefix that needs escaping. */
async function directoryWith(bucket: string): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'holdfast-fence-'));
  await writeFile(path.join(dir, 'stack.json'), JSON.stringify(inject('stack')));
  const site = { production: { bucket, prefix: 'a*b/' }, pages: ['**/*.{html,htm}', '**/feed.xml'] };
  await writeFile(path.join(dir, 'holdfast.yml'), JSON.stringify({ sites: { fence: site } }));
  return dir;
}

async function policyOf(Bucket: string): Promise<unknown> {
  const { Policy = '' } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
  return JSON.parse(Policy);
}

describe('protect --require-conditional-writes', () => {
  it('puts its statement beside those of others, and takes it out again', async () => {
    const bucket = await newBucket(s3);
    const dir = await directoryWith(bucket);
    const before = { Version: '2012-10-17', Id: 'theirs', Statement: THEIRS(bucket) };
    await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: JSON.stringify(before) }));

    const change = ['protect', 'fence', '--require-conditional-writes'];
    expect(await holdfast(dir, ...change, '--yes')).toMatchObject({ exitCode: 0 });
    const ours = {
      Sid: 'HoldfastConditionalWrites-fence',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: ['a${*}b/*.html', 'a${*}b/*.htm', 'a${*}b/feed.xml', 'a${*}b/*/feed.xml'].map(
        (pattern) => `arn:aws:s3:::${bucket}/${pattern}`,
      ),
      Condition: {
        Null: { 's3:if-match': 'true', 's3:if-none-match': 'true' },
        Bool: { 's3:ObjectCreationOperation': 'true' },
      },
    };
    expect(await policyOf(bucket)).toEqual({ ...before, Statement: [...before.Statement, ours] });
    expect(await holdfast(dir, ...change, '--yes')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('already'),
    });

    expect(await holdfast(dir, ...change, '--undo', '--yes')).toMatchObject({ exitCode: 0 });
    expect(await policyOf(bucket)).toEqual(before);
  });

  it('makes a policy where there was none, and leaves none behind', async () => {
    const bucket = await newBucket(s3);
    const dir = await directoryWith(bucket);
    const change = ['protect', 'fence', '--require-conditional-writes'];
    expect(await holdfast(dir, ...change, '--dry-run', '--json')).toMatchObject({ exitCode: 0 });
    expect((await refusal(policyOf(bucket))).name).toBe('NoSuchBucketPolicy');
    await holdfast(dir, ...change, '--yes');
    expect(await policyOf(bucket)).toMatchObject({ Version: '2012-10-17', Statement: [{ Effect: 'Deny' }] });
    await holdfast(dir, ...change, '--undo', '--yes');
    expect((await refusal(policyOf(bucket))).name).toBe('NoSuchBucketPolicy');
  });
});

it('is met by every write of the guard and of deploys: each says what it replaces, or that nothing is there', async () => {
  const bucket = await newBucket(s3, 'Enabled');
  const watched = new S3Client({ ...localSettings(), forcePathStyle: true });
  const writes: { key: string; condition: string | undefined }[] = [];
  watched.middlewareStack.add(
    (next, { commandName }) =>
      async (given) => {
        const { Key: key, IfMatch, IfNoneMatch } = Object(given.input);
        if (commandName === 'PutObjectCommand') writes.push({ key, condition: IfMatch ?? IfNoneMatch });
        return next(given);
      },
    { step: 'initialize' },
  );
  const content = { bytes: Buffer.from('<p>Ahoy'), headers: { contentType: 'text/html', metadata: {} }, storedAs: {} };
  const deps = { s3: watched, now };
  const target = s3TargetBucket(bucket, deps);
  expect(await target.write('page.html', content, { ifNoneMatch: true })).toBe('done');
  const etag = (await target.head('page.html'))?.etag ?? '';
  expect(await s3Bucket(bucket, deps).put('page.html', content, 1, { ifMatch: etag })).toBe('done');
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'app.js', Body: '1' }));
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'app.js' }));
  await s3Assets({ name: 'fence', bucket }, inject('stack').buckets.snapshots, deps).revive('app.js');
  expect(writes).toEqual([
    { key: 'page.html', condition: '*' },
    { key: 'page.html', condition: etag },
    { key: 'app.js', condition: '*' },
  ]);
});
