import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { s3Downloads } from '../../src/lib/aws/s3-downloads.ts';
import { s3LiveAsset } from '../../src/lib/aws/s3-live-asset.ts';
import type { Site } from '../../src/lib/site/site.ts';
import { exampleSite } from '../world.ts';
import { wire, type Answer } from './wire.ts';

const KEPT = { shelf: 'rejected', site: 'demo', identity: 'a'.repeat(64) } as const;

async function s3On(answer: Answer) {
  const { settings, requests } = await wire(() => answer);
  return { s3: new S3Client({ ...settings, forcePathStyle: true }), requests };
}

describe('a link to what is kept', () => {
  test('ends after ten minutes, and is an attachment whatever its bytes say', async () => {
    const { s3, requests } = await s3On({ headers: { etag: '"e"' } });
    const link = new URL((await s3Downloads('snapshots', { s3 })(KEPT, 'rejected-index.html')) ?? '');
    expect(requests.map(({ method }) => method)).toEqual(['HEAD']);
    expect(link.pathname).toBe(`/snapshots/rejected/demo/${KEPT.identity}`);
    expect(link.searchParams.get('X-Amz-Expires')).toBe('600');
    expect(link.searchParams.get('response-content-disposition')).toBe('attachment; filename="rejected-index.html"');
    expect(link.searchParams.get('response-content-type')).toBe('application/octet-stream');
    expect(link.searchParams.get('X-Amz-Signature')).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each([
    ['../../etc/passwd', '_.._etc_passwd'],
    ['a"; filename="b.exe', 'a_filename_b.exe'],
    ['läufer\r\nset-cookie: x', 'l_ufer_set-cookie_x'],
    [`${'x'.repeat(300)}.html`, `${'x'.repeat(95)}.html`],
    ['...', 'page'],
  ])('calls %j by a name that is safe everywhere', async (name, safe) => {
    const { s3 } = await s3On({ headers: { etag: '"e"' } });
    const link = new URL((await s3Downloads('snapshots', { s3 })(KEPT, name)) ?? '');
    expect(link.searchParams.get('response-content-disposition')).toBe(`attachment; filename="${safe}"`);
  });

  test('is none where nothing is kept', async () => {
    const { s3 } = await s3On({ status: 404 });
    expect(await s3Downloads('snapshots', { s3 })(KEPT, 'x')).toBeUndefined();
  });
});

describe('what a page loads', () => {
  const site: Site = { ...exampleSite(), production: { ...exampleSite().production, prefix: 'www/' } };

  test('is read with its type and encoding', async () => {
    const headers = { 'content-type': 'text/css', 'content-encoding': 'gzip' };
    const { s3, requests } = await s3On({ headers, body: 'body{}' });
    expect(await s3LiveAsset({ s3 })(site, 'www/a b.css', 100)).toEqual({
      bytes: new TextEncoder().encode('body{}'),
      contentType: 'text/css',
      contentEncoding: 'gzip',
    });
    expect(requests[0]?.path).toBe('/demo-prod/www/a%20b.css');
  });

  test('is not read outside of the site, nor beyond its limit', async () => {
    const { s3, requests } = await s3On({ body: 'x'.repeat(101) });
    const read = s3LiveAsset({ s3 });
    expect(await read(site, 'other/a.css', 100)).toBeUndefined();
    expect(await read(site, '', 100)).toBeUndefined();
    expect(requests).toEqual([]);
    expect(await read(site, 'www/a.css', 100)).toBeUndefined();
  });

  test.each([404, 403])('is not there on a %i', async (status) => {
    const { s3 } = await s3On({ status, body: '<Error><Code>No</Code></Error>' });
    expect(await s3LiveAsset({ s3 })(site, 'www/a.css', 100)).toBeUndefined();
  });

  test('is a failure when S3 is', async () => {
    const { s3 } = await s3On({ status: 503, body: '<Error><Code>SlowDown</Code></Error>' });
    await expect(s3LiveAsset({ s3 })(site, 'www/a.css', 100)).rejects.toMatchObject({ code: 'BUCKET.BUSY' });
  });
});
