import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { contentOf, read } from './reading.ts';

const PAGE = '<!doctype html><b data-feature="A">Sail &amp; supper</b>';
const MIB = 1024 * 1024;

const encoded = (contentEncoding: string) => ({ headers: { contentEncoding } });

describe('content encodings', () => {
  it.each([
    ['gzip', gzipSync(PAGE)],
    ['x-gzip', gzipSync(PAGE)],
    ['GZIP', gzipSync(PAGE)],
    ['br', brotliCompressSync(PAGE)],
    ['deflate', deflateSync(PAGE)],
    ['deflate', deflateRawSync(PAGE)],
    ['zstd', zstdCompressSync(PAGE)],
    ['gzip, br', brotliCompressSync(gzipSync(PAGE))],
    ['br,gzip,zstd', zstdCompressSync(gzipSync(brotliCompressSync(PAGE)))],
    ['aws-chunked', Buffer.from(PAGE)],
    ['aws-chunked,gzip', gzipSync(PAGE)],
    ['identity', Buffer.from(PAGE)],
    ['', Buffer.from(PAGE)],
  ])('undoes %j', (contentEncoding, bytes) => {
    const content = contentOf(bytes, encoded(contentEncoding));
    expect([content.text, ...content.tokens.keys()]).toEqual([PAGE, 'A']);
  });

  it.each(['gzip', 'br', 'deflate', 'zstd', 'gzip, br'])('finds that plain bytes are not %s', (contentEncoding) => {
    expect(read(PAGE, encoded(contentEncoding)).kind).toBe('contradicts');
  });

  it('finds that a stream which breaks off is not what it says', () => {
    const bytes = gzipSync(PAGE.repeat(100));
    expect(read(bytes.subarray(0, bytes.length - 30), encoded('gzip'))).toEqual({
      kind: 'contradicts',
      reason: 'Content-Encoding says gzip, but the bytes are not gzip.',
    });
  });

  it.each([
    ['gzip under an HTML type', gzipSync(PAGE), 'page', 'text/html', undefined],
    ['gzip under an HTML key', gzipSync(PAGE), 'page.html', 'binary/octet-stream', undefined],
    ['zstd under an HTML type', zstdCompressSync(PAGE), 'page', 'text/html', 'identity'],
    ['gzip within gzip', gzipSync(gzipSync(PAGE)), 'page.html', 'text/html', 'gzip'],
  ])('finds %s that nothing declares', (_what, bytes, key, contentType, contentEncoding) => {
    expect(read(bytes, { key, headers: { contentType, contentEncoding } }).kind).toBe('contradicts');
  });

  it('takes gzip that is no HTML for what it is', () => {
    expect(read(gzipSync(PAGE), { key: 'backup.bin', headers: { contentType: 'application/gzip' } }).kind).toBe('read');
  });

  it('reads an empty object as an empty page, whatever it is said to be', () => {
    expect(contentOf('', encoded('gzip')).text).toBe('');
  });

  it('cannot read an encoding it does not know', () => {
    expect(read(PAGE, encoded('compress'))).toEqual({
      kind: 'unreadable',
      reason: 'The content encoding "compress" is not known.',
    });
  });

  it('cannot read a tower of encodings', () => {
    expect(read(PAGE, encoded('gzip,'.repeat(2000)))).toMatchObject({
      kind: 'unreadable',
      reason: expect.stringContaining('2000'),
    });
  });
});

describe('decompression bombs', () => {
  const zeros = Buffer.alloc(40 * MIB, 0x20);
  const limits = { decodedBytes: 32 * MIB, ratio: 1_000_000 };

  it.each([
    ['gzip', gzipSync(zeros)],
    ['deflate', deflateSync(zeros)],
    ['deflate', deflateRawSync(zeros)],
    ['br', brotliCompressSync(zeros)],
    ['zstd', zstdCompressSync(zeros)],
    ['br, gzip', gzipSync(brotliCompressSync(zeros))],
  ])('cannot read one of %s by its size', (contentEncoding, bytes) => {
    const reading = read(bytes, { ...encoded(contentEncoding), limits });
    expect(reading).toMatchObject({
      kind: 'unreadable',
      reason: expect.stringContaining(`more than ${32 * MIB} bytes`),
    });
  });

  it('cannot read one by its ratio', () => {
    const bytes = gzipSync(zeros);
    const reading = read(bytes, { ...encoded('gzip'), limits: { ratio: 200 } });
    expect(reading).toMatchObject({
      kind: 'unreadable',
      reason: expect.stringContaining(`more than ${200 * bytes.length} bytes`),
    });
  });

  it('takes no short page for one', () => {
    const page = PAGE.repeat(15_000);
    const bytes = brotliCompressSync(page);
    expect(page.length / bytes.length).toBeGreaterThan(1000);
    expect(contentOf(bytes, encoded('br')).text).toBe(page);
  });

  it('cannot read plain bytes beyond either limit', () => {
    expect(read('x'.repeat(11), { limits: { bytes: 10 } })).toEqual({
      kind: 'unreadable',
      reason: 'The page has 11 bytes; pages of up to 10 bytes are read.',
    });
    expect(read('x'.repeat(11), { limits: { decodedBytes: 10 } }).kind).toBe('unreadable');
    expect(read('x'.repeat(10), { limits: { bytes: 10, decodedBytes: 10 } }).kind).toBe('read');
  });
});
