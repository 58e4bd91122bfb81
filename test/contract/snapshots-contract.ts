import { expect, test } from 'vitest';
import type { Snapshots } from '../../src/lib/site/snapshots.ts';
import { identify, sha256 } from '../../src/lib/site/version.ts';
import type { ServedHeaders, StoredAs } from '../../src/lib/site/version.ts';
import { bytesOf } from './bucket-world.ts';

const PLAIN: ServedHeaders = { contentType: 'text/html; charset=utf-8', cacheControl: 'max-age=3600', metadata: {} };
const GRANT = {
  permission: 'READ',
  grantee: { type: 'Group', uri: 'http://acs.amazonaws.com/groups/global/AllUsers' },
};

const KEPT: readonly (readonly [string, ServedHeaders, StoredAs])[] = [
  ['a plain page', PLAIN, {}],
  [
    'a page with every header',
    {
      ...PLAIN,
      contentEncoding: 'gzip',
      contentDisposition: 'inline; filename="a b.html"',
      contentLanguage: 'de, en',
      expires: '-1',
      websiteRedirect: 'https://example.com/elsewhere',
      metadata: { release: '42', 'built-by': 'site deploy' },
    },
    { storageClass: 'STANDARD_IA', tags: { a: 'b' }, encryption: { algorithm: 'AES256' } },
  ],
  ['a page without a type', { metadata: {} }, {}],
  ['metadata that S3 may not return as it is', { ...PLAIN, metadata: { a: '', b: ' x ', c: '=?UTF-8?B?w6Q=?=' } }, {}],
  ['metadata with a name of ours', { ...PLAIN, metadata: { 'holdfast-kept': 'aside:00', a: 'b' } }, {}],
  ['as much metadata as S3 takes', { ...PLAIN, metadata: { a: 'm'.repeat(2047) } }, {}],
  [
    'more beside it than metadata takes',
    { ...PLAIN, metadata: { a: 'm'.repeat(1500) } },
    {
      tags: Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`tag-${i}`.padEnd(128, '.'), 'v'.repeat(256)])),
      acl: { owner: 'o'.repeat(64), grants: Array.from({ length: 40 }, () => GRANT) },
    },
  ],
];

/** What every snapshot store must hold. `make` gives an empty store of its own each time. */
export function snapshotsContract(make: () => Promise<Snapshots>): void {
  test.each(KEPT)('gives back %s as it was kept', async (_what, headers, storedAs) => {
    const snapshots = await make();
    const content = { bytes: bytesOf('<h1>good</h1>'), headers, storedAs };
    const identity = identify(sha256(content.bytes), headers);
    await snapshots.put('accepted', 'demo', identity, content);
    const kept = await snapshots.get('accepted', 'demo', identity);
    expect(kept).toMatchObject({ headers, storedAs });
    expect(kept?.headers.metadata).toEqual(headers.metadata);
    expect(Buffer.compare(kept?.bytes ?? bytesOf(''), content.bytes)).toBe(0);
  });

  test('knows nothing of what was never kept', async () => {
    expect(await (await make()).get('accepted', 'demo', sha256('never'))).toBeUndefined();
  });

  test('keeps shelves, sites and identities apart', async () => {
    const snapshots = await make();
    const of = (text: string) => ({ bytes: bytesOf(text), headers: PLAIN, storedAs: {} });
    const id = (text: string) => identify(sha256(text), PLAIN);
    await snapshots.put('accepted', 'demo', id('good'), of('good'));
    await snapshots.put('rejected', 'demo', id('bad'), of('bad'));
    await snapshots.put('accepted', 'other', id('else'), of('else'));
    expect(await snapshots.get('rejected', 'demo', id('good'))).toBeUndefined();
    expect(await snapshots.get('accepted', 'demo', id('bad'))).toBeUndefined();
    expect(await snapshots.get('accepted', 'demo', id('else'))).toBeUndefined();
    expect((await snapshots.get('rejected', 'demo', id('bad')))?.bytes).toEqual(bytesOf('bad'));
  });

  test('may be told twice, also at once', async () => {
    const snapshots = await make();
    const content = { bytes: bytesOf('good'), headers: PLAIN, storedAs: {} };
    const identity = identify(sha256('good'), PLAIN);
    await Promise.all([1, 2, 3].map(() => snapshots.put('accepted', 'demo', identity, content)));
    await snapshots.put('accepted', 'demo', identity, content);
    expect((await snapshots.get('accepted', 'demo', identity))?.bytes).toEqual(content.bytes);
  });

  test('refuses what is not what its name says', async () => {
    const snapshots = await make();
    const content = { bytes: bytesOf('forged'), headers: PLAIN, storedAs: {} };
    const identity = identify(sha256('good'), PLAIN);
    await snapshots.put('accepted', 'demo', identity, content);
    await expect(snapshots.get('accepted', 'demo', identity)).rejects.toThrow(/is not/);
  });
}
