import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { localSettings, newBucket, rawRequest, refusal, setVersioning } from './probe-clients.ts';

const s3 = new S3Client(localSettings());

describe('versions', () => {
  it('keep what was overwritten and what was deleted', async () => {
    const Bucket = await newBucket(s3, 'Enabled');
    const first = await put(Bucket, 'one');
    await put(Bucket, 'two');
    const marker = await remove(Bucket);
    expect(marker.DeleteMarker).toBe(true);
    expect(await text(Bucket, first.VersionId)).toBe('one');
    await remove(Bucket, marker.VersionId);
    expect(await text(Bucket)).toBe('two');
  });

  it('answer 404 for a deletion, and 405 for its marker by id', async () => {
    const Bucket = await newBucket(s3, 'Enabled');
    await put(Bucket, 'one');
    const { VersionId } = await remove(Bucket);
    expect(await refusal(s3.send(new GetObjectCommand({ Bucket, Key: 'a' })))).toMatchObject({ status: 404 });
    expect(await refusal(s3.send(new HeadObjectCommand({ Bucket, Key: 'a' })))).toMatchObject({ status: 404 });
    expect(await refusal(s3.send(new GetObjectCommand({ Bucket, Key: 'a', VersionId })))).toMatchObject({
      status: 405,
    });
  });

  it('are gone for good when deleted by id, and the one before is live again', async () => {
    const Bucket = await newBucket(s3, 'Enabled');
    await put(Bucket, 'one');
    const second = await put(Bucket, 'two');
    await remove(Bucket, second.VersionId);
    expect(await text(Bucket)).toBe('one');
    const gone = s3.send(new GetObjectCommand({ Bucket, Key: 'a', VersionId: second.VersionId }));
    expect(await refusal(gone)).toEqual({ status: 404, name: 'NoSuchVersion' });
  });

  it('are one, called null, where versioning is off or suspended, beside those from before', async () => {
    const Bucket = await newBucket(s3);
    await put(Bucket, 'one');
    expect(await ids(Bucket)).toEqual(['null']);
    expect(await text(Bucket, 'null')).toBe('one');
    await setVersioning(s3, Bucket, 'Enabled');
    const { VersionId } = await put(Bucket, 'two');
    await setVersioning(s3, Bucket, 'Suspended');
    await put(Bucket, 'three');
    expect(await ids(Bucket)).toEqual(['null', VersionId]);
    expect(await text(Bucket, 'null')).toBe('three');
    await remove(Bucket);
    expect(await ids(Bucket)).toEqual(['null', VersionId]);
    expect(await refusal(s3.send(new GetObjectCommand({ Bucket, Key: 'a' })))).toMatchObject({ status: 404 });
  });

  it('leave nothing to list where versioning was never on and the object is deleted', async () => {
    const Bucket = await newBucket(s3);
    await put(Bucket, 'one');
    await remove(Bucket);
    expect(await ids(Bucket)).toEqual([]);
  });
});

describe('the list of versions', () => {
  it('has versions and markers of a key in one order, newest first, also across pages', async () => {
    const Bucket = await newBucket(s3, 'Enabled');
    const made = [await put(Bucket, '1'), await remove(Bucket), await put(Bucket, '2'), await remove(Bucket)];
    const expected = made.map(({ VersionId }) => VersionId).toReversed();
    expect(await ids(Bucket)).toEqual(expected);
    const firstPage = await rawVersions(Bucket, 'max-keys=3');
    const rest = await rawVersions(Bucket, `key-marker=a&version-id-marker=${firstPage.at(-1)?.id}`);
    expect([...firstPage, ...rest].map(({ id }) => id)).toEqual(expected);
  });

  it('is by prefix, so a key that begins like another lists both', async () => {
    const Bucket = await newBucket(s3, 'Enabled');
    await put(Bucket, 'one');
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a.html', Body: 'x' }));
    const listed = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'a' }));
    expect(listed.Versions?.map(({ Key }) => Key)).toEqual(['a', 'a.html']);
  });

  // AWS has whole seconds in both. What compares the two must cut the list's time.
  it('tells times in milliseconds, and a GET in whole seconds', async () => {
    const Bucket = await newBucket(s3, 'Enabled');
    for (let attempt = 0; attempt < 5; attempt += 1) await put(Bucket, String(attempt));
    const listed = await rawVersions(Bucket);
    expect(listed.some(({ time }) => !time.endsWith('.000Z'))).toBe(true);
    const { LastModified } = await s3.send(new GetObjectCommand({ Bucket, Key: 'a' }));
    expect(LastModified?.getMilliseconds()).toBe(0);
  });
});

function put(Bucket: string, Body: string) {
  return s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body }));
}

function remove(Bucket: string, VersionId?: string) {
  return s3.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId }));
}

async function text(Bucket: string, VersionId?: string) {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'a', VersionId }));
  return Body?.transformToString();
}

async function ids(bucket: string) {
  return (await rawVersions(bucket)).map(({ id }) => id);
}

/** As it stands in the answer: the SDK sorts versions and markers apart. */
async function rawVersions(bucket: string, query = ''): Promise<{ id: string; time: string }[]> {
  const answer = await rawRequest(`/${bucket}?versions&prefix=a&${query}`);
  const entries = (await answer.text()).matchAll(/<(?:Version|DeleteMarker)>.*?<\/(?:Version|DeleteMarker)>/gs);
  return [...entries].map(([entry]) => ({
    id: /<VersionId>(.*?)</.exec(entry)?.[1] ?? '',
    time: /<LastModified>(.*?)</.exec(entry)?.[1] ?? '',
  }));
}
