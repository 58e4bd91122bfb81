import { describe, expect, it } from 'vitest';
import { plainOf, storedAs } from '../../src/lib/deploy/plain.ts';
import { DEFAULT_LIMITS } from '../../src/lib/site/policy.ts';

const PAGE = Buffer.from('<h1>Sail</h1>'.repeat(50));

describe.each(['gzip', 'br', 'GZIP', undefined])('content encoding %s', (contentEncoding) => {
  it('comes back as it was', () => {
    const headers = { contentType: 'text/html', metadata: {}, ...(contentEncoding && { contentEncoding }) };
    const stored = storedAs(PAGE, headers);
    expect(stored.headers).toEqual(headers);
    expect(stored.bytes.length < PAGE.length).toBe(contentEncoding !== undefined);
    expect(plainOf(stored, DEFAULT_LIMITS)).toEqual({ kind: 'decoded', bytes: PAGE });
  });
});

it('leaves out an encoding that cannot be made again', () => {
  const headers = { contentType: 'text/html', contentEncoding: 'zstd', metadata: { a: 'b' } };
  expect(storedAs(PAGE, headers)).toEqual({ bytes: PAGE, headers: { contentType: 'text/html', metadata: { a: 'b' } } });
});

it('tells bytes that are not what they are said to be', () => {
  const headers = { contentEncoding: 'gzip', metadata: {} };
  expect(plainOf({ bytes: PAGE, headers }, DEFAULT_LIMITS).kind).toBe('contradicts');
});
