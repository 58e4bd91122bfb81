import {
  CopyObjectCommand,
  DeletePublicAccessBlockCommand,
  GetBucketOwnershipControlsCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutBucketOwnershipControlsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { localSettings, newBucket, rawRequest, refusal } from './probe-clients.ts';

const s3 = new S3Client(localSettings());

const HEADERS = {
  ContentType: 'text/html; charset=utf-8',
  CacheControl: 'max-age=3600',
  ContentEncoding: 'gzip',
  ContentDisposition: 'inline; filename="a.html"',
  ContentLanguage: 'en-GB',
  Expires: new Date('2030-01-02T03:04:05Z'),
};

describe('an object', () => {
  it('is served with every header it was put with', async () => {
    const Bucket = await newBucket(s3);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x', ...HEADERS, Metadata: { build: '7' } }));
    const { headers } = await rawRequest(`/${Bucket}/a`);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'max-age=3600',
      'content-disposition': 'inline; filename="a.html"',
      'content-language': 'en-GB',
      expires: 'Wed, 02 Jan 2030 03:04:05 GMT',
      'x-amz-meta-build': '7',
    });
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'a' }));
    expect(got).toMatchObject({ ContentEncoding: 'gzip', ExpiresString: 'Wed, 02 Jan 2030 03:04:05 GMT' });
    expect(await got.Body?.transformToString()).toBe('x');
  });

  it('keeps an Expires that is no date, as it came', async () => {
    const Bucket = await newBucket(s3);
    await rawRequest(`/${Bucket}/a`, { method: 'PUT', body: 'x', headers: { expires: '-1' } });
    const { ExpiresString } = await s3.send(new GetObjectCommand({ Bucket, Key: 'a' }));
    expect(ExpiresString).toBe('-1');
  });

  it('keeps its website redirect and storage class', async () => {
    const Bucket = await newBucket(s3);
    const kept = { WebsiteRedirectLocation: '/new.html', StorageClass: 'STANDARD_IA' as const };
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x', ...kept }));
    expect(await s3.send(new GetObjectCommand({ Bucket, Key: 'a' }))).toMatchObject(kept);
  });

  it('keeps its tags, each version its own', async () => {
    const Bucket = await newBucket(s3, 'Enabled');
    const tags = { Bucket, Key: 'a', Body: 'x', Tagging: 'team=web&stage=a%20b' };
    const { VersionId } = await s3.send(new PutObjectCommand(tags));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'y' }));
    const old = await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'a', VersionId }));
    expect(old.TagSet).toEqual([
      { Key: 'team', Value: 'web' },
      { Key: 'stage', Value: 'a b' },
    ]);
    expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'a' }))).TagSet).toEqual([]);
    expect((await s3.send(new GetObjectCommand({ Bucket, Key: 'a', VersionId }))).TagCount).toBe(2);
  });

  it('keeps its encryption', async () => {
    const Bucket = await newBucket(s3);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x', ServerSideEncryption: 'AES256' }));
    expect((await s3.send(new GetObjectCommand({ Bucket, Key: 'a' }))).ServerSideEncryption).toBe('AES256');
  });

  it('takes an ACL only where the bucket still has ACLs', async () => {
    const Bucket = await newBucket(s3);
    const open = { Bucket, Key: 'a', Body: 'x', ACL: 'public-read' as const };
    await setOwnership(Bucket, 'BucketOwnerEnforced');
    expect(await refusal(s3.send(new PutObjectCommand(open)))).toMatchObject({ name: 'AccessControlListNotSupported' });
    await setOwnership(Bucket, 'ObjectWriter');
    expect(await refusal(s3.send(new PutObjectCommand(open)))).toMatchObject({ status: 403 });
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await s3.send(new PutObjectCommand(open));
    const { Grants } = await s3.send(new GetObjectAclCommand({ Bucket, Key: 'a' }));
    expect(Grants).toContainEqual(expect.objectContaining({ Permission: 'READ' }));
    const { OwnershipControls } = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
    expect(OwnershipControls?.Rules).toEqual([{ ObjectOwnership: 'ObjectWriter' }]);
  });

  it('keeps metadata of letters beyond ASCII when they come encoded as RFC 2047', async () => {
    const Bucket = await newBucket(s3);
    const title = '=?UTF-8?B?w5xiZXI=?=';
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x', Metadata: { title } }));
    expect((await s3.send(new GetObjectCommand({ Bucket, Key: 'a' }))).Metadata).toEqual({ title });
  });

  it.each(['with space.html', 'plus+plus.html', 'über/ñandú.html', 'a&b=c.html', 'per%20cent.html', '日本.html'])(
    'is found under the key %s',
    async (Key) => {
      const Bucket = await newBucket(s3);
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      expect(await Body?.transformToString()).toBe(Key);
    },
  );

  // AWS leaves the redirect behind.
  it('is copied with its headers, and here with its redirect too', async () => {
    const Bucket = await newBucket(s3);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x', ...HEADERS, WebsiteRedirectLocation: '/b' }));
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'c', CopySource: `${Bucket}/a` }));
    const copy = await s3.send(new GetObjectCommand({ Bucket, Key: 'c' }));
    expect(copy).toMatchObject({ CacheControl: 'max-age=3600', ContentEncoding: 'gzip' });
    expect(copy.WebsiteRedirectLocation).toBe('/b');
  });
});

async function setOwnership(Bucket: string, ObjectOwnership: 'BucketOwnerEnforced' | 'ObjectWriter'): Promise<void> {
  const OwnershipControls = { Rules: [{ ObjectOwnership }] };
  await s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }));
}
