import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from 'vitest';
import { localSettings, newBucket, refusal, setVersioning } from './probe-clients.ts';

const s3 = new S3Client(localSettings());
const LOST = { status: 412, name: 'PreconditionFailed' };

describe.each([undefined, 'Enabled', 'Suspended'] as const)('conditional writes with versioning %s', (versioning) => {
  let Bucket: string;

  beforeEach(async () => {
    Bucket = await newBucket(s3, versioning);
  });

  it('put over the object with that ETag only', async () => {
    const first = await put('a', 'one');
    const second = await put('a', 'two', { IfMatch: first.ETag });
    expect(await refusal(put('a', 'three', { IfMatch: first.ETag }))).toEqual(LOST);
    const live = await s3.send(new GetObjectCommand({ Bucket, Key: 'a' }));
    expect(await live.Body?.transformToString()).toBe('two');
    expect(live.ETag).toBe(second.ETag);
  });

  it('answer 404 to If-Match where nothing is', async () => {
    expect(await refusal(put('a', 'one', { IfMatch: '"0"' }))).toMatchObject({ status: 404 });
  });

  it('put where nothing is live, also over a deletion', async () => {
    await put('a', 'one', { IfNoneMatch: '*' });
    expect(await refusal(put('a', 'two', { IfNoneMatch: '*' }))).toEqual(LOST);
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    expect(await refusal(put('a', 'two', { IfMatch: '"0"' }))).toMatchObject({ status: 404 });
    await put('a', 'two', { IfNoneMatch: '*' });
  });

  it('delete the object with that ETag only', async () => {
    const { ETag } = await put('a', 'one');
    expect(await refusal(remove('a', '"0"'))).toEqual(LOST);
    await remove('a', ETag ?? '');
    expect(await refusal(s3.send(new HeadObjectCommand({ Bucket, Key: 'a' })))).toMatchObject({ status: 404 });
  });

  // AWS has enforced it since October 2025; this is why the guard restores by PutObject.
  it('are not enforced on the destination of a copy', async () => {
    await put('a', 'one');
    await put('b', 'two');
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'a', CopySource: `${Bucket}/b`, IfMatch: '"0"' }));
    expect(await text('a')).toBe('two');
  });

  function put(Key: string, Body: string, condition: { IfMatch?: string | undefined; IfNoneMatch?: string } = {}) {
    return s3.send(new PutObjectCommand({ Bucket, Key, Body, ...condition }));
  }

  function remove(Key: string, IfMatch: string) {
    return s3.send(new DeleteObjectCommand({ Bucket, Key, IfMatch }));
  }

  async function text(Key: string) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return Body?.transformToString();
  }
});

it('gives equal bytes equal ETags, so that If-Match cannot tell two uploads of them apart', async () => {
  const Bucket = await newBucket(s3);
  const first = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x', ContentType: 'text/html' }));
  await setVersioning(s3, Bucket, 'Enabled');
  const second = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x', ContentType: 'text/plain' }));
  expect(second.ETag).toBe(first.ETag);
});
