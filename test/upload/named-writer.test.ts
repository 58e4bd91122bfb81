import { describe, expect, it } from 'vitest';
import type { ListedVersion } from '../../src/lib/site/version.ts';
import { removes, writerOf, type NamedWriter } from '../../src/lib/upload/named-writer.ts';

const AT = '2026-03-01T09:00:00.000Z';
const CREATED = 'ObjectCreated:Put';
const REMOVED = 'ObjectRemoved:DeleteMarkerCreated';
const version = (versionId: string, etag = '"abc"'): ListedVersion => ({
  versionId,
  etag,
  lastModified: AT,
  deleted: false,
});
const deletion = (versionId: string): ListedVersion => ({ versionId, lastModified: AT, deleted: true });
const notice = (event: string, named: Omit<NamedWriter, 'writer'> = {}): NamedWriter => ({
  ...named,
  writer: { principal: 'CB', event },
});

describe('who wrote a version', () => {
  it.each<[string, ListedVersion, NamedWriter, boolean]>([
    ['its version id', version('v1'), notice(CREATED, { versionId: 'v1' }), true],
    [
      'another version id, though the bytes are equal',
      version('v1'),
      notice(CREATED, { versionId: 'v2', etag: 'abc' }),
      false,
    ],
    ['its ETag, without quotes', version('null'), notice(CREATED, { etag: 'abc' }), true],
    [
      'its ETag, with the version id that every version has there',
      version('null'),
      notice(CREATED, { versionId: 'null', etag: 'abc' }),
      true,
    ],
    ['another ETag', version('null'), notice(CREATED, { etag: 'xyz' }), false],
    ['nothing', version('null'), notice(CREATED), false],
    ['its delete marker', deletion('v3'), notice(REMOVED, { versionId: 'v3' }), true],
    ['the removal of an object without versions', deletion('gone'), notice('ObjectRemoved:Delete'), true],
    [
      'a delete marker where versioning is suspended, with an ETag of its own',
      deletion('null'),
      notice(REMOVED, { versionId: 'null', etag: 'd41d' }),
      true,
    ],
    ['an upload, where the page is gone', deletion('null'), notice(CREATED, { etag: 'abc' }), false],
  ])('is taken from a notice that names %s', (_, listed, named, expected) => {
    expect(writerOf(listed, [named])?.principal).toBe(expected ? 'CB' : undefined);
  });

  it.each([
    [CREATED, false],
    [REMOVED, true],
    ['ObjectRemoved:Delete', true],
    ['LifecycleExpiration:Delete', true],
  ])('knows whether %s removes', (event, expected) => {
    expect(removes(notice(event))).toBe(expected);
  });
});
