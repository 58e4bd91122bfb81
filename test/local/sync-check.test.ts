import { GetDistributionConfigCommand, UpdateDistributionCommand } from '@aws-sdk/client-cloudfront';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListObjectsV2Command,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import path from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { loadConfig } from '../../src/lib/aws/config-file.ts';
import type { Site } from '../../src/lib/site/site.ts';
import { holdfast, type Ended } from './command-line.ts';
import { localAws, type LocalAws } from './guard-aws.ts';
import { serve, upload, type UploadHeaders } from './guard-bucket.ts';

const HTML: UploadHeaders = { ContentType: 'text/html; charset=utf-8', CacheControl: 'max-age=3600' };
const STAGED: UploadHeaders = { ...HTML, CacheControl: 'no-cache' };

let aws: LocalAws;
let dir: string;
let sites: readonly Site[];

beforeAll(() => {
  const stack = inject('stack');
  aws = localAws(stack);
  dir = path.dirname(stack.inbox);
  ({ sites } = loadConfig(path.join(dir, 'holdfast.yml')));
});

const put = (bucket: string, key: string, body: string, headers: UploadHeaders): Promise<void> =>
  upload(aws.s3, { Bucket: bucket, Key: key }, body, headers);

async function keysOf(bucket: string): Promise<string[]> {
  const { Contents = [] } = await aws.s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  return Contents.map(({ Key = '' }) => Key);
}

const body = async (bucket: string, key: string): Promise<string | undefined> =>
  (await serve(aws.s3, { Bucket: bucket, Key: key }))?.body.toString();

function valueOf({ stdout, stderr }: Ended): unknown {
  expect(stderr).not.toContain('"error"');
  return JSON.parse(stdout);
}

describe('a staging bucket of its own', () => {
  const [production, staging] = ['sync-apart-prod', 'sync-apart-staging'];

  beforeAll(async () => {
    for (const [key, text] of [
      ['index.html', '<p>Ahoy</p>'],
      ['a b+c/ü & "x".html', '<p>odd</p>'],
      ['new.html', '<p>new</p>'],
    ] as const)
      await put(production, key, text, HTML);
    await put(production, 'app.js', 'let a = 1;', { ContentType: 'text/javascript', CacheControl: 'max-age=3600' });
    await put(staging, 'index.html', '<p>An older Ahoy</p>', STAGED);
    await put(staging, 'a b+c/ü & "x".html', '<p>odd</p>', STAGED);
    await put(staging, 'app.js', 'let a = 1;', { ContentType: 'text/plain', CacheControl: 'no-cache' });
    await put(staging, 'gone.html', '<p>gone</p>', STAGED);
  });

  it('is compared by bytes and headers, and nothing is written', async () => {
    const before = await keysOf(staging);
    const ended = await holdfast(dir, 'sync-check', 'sync-apart', '--json');
    expect(ended.exitCode).toBe(6);
    expect(valueOf(ended)).toMatchObject({
      inStep: false,
      production: { pages: 3, assets: 1, others: 0 },
      same: 1,
      differences: [
        { path: 'app.js', how: 'headers', headers: [{ name: 'content-type' }] },
        { path: 'gone.html', how: 'extra' },
        { path: 'index.html', how: 'bytes', headers: [] },
        { path: 'new.html', how: 'missing' },
      ],
      faults: [],
    });
    expect(await keysOf(staging)).toEqual(before);
  });

  it('is told by its distributions, as they are set up', async () => {
    const id = sites.find(({ name }) => name === 'sync-apart')?.production.distributions[0] ?? '';
    const { ETag, DistributionConfig } = await aws.cloudFront.send(new GetDistributionConfigCommand({ Id: id }));
    if (!DistributionConfig) throw new Error('the distribution has no configuration');
    const error = { ErrorCode: 404, ResponsePagePath: '/404.html', ResponseCode: '404' };
    const changed = { ...DistributionConfig, CustomErrorResponses: { Quantity: 1, Items: [error] } };
    await aws.cloudFront.send(new UpdateDistributionCommand({ Id: id, IfMatch: ETag, DistributionConfig: changed }));
    const asked = await holdfast(dir, 'sync-check', 'sync-apart', '--json');
    expect(valueOf(asked)).toMatchObject({
      faults: [
        { side: 'production', distribution: id, says: 'answers 404 with /404.html, and there is no 404.html.' },
        { side: 'staging', says: 'does not answer 404 as 404 as production does.' },
      ],
    });
    const restored = await aws.cloudFront.send(new GetDistributionConfigCommand({ Id: id }));
    await aws.cloudFront.send(new UpdateDistributionCommand({ Id: id, IfMatch: restored.ETag, DistributionConfig }));
  });

  it('shows what would be copied, copies it, and is in step then', async () => {
    const planned = await holdfast(dir, 'sync-check', 'sync-apart', '--fix-staging', '--dry-run');
    expect(planned).toMatchObject({ exitCode: 6 });
    expect(planned.stderr).toContain('copy index.html: other bytes');
    expect(await body(staging, 'index.html')).toBe('<p>An older Ahoy</p>');

    const copied = await holdfast(dir, 'sync-check', 'sync-apart', '--fix-staging', '--yes', '--json');
    expect(copied.exitCode).toBe(6);
    expect(valueOf(copied)).toMatchObject({ mended: [{ path: 'app.js' }, {}, {}] });
    expect(await body(staging, 'index.html')).toBe('<p>Ahoy</p>');
    expect(await body(staging, 'gone.html')).toBe('<p>gone</p>');
    const served = await serve(aws.s3, { Bucket: staging, Key: 'app.js' });
    expect(served?.headers).toMatchObject({ ContentType: 'text/javascript', CacheControl: 'no-cache' });

    const deleted = await holdfast(dir, 'sync-check', 'sync-apart', '--fix-staging', '--delete', '--yes');
    expect(deleted).toMatchObject({ exitCode: 0 });
    expect(await keysOf(staging)).not.toContain('gone.html');
    expect(await holdfast(dir, 'sync-check', 'sync-apart')).toMatchObject({ exitCode: 0 });
  });

  it('keeps what was overwritten and deleted', async () => {
    const { snapshots } = inject('stack').buckets;
    const { Contents = [] } = await aws.s3.send(
      new ListObjectsV2Command({ Bucket: snapshots, Prefix: 'replaced/sync-apart/' }),
    );
    const kept = await Promise.all(Contents.map(({ Key = '' }) => body(snapshots, Key)));
    expect(new Set(kept)).toEqual(new Set(['<p>An older Ahoy</p>', '<p>gone</p>', 'let a = 1;']));
  });

  it('reads what came in parts, whose ETag says nothing of its bytes', async () => {
    const parts = 'x'.repeat(5 * 1024 * 1024 + 7);
    await put(production, 'large.bin', parts, {
      ContentType: 'application/octet-stream',
      CacheControl: 'max-age=3600',
    });
    await inParts(staging, 'large.bin', parts);
    const ended = await holdfast(dir, 'sync-check', 'sync-apart', 'large.bin');
    expect(ended).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('1 path alike') });
    await inParts(staging, 'large.bin', `${parts.slice(1)}y`);
    const other = await holdfast(dir, 'sync-check', 'sync-apart', 'large.bin', '--json');
    expect(valueOf(other)).toMatchObject({ differences: [{ path: 'large.bin', how: 'bytes' }] });
  });
});

describe('a staging prefix of the same bucket', () => {
  it('is compared with the other prefix alone', async () => {
    await put('sync-prefix', 'site/index.html', '<p>a</p>', HTML);
    await put('sync-prefix', 'site/b.html', '<p>b</p>', HTML);
    await put('sync-prefix', 'staging/index.html', '<p>a</p>', HTML);
    await put('sync-prefix', 'other/index.html', '<p>c</p>', HTML);
    const ended = await holdfast(dir, 'sync-check', 'sync-prefix', '--json');
    expect(ended.exitCode).toBe(6);
    expect(valueOf(ended)).toMatchObject({
      production: { pages: 2 },
      staging: { pages: 1 },
      same: 1,
      differences: [{ path: 'b.html', how: 'missing' }],
    });
    expect(await holdfast(dir, 'sync-check', 'sync-prefix', '--fix-staging', '--yes')).toMatchObject({ exitCode: 0 });
    expect(await keysOf('sync-prefix')).toEqual([
      'other/index.html',
      'site/b.html',
      'site/index.html',
      'staging/b.html',
      'staging/index.html',
    ]);
  });
});

async function inParts(Bucket: string, Key: string, text: string): Promise<void> {
  const headers = { ContentType: 'application/octet-stream', CacheControl: 'no-cache' };
  const { UploadId } = await aws.s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...headers }));
  const size = 5 * 1024 * 1024;
  const Parts = [];
  for (const [at, part] of [text.slice(0, size), text.slice(size)].entries()) {
    const sent = { Bucket, Key, UploadId, PartNumber: at + 1, Body: Buffer.from(part) };
    const { ETag } = await aws.s3.send(new UploadPartCommand(sent));
    Parts.push({ ETag, PartNumber: at + 1 });
  }
  await aws.s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
}
