import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { s3Bucket } from '../../src/lib/aws/s3-bucket.ts';
import { wire } from './wire.ts';
import type { Answer, Sent } from './wire.ts';

const OWNER = 'a'.repeat(64);
const LIMIT = 1000;
const ENFORCED =
  '<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>';
const PAGE = { etag: '"e1"', 'content-type': 'text/html', 'last-modified': 'Sun, 01 Mar 2026 09:00:00 GMT' };

function xml(body: string, status = 200): Answer {
  return { status, body: `<?xml version="1.0"?>${body}`, headers: { 'content-type': 'application/xml' } };
}

function error(status: number, code: string, message = 'no'): Answer {
  return xml(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`, status);
}

function acl(...grants: readonly string[]): Answer {
  return xml(
    `<AccessControlPolicy><Owner><ID>${OWNER}</ID></Owner><AccessControlList>${grants.join('')}</AccessControlList></AccessControlPolicy>`,
  );
}

function grant(permission: string, type: string, grantee: string): string {
  return `<Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="${type}">${grantee}</Grantee><Permission>${permission}</Permission></Grant>`;
}

const PRIVATE = grant('FULL_CONTROL', 'CanonicalUser', `<ID>${OWNER}</ID>`);
const PUBLIC = grant('READ', 'Group', '<URI>http://acs.amazonaws.com/groups/global/AllUsers</URI>');

/** A bucket before a server that answers each kind of request as told. */
async function bucketOn(
  answers: Partial<Record<'ownership' | 'acl' | 'get' | 'put' | 'delete', (nth: number) => Answer>>,
) {
  const counts = new Map<string, number>();
  const kindOf = ({ method, query }: Sent) => {
    if (query.has('ownershipControls')) return 'ownership';
    if (query.has('acl')) return 'acl';
    return method === 'GET' ? 'get' : method === 'PUT' ? 'put' : 'delete';
  };
  const { settings, requests } = await wire((sent) => {
    const kind = kindOf(sent);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const fallback = kind === 'ownership' ? xml(ENFORCED) : { headers: PAGE, body: 'page' };
    return answers[kind]?.(counts.get(kind) ?? 0) ?? fallback;
  });
  let at = Date.parse('2026-03-01T09:00:00.000Z');
  const now = () => new Date(at);
  const later = (ms: number) => {
    at += ms;
  };
  const sent = (kind: ReturnType<typeof kindOf>) => requests.filter((request) => kindOf(request) === kind);
  return { bucket: s3Bucket('b', { s3: new S3Client(settings), now }), sent, later };
}

describe('reading', () => {
  test('takes one GET for a page without tags or ACL, and asks about ACLs once in five minutes', async () => {
    const { bucket, sent, later } = await bucketOn({});
    for (const _ of [1, 2, 3]) await bucket.get('a', 'v1', LIMIT);
    expect([sent('get'), sent('acl'), sent('ownership')].map(({ length }) => length)).toEqual([3, 0, 1]);
    later(5 * 60 * 1000);
    await bucket.get('a', 'v1', LIMIT);
    expect(sent('ownership')).toHaveLength(2);
  });

  test('asks again where the answer about ACLs was a failure', async () => {
    const { bucket } = await bucketOn({ ownership: (nth) => (nth === 1 ? error(503, 'SlowDown') : xml(ENFORCED)) });
    await expect(bucket.get('a', 'v1', LIMIT)).rejects.toMatchObject({ code: 'BUCKET.BUSY', retryable: true });
    expect(await bucket.get('a', 'v1', LIMIT)).toMatchObject({ versionId: 'v1', etag: '"e1"' });
  });

  test.each([
    ['an old bucket without controls', () => error(404, 'OwnershipControlsNotFoundError')],
    ['a bucket that prefers its owner', () => xml(ENFORCED.replace('Enforced', 'Preferred'))],
  ])('reads the ACL of %s, where it is not the private one', async (_what, ownership) => {
    const shared = grant('FULL_CONTROL', 'CanonicalUser', '<ID>deputy</ID>');
    const { bucket, sent } = await bucketOn({
      ownership,
      acl: (nth) => (nth === 1 ? acl(PRIVATE, PUBLIC, shared) : acl(PRIVATE)),
    });
    const version = await bucket.get('a', 'v1', LIMIT);
    expect(version?.storedAs.acl).toEqual({
      owner: OWNER,
      grants: [
        { permission: 'FULL_CONTROL', grantee: { type: 'CanonicalUser', id: OWNER } },
        { permission: 'READ', grantee: { type: 'Group', uri: 'http://acs.amazonaws.com/groups/global/AllUsers' } },
        { permission: 'FULL_CONTROL', grantee: { type: 'CanonicalUser', id: 'deputy' } },
      ],
    });
    expect((await bucket.get('a', 'v1', LIMIT))?.storedAs).not.toHaveProperty('acl');
    expect(sent('acl')[0]?.query.get('versionId')).toBe('v1');
    await bucket.put(
      'a',
      { bytes: new Uint8Array(1), headers: { metadata: {} }, storedAs: version?.storedAs ?? {} },
      1,
      { ifNoneMatch: true },
    );
    expect(sent('put')[0]?.headers).toMatchObject({
      'x-amz-grant-full-control': `id="${OWNER}", id="deputy"`,
      'x-amz-grant-read': 'uri="http://acs.amazonaws.com/groups/global/AllUsers"',
    });
  });

  test.each([
    ['a version that is gone', error(404, 'NoSuchVersion')],
    ['an object that is gone', error(404, 'NoSuchKey')],
    ['a delete marker', error(405, 'MethodNotAllowed')],
  ])('finds nothing in %s', async (_what, answer) => {
    const { bucket } = await bucketOn({ get: () => answer });
    expect(await bucket.get('a', 'v1', LIMIT)).toBeUndefined();
  });

  test('does not take a missing bucket for a missing page', async () => {
    const { bucket } = await bucketOn({ get: () => error(404, 'NoSuchBucket') });
    await expect(bucket.get('a', 'v1', LIMIT)).rejects.toMatchObject({ code: 'BUCKET.MISSING', retryable: false });
  });

  test('says what to do about an archived page', async () => {
    const { bucket } = await bucketOn({ get: () => error(403, 'InvalidObjectState') });
    await expect(bucket.get('a', 'v1', LIMIT)).rejects.toMatchObject({ hint: expect.stringMatching(/archived/) });
  });

  test('never takes half a page for the whole', async () => {
    const { bucket } = await bucketOn({
      get: () => ({ headers: { ...PAGE, 'content-length': '9' }, body: 'half', cut: true }),
    });
    await expect(bucket.get('a', 'v1', LIMIT)).rejects.toMatchObject({ code: 'BUCKET.BUSY', retryable: true });
  });

  test('keeps how the page is stored', async () => {
    const headers = {
      ...PAGE,
      'x-amz-storage-class': 'STANDARD_IA',
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': 'arn:aws:kms:us-east-1:111122223333:key/1',
      'x-amz-server-side-encryption-bucket-key-enabled': 'true',
    };
    const { bucket, sent } = await bucketOn({ get: () => ({ headers, body: 'page' }) });
    const version = await bucket.get('a', 'v1', LIMIT);
    if (!version?.bytes) throw new Error('no page');
    expect(version.storedAs).toEqual({
      storageClass: 'STANDARD_IA',
      encryption: { algorithm: 'aws:kms', keyId: 'arn:aws:kms:us-east-1:111122223333:key/1', bucketKey: true },
    });
    await bucket.put('a', { ...version, bytes: version.bytes }, 1, { ifMatch: version.etag });
    const { 'x-amz-storage-class': storage, ...rest } = sent('put')[0]?.headers ?? {};
    expect(storage).toBe('STANDARD_IA');
    expect(rest).toMatchObject(
      Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('x-amz-server'))),
    );
  });
});

describe('writing', () => {
  const content = { bytes: new TextEncoder().encode('good'), headers: { metadata: {} }, storedAs: {} };

  // A bucket with Object Lock takes no object without one (S3 API reference, PutObject).
  test('sends the digest of what it writes', async () => {
    const { bucket, sent } = await bucketOn({});
    expect(await bucket.put('a', content, 1, { ifNoneMatch: true })).toBe('done');
    expect(sent('put')[0]?.headers['x-amz-checksum-sha256']).toBe('dw5gdiTWiSZcpsRIhNCAfZsFTSPEc8EGxyvp3gi3N2w=');
    expect(sent('put')[0]?.body).toBe('good');
  });

  test.each([
    [412, 'PreconditionFailed'],
    [409, 'ConditionalRequestConflict'],
    [404, 'NoSuchKey'],
  ])('takes %i %s for lost', async (status, code) => {
    const { bucket, sent } = await bucketOn({ put: () => error(status, code), delete: () => error(status, code) });
    expect(await bucket.put('a', content, 1, { ifMatch: '"e1"' })).toBe('lost');
    expect(await bucket.delete('a', '"e1"')).toBe('lost');
    expect(sent('put')[0]?.headers['if-match']).toBe('"e1"');
    expect(sent('delete')[0]?.headers['if-match']).toBe('"e1"');
  });

  test.each([
    [404, 'NoSuchBucket', 'BUCKET.MISSING', false],
    [403, 'AccessDenied', 'BUCKET.DENIED', false],
    [503, 'SlowDown', 'BUCKET.BUSY', true],
    [400, 'InvalidArgument', 'BUCKET.FAILED', false],
  ])('takes %i %s for a failure', async (status, code, told, retryable) => {
    const { bucket } = await bucketOn({ put: () => error(status, code) });
    const put = bucket.put('a', content, 1, { ifNoneMatch: true });
    await expect(put).rejects.toMatchObject({ code: told, retryable });
  });

  test('names the key that the page was encrypted with when it is refused', async () => {
    const storedAs = { encryption: { algorithm: 'aws:kms', keyId: 'key/1' } };
    const { bucket } = await bucketOn({
      put: () => error(403, 'AccessDenied', 'not authorized to perform kms:GenerateDataKey'),
    });
    const put = bucket.put('a', { ...content, storedAs }, 1, { ifNoneMatch: true });
    await expect(put).rejects.toMatchObject({
      code: 'BUCKET.DENIED',
      hint: expect.stringMatching(/key\/1.*kms:Decrypt/s),
    });
  });

  test('sends an empty page as one', async () => {
    const { bucket, sent } = await bucketOn({});
    await bucket.put('a', { ...content, bytes: new Uint8Array() }, 1, { ifNoneMatch: true });
    expect(sent('put')[0]?.headers['content-length']).toBe('0');
    expect(sent('put')[0]?.headers['if-none-match']).toBe('*');
  });
});
