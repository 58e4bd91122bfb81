import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { listVersions } from '../../src/lib/aws/s3-versions.ts';
import type { ListedVersion } from '../../src/lib/site/version.ts';
import { wire } from './wire.ts';
import type { Answer } from './wire.ts';

const AT = '2026-03-01T09:00:00.000Z';

function version(key: string, id: string, latest = false, at = AT): string {
  return `<Version><Key>${key}</Key><VersionId>${id}</VersionId><IsLatest>${latest}</IsLatest><LastModified>${at}</LastModified><ETag>&quot;${id}&quot;</ETag><Size>3</Size></Version>`;
}

function marker(key: string, id: string, latest = false): string {
  return `<DeleteMarker><Key>${key}</Key><VersionId>${id}</VersionId><IsLatest>${latest}</IsLatest><LastModified>${AT}</LastModified></DeleteMarker>`;
}

function result(entries: readonly string[], next?: { key: string; id: string }): Answer {
  const more = next
    ? `<IsTruncated>true</IsTruncated><NextKeyMarker>${next.key}</NextKeyMarker><NextVersionIdMarker>${next.id}</NextVersionIdMarker>`
    : '<IsTruncated>false</IsTruncated>';
  return {
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<ListVersionsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><EncodingType>url</EncodingType><VersionIdMarker></VersionIdMarker>${more}${entries.join('')}</ListVersionsResult>`,
  };
}

async function all(versions: AsyncIterable<ListedVersion>): Promise<ListedVersion[]> {
  const found: ListedVersion[] = [];
  for await (const one of versions) found.push(one);
  return found;
}

test('keeps the order of the answer where versions and delete markers are of one second', async () => {
  const entries = [
    marker('a', 'm2', true),
    version('a', 'v3'),
    version('a', 'v2'),
    marker('a', 'm1'),
    version('a', 'v1'),
  ];
  const { settings } = await wire(() => result(entries));
  const listed = await all(listVersions(new S3Client(settings), 'b', 'a'));
  expect(listed.map(({ versionId }) => versionId)).toEqual(['m2', 'v3', 'v2', 'm1', 'v1']);
  expect(listed[0]).toEqual({ versionId: 'm2', lastModified: AT, deleted: true });
  expect(listed[1]).toEqual({ versionId: 'v3', etag: '"v3"', lastModified: AT, deleted: false, size: 3 });
});

test('keeps it where a large upload carries the time of its start', async () => {
  const entries = [version('a', 'v3', true), version('a', 'v2', false, '2026-03-01T08:00:00.000Z'), version('a', 'v1')];
  const { settings } = await wire(() => result(entries));
  const listed = await all(listVersions(new S3Client(settings), 'b', 'a'));
  expect(listed.map(({ versionId }) => versionId)).toEqual(['v3', 'v2', 'v1']);
});

test.each([
  ['grüße/a b+c%.html', 'gr%C3%BC%C3%9Fe/a+b%2Bc%25.html'],
  ['a b.html', 'a%20b.html'],
  ['bell\u0007.html', 'bell%07.html'],
])('knows %j by its encoded name', async (key, encoded) => {
  const others = [version(`${encoded}.bak`, 'null', true), marker(`${encoded}%2F`, 'm9', true)];
  const { settings, requests } = await wire(() =>
    result([version(encoded, 'null', true), version(encoded, 'v1'), ...others]),
  );
  const listed = await all(listVersions(new S3Client(settings), 'b', key));
  expect(listed.map(({ versionId }) => versionId)).toEqual(['null', 'v1']);
  expect(requests).toHaveLength(1);
  expect(requests[0]?.query.get('prefix')).toBe(key);
  expect(requests[0]?.query.get('encoding-type')).toBe('url');
});

test('asks for more only when it is read on, and not for other keys', async () => {
  const { settings, requests } = await wire(({ query }) =>
    query.get('version-id-marker') === null
      ? result([version('a', 'v3', true), marker('a', 'm1')], { key: 'a', id: 'm1' })
      : result([version('a', 'v1'), version('a.bak', 'w1', true)], { key: 'a.bak', id: 'w1' }),
  );
  const s3 = new S3Client(settings);
  for await (const { versionId } of listVersions(s3, 'b', 'a')) {
    expect(versionId).toBe('v3');
    break;
  }
  expect(requests).toHaveLength(1);
  const listed = await all(listVersions(s3, 'b', 'a'));
  expect(listed.map(({ versionId }) => versionId)).toEqual(['v3', 'm1', 'v1']);
  expect(requests).toHaveLength(3);
});

test('goes on behind the last version that it was given', async () => {
  const { settings, requests } = await wire((_sent, nth) =>
    nth === 1 ? result([version('a', 'v2', true)], { key: 'a', id: 'v2' }) : result([version('a', 'v1')]),
  );
  const listed = await all(listVersions(new S3Client(settings), 'b', 'a'));
  expect(listed.map(({ versionId }) => versionId)).toEqual(['v2', 'v1']);
  expect(requests.map(({ query }) => [query.get('key-marker'), query.get('version-id-marker')])).toEqual([
    [null, null],
    ['a', 'v2'],
  ]);
});

test.each([
  [403, 'AccessDenied', 'BUCKET.DENIED', false],
  [404, 'NoSuchBucket', 'BUCKET.MISSING', false],
  [503, 'SlowDown', 'BUCKET.BUSY', true],
  [500, 'InternalError', 'BUCKET.BUSY', true],
])('says %i %s in words of its own', async (status, code, told, retryable) => {
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`;
  const { settings } = await wire(() => ({ status, body, headers: { 'content-type': 'application/xml' } }));
  const listing = all(listVersions(new S3Client(settings), 'b', 'a'));
  await expect(listing).rejects.toMatchObject({ name: 'HoldfastError', code: told, retryable });
});
