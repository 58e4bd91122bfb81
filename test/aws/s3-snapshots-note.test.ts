import { expect, test } from 'vitest';
import { asideOf, noted, readNote } from '../../src/lib/aws/s3-snapshots-note.ts';
import { sha256 } from '../../src/lib/site/version.ts';

// S3 refuses an object with more user metadata than 2 KB, names and values; local AWS does not.
const ALLOWED = 2048;

function size(metadata: Readonly<Record<string, string>>): number {
  return Object.entries(metadata).reduce((sum, [name, value]) => sum + name.length + Buffer.byteLength(value), 0);
}

test.each([0, 1, 100, 1000, 1900, 1970, 1990, 2010, 2047])(
  'never asks S3 for more metadata than it takes (%i bytes)',
  (length) => {
    const headers = { contentType: 'text/html', metadata: { a: 'm'.repeat(length) } };
    const some: Record<string, string>[] = [{}, { team: 't'.repeat(500) }];
    for (const tags of some) {
      const { headers: carried, aside } = noted(headers, { tags });
      expect(size(carried.metadata)).toBeLessThanOrEqual(ALLOWED);
      const note = readNote(carried.metadata, aside?.json);
      expect(note.storedAs).toEqual({ tags });
      expect(note.metadata ?? carried.metadata).toMatchObject(headers.metadata);
    }
  },
);

test('names what lies aside by its digest', () => {
  const { headers, aside } = noted({ metadata: { a: 'm'.repeat(2000) } }, {});
  expect(asideOf(headers.metadata)).toBe(aside?.sha256);
  expect(aside?.sha256).toBe(sha256(aside?.json ?? ''));
  expect(asideOf(noted({ metadata: {} }, {}).headers.metadata)).toBeUndefined();
});

test.each<Record<string, string> | undefined>([
  undefined,
  {},
  { 'holdfast-kept': '' },
  { 'holdfast-kept': 'bnVsbA==' },
  { 'holdfast-kept': '%%' },
  { 'holdfast-kept': 'eyJzdG9yZWRBcyI6bnVsbH0=' },
  { 'holdfast-kept': 'eyJzdG9yZWRBcyI6W119' },
  { 'holdfast-kept': 'eyJzdG9yZWRBcyI6eyJ0YWdzIjo1fX0=' },
  { 'holdfast-kept': 'eyJzdG9yZWRBcyI6eyJhY2wiOnsiZ3JhbnRzIjoieCJ9fX0=' },
])('finds no note of ours in %j', (metadata) => {
  expect(() => readNote(metadata)).toThrow();
});
