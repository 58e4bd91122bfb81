import { afterEach, expect, it } from 'vitest';
import type { Estate } from '../../src/lib/capture/estate.ts';
import type { CapturedResource } from '../../src/lib/capture/captured-resource.ts';
import { service } from '../../src/lib/estate/s3.ts';
import { captureOf, estateAt, resourceOf } from '../capture/run-capture.ts';
import { refuse, startS3, xml, type Instead, type S3Server } from './servers/s3.ts';

let server: S3Server;

afterEach(() => server.close());

async function estateOf(
  objects: Readonly<Record<string, string>>,
  instead?: Instead,
  s3: object = {},
): Promise<Estate> {
  server = await startS3(objects, instead);
  const estate = estateAt({ endpoint: server.endpoint, options: { s3: { ...s3 } } });
  return { ...estate, wait: () => Promise.resolve() };
}

async function linesOf(bucket: CapturedResource): Promise<Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = [];
  for await (const line of bucket.lines('objects.ndjson')) lines.push(Object(line));
  return lines;
}

const captured = async (estate: Estate) => linesOf(resourceOf(await captureOf([service], estate), 'site'));

async function failure(estate: Estate) {
  const { metadata } = await captureOf([service], estate);
  return metadata.resources[0]?.error;
}

it('asks for keys as they are, whatever a URL would make of them', async () => {
  const keys = ['../up', './x', 'a//b', 'a b+c%2F?d=e&f#g', "it's(1)*!", 'ü\u{1F600}', 'x/'];
  const estate = await estateOf(Object.fromEntries(keys.map((key) => [key, `is ${key}`])));
  const lines = await captured(estate);
  expect(lines.map(({ key, size }) => [key, size])).toEqual(keys.map((key) => [key, Buffer.byteLength(`is ${key}`)]));
  expect(server.asked.map(({ url }) => url)).toContain('/site/a%20b%2Bc%252F%3Fd%3De%26f%23g');
  expect(server.asked.map(({ url }) => url)).toContain('/site/../up');
});

it('tries again what was throttled, failed, or cut short, and tells the token bucket', async () => {
  const instead: Instead = ({ key, before }, answer) => {
    if (before >= 2) return false;
    if (key === 'busy') refuse(answer, 503, 'SlowDown');
    else if (key === 'broken') refuse(answer, 500, 'InternalError');
    else if (key === 'cut') answer.writeHead(200, { 'content-length': 100 }).write('half', () => answer.destroy());
    else if (key === 'dropped') answer.destroy();
    else return false;
    return true;
  };
  const estate = await estateOf({ broken: '1', busy: '2', cut: '3', dropped: '4' }, instead);
  let throttled = 0;
  const bucket: Estate['bucket'] = (api, operation) => ({
    ...estate.bucket(api, operation),
    throttled: () => (throttled += operation === 'GetObject' ? 1 : 0),
  });
  const lines = await captured({ ...estate, bucket });
  expect(lines.map(({ key, size }) => [key, size])).toEqual(
    ['broken', 'busy', 'cut', 'dropped'].map((key) => [key, 1]),
  );
  expect(throttled).toBe(2);
});

it('gives up after some tries, and says why', async () => {
  const instead: Instead = ({ key }, answer) => {
    if (key !== 'busy') return false;
    refuse(answer, 503, 'SlowDown', 'Reduce your request rate &amp; wait.');
    return true;
  };
  const error = await failure(await estateOf({ busy: '' }, instead));
  expect(error).toMatchObject({ code: 'ESTATE.FAILED', message: 'SlowDown: Reduce your request rate & wait.' });
});

it('leaves out what is gone, and notes what nobody but the owner of a key can read', async () => {
  const instead: Instead = ({ key }, answer) => {
    if (key === 'gone') refuse(answer, 404, 'NoSuchKey');
    else if (key === 'keyed')
      refuse(answer, 400, 'InvalidRequest', 'The object was stored using a form of Server Side Encryption.');
    else return false;
    return true;
  };
  const lines = await captured(await estateOf({ gone: '1', here: '2', keyed: '3' }, instead));
  expect(lines).toMatchObject([{ key: 'here' }, { key: 'keyed', size: 1, unavailable: 'SSE-C' }]);
});

it('takes what is there where an object was replaced since it was listed', async () => {
  const instead: Instead = ({ key }, answer) => {
    if (key !== 'page') return false;
    answer.writeHead(200, { 'content-length': 3, etag: '"new"', 'last-modified': 'Wed, 11 Mar 2026 00:00:00 GMT' });
    answer.end('new');
    return true;
  };
  const lines = await captured(await estateOf({ page: 'listed' }, instead));
  expect(lines).toMatchObject([{ key: 'page', size: 3, etag: 'new', lastModified: '2026-03-11T00:00:00Z' }]);
});

it('names the action that is missing', async () => {
  const object: Instead = ({ key }, answer) => {
    if (key !== 'secret') return false;
    refuse(answer, 403, 'AccessDenied', 'Access Denied');
    return true;
  };
  expect(await failure(await estateOf({ secret: '' }, object))).toMatchObject({
    code: 'ESTATE.DENIED',
    message: 'The bucket site does not allow s3:GetObject.',
  });
  await server.close();
  const policy: Instead = ({ url }, answer) => {
    if (!url.includes('?policy')) return false;
    refuse(answer, 403, 'AccessDenied', 'Access Denied');
    return true;
  };
  expect(await failure(await estateOf({}, policy))).toMatchObject({
    code: 'ESTATE.DENIED',
    message: 'The bucket site does not allow s3:GetBucketPolicy.',
  });
});

it('keeps versions and delete markers of one second in the order in which S3 lists them, over pages', async () => {
  const at = '<LastModified>2026-03-10T12:00:00.000Z</LastModified>';
  const version = (id: string, latest: boolean) =>
    `<Version><Key>a%2Fb</Key><VersionId>${id}</VersionId><IsLatest>${latest}</IsLatest>${at}<ETag>&quot;${id}&quot;</ETag><Size>1</Size></Version>`;
  const marker = (id: string) =>
    `<DeleteMarker><Key>a%2Fb</Key><VersionId>${id}</VersionId><IsLatest>false</IsLatest>${at}</DeleteMarker>`;
  const page = (more: string, ...listed: string[]) =>
    `<ListVersionsResult><EncodingType>url</EncodingType>${more}${listed.join('')}</ListVersionsResult>`;
  const next =
    '<IsTruncated>true</IsTruncated><NextKeyMarker>a%2Fb</NextKeyMarker><NextVersionIdMarker>v2</NextVersionIdMarker>';
  const instead: Instead = ({ url, key }, answer) => {
    if (url.includes('versions=')) {
      const more = url.includes('key-marker=a%2Fb') && url.includes('version-id-marker=v2');
      if (more) xml(answer, 200, page('<IsTruncated>false</IsTruncated>', marker('m1'), version('v1', false)));
      else xml(answer, 200, page(next, version('v3', true), marker('m2'), version('v2', false)));
      return true;
    }
    if (key !== 'a/b') return false;
    const id = /versionId=(\w+)/.exec(url)?.[1] ?? '';
    answer.writeHead(200, { 'content-length': 1, etag: `"${id}"`, 'x-amz-version-id': id });
    answer.end(id.at(-1));
    return true;
  };
  const lines = await captured(await estateOf({}, instead, { versions: true }));
  expect(lines.map(({ versionId, deleteMarker = false }) => [versionId, deleteMarker])).toEqual([
    ['v3', false],
    ['m2', true],
    ['v2', false],
    ['m1', true],
    ['v1', false],
  ]);
});
