import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { s3Releases } from '../../src/lib/aws/s3-releases.ts';
import type { Release } from '../../src/lib/deploy/release.ts';
import { wire } from './wire.ts';

const SOUND: Release = {
  id: '20260310T120000Z-1f2e3d',
  site: 'demo',
  target: 'staging',
  by: 'arn:aws:iam::123456789012:user/cb',
  at: '2026-03-10T12:00:00.000Z',
  files: [],
  state: 'begun',
};
const FORGED = '99991231T235959Z-ffffff';

async function holding(records: Readonly<Record<string, string>>) {
  const keys = Object.keys(records).map((id) => `<Contents><Key>releases/demo/${id}.json</Key></Contents>`);
  const { settings } = await wire(({ path }) => {
    const [, id = ''] = /\/releases\/demo\/(.+)\.json$/.exec(path) ?? [];
    return { body: records[id] ?? `<ListBucketResult>${keys.join('')}</ListBucketResult>` };
  });
  return s3Releases('snapshots', { s3: new S3Client({ ...settings, forcePathStyle: true }) });
}

test.each([
  ['no JSON', '<p>'],
  ['no release', '{"id":1}'],
  ['a release of another name', JSON.stringify(SOUND)],
  ['a release with a path that nothing can have', JSON.stringify({ ...SOUND, id: FORGED, files: [{ path: '' }] })],
])('lists the others beside a record that is %s, and refuses that one by its name', async (_what, forged) => {
  const releases = await holding({ [SOUND.id]: JSON.stringify(SOUND), [FORGED]: forged });
  const listed: Release[] = [];
  for await (const release of releases.newest('demo')) listed.push(release);
  expect(listed).toEqual([SOUND]);
  await expect(releases.read('demo', FORGED)).rejects.toMatchObject({ code: 'RELEASE.CORRUPT' });
});
