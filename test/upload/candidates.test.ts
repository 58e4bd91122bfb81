import { describe, expect, it } from 'vitest';
import type { PageRecord } from '../../src/lib/site/page-record.ts';
import type { ListedVersion } from '../../src/lib/site/version.ts';
import { candidates } from '../../src/lib/upload/candidates.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 2, 1, 9, 0, second)).toISOString();
const version = (versionId: string, second: number, etag = `"${versionId}"`): ListedVersion => {
  return { versionId, etag, lastModified: at(second), deleted: false };
};
const SINCE = at(0);

async function* listed(...versions: ListedVersion[]) {
  yield* versions;
}

function pageThatSaw({ versionId, etag, lastModified }: ListedVersion): PageRecord {
  const seen = { versionId, etag, lastModified, identity: 'x', kind: 'good' as const };
  const none = { open: [], attempts: [], landed: [], restores: [], allowances: [] };
  return { ref: { site: 'demo', key: 'index.html' }, rev: 1, gen: 1, seen, mayDelete: false, ...none };
}

const ids = async (page: PageRecord | undefined, ...versions: ListedVersion[]) => {
  const found = await candidates(listed(...versions), page, SINCE);
  return found && [found.live.versionId, found.unseen.map(({ versionId }) => versionId)];
};

describe('candidates', () => {
  it('lists what came after the cursor, oldest first', async () => {
    expect(
      await ids(pageThatSaw(version('v1', 1)), version('v3', 3), version('v2', 2), version('v1', 1), version('v0', 0)),
    ).toEqual(['v3', ['v2', 'v3']]);
  });

  it('finds nothing new where the cursor is live', async () => {
    expect(await ids(pageThatSaw(version('v1', 1)), version('v1', 1))).toEqual(['v1', []]);
  });

  it('bounds the list by time where the cursor is gone for good', async () => {
    expect(await ids(pageThatSaw(version('v2', 5)), version('v4', 8), version('v3', 6), version('v1', 4))).toEqual([
      'v4',
      ['v3', 'v4'],
    ]);
  });

  it('finds a multipart upload that is stamped with its start, before the cursor', async () => {
    const cursor = version('v1', 5);
    expect(await ids(pageThatSaw(cursor), version('v3', 8), version('multipart', 2), cursor)).toEqual([
      'v3',
      ['multipart', 'v3'],
    ]);
  });

  it('takes a surfaced older version as an upload', async () => {
    expect(await ids(pageThatSaw(version('v2', 5)), version('v1', 4), version('v0', 3))).toEqual(['v1', ['v1']]);
  });

  it('keeps two versions of the same second as the cursor', async () => {
    expect(await ids(pageThatSaw(version('v1', 1)), version('v3', 1), version('v2', 1), version('v1', 1))).toEqual([
      'v3',
      ['v2', 'v3'],
    ]);
  });

  it('tells two null versions of one id apart by ETag and time', async () => {
    expect(await ids(pageThatSaw(version('null', 1, '"a"')), version('null', 2, '"b"'))).toEqual(['null', ['null']]);
    expect(await ids(pageThatSaw(version('null', 1, '"a"')), version('null', 1, '"a"'))).toEqual(['null', []]);
  });

  it('takes a page that is gone without a marker as a candidate once', async () => {
    expect(await ids(pageThatSaw(version('null', 1)))).toEqual(['gone', ['gone']]);
    expect(await ids(pageThatSaw({ ...version('gone', 1), etag: undefined, deleted: true }))).toEqual(['gone', []]);
  });

  it('knows nothing of a page that never was', async () => {
    expect(await ids(undefined)).toBeUndefined();
  });

  it('lists a new page back to what was live when guarding began', async () => {
    const before = version('v0', -5);
    expect(await ids(undefined, version('v2', 2), version('v1', 1), before, version('older', -9))).toEqual([
      'v2',
      ['v0', 'v1', 'v2'],
    ]);
  });
});
