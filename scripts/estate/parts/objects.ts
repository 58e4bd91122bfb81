import type { PutObjectCommandInput, S3 } from '@aws-sdk/client-s3';
import { gzipSync } from 'node:zlib';
import { topic } from '../names.ts';
import { bytesOf, randomOf } from '../random.ts';
import { HOSTILE_KEYS } from './keys.ts';

/** What an object is made with. */
export type MadeObject = Omit<PutObjectCommandInput, 'Bucket' | 'Key'> & { readonly Key: string };

/** The bucket whose keys are hostile. */
const HOSTILE_BUCKET = 4;
/** The bucket that has an object which came in parts. */
const LARGE_BUCKET = 5;
const NOTHING = Buffer.alloc(0);
const PART = 5 * 1024 * 1024;

/** The objects of a bucket: a small site, and what only some buckets have. */
function objectsOf(index: number): readonly MadeObject[] {
  const name = topic(index);
  const random = randomOf(`objects ${index}`);
  const page = (text: string) => `<!doctype html><title>${name}</title><p>${text} ${Math.floor(random() * 1e9)}</p>\n`;
  const site: MadeObject[] = [
    {
      Key: 'index.html',
      Body: page('Welcome'),
      ContentType: 'text/html; charset=utf-8',
      CacheControl: 'max-age=300',
      Metadata: { release: `2026-03-${String((index % 28) + 1).padStart(2, '0')}`, 'written-by': 'web' },
      Tagging: `site=${name}&kind=page`,
    },
    { Key: '404.html', Body: page('Not here'), ContentType: 'text/html', WebsiteRedirectLocation: '/index.html' },
    {
      Key: 'assets/site.css.gz',
      Body: gzipSync(`.${name} { color: navy }\n`),
      ContentType: 'text/css',
      ContentEncoding: 'gzip',
      CacheControl: 'public, max-age=31536000, immutable',
    },
    {
      Key: 'assets/hero.jpg',
      Body: bytesOf(`hero ${index}`, 2000 + Math.floor(random() * 20_000)),
      ContentType: 'image/jpeg',
      Expires: new Date('2030-01-01T00:00:00Z'),
    },
    { Key: 'assets/empty.txt', Body: NOTHING, ContentType: 'text/plain' },
    {
      Key: 'menu/menu.pdf',
      Body: bytesOf(`menu ${index}`, 5000),
      ContentType: 'application/pdf',
      ContentDisposition: `attachment; filename="${name}.pdf"`,
      ContentLanguage: 'en-US',
      StorageClass: index % 4 === 0 ? 'STANDARD_IA' : 'STANDARD',
    },
  ];
  // Left out by default.
  if (index % 6 === 0)
    for (const Key of ['logs/2026-03-10.log', 'previous-snapshots/old/index.html', '.git/HEAD'])
      site.push({ Key, Body: 'not captured\n' });
  if (index === HOSTILE_BUCKET)
    for (const Key of HOSTILE_KEYS) site.push({ Key, Body: Key.endsWith('/') ? NOTHING : `body of ${Key}` });
  return site;
}

/** Puts the objects of a bucket that are not there yet. */
export async function putObjects(s3: S3, Bucket: string, index: number): Promise<void> {
  const { Contents = [] } = await s3.listObjectsV2({ Bucket });
  const there = new Set(Contents.map(({ Key }) => Key));
  for (const object of objectsOf(index)) if (!there.has(object.Key)) await s3.putObject({ Bucket, ...object });
  if (index === LARGE_BUCKET && !there.has('film.mp4')) await putInParts(s3, Bucket, 'film.mp4');
}

/** An object whose ETag is no hash of its bytes. */
async function putInParts(s3: S3, Bucket: string, Key: string): Promise<void> {
  const { UploadId } = await s3.createMultipartUpload({ Bucket, Key, ContentType: 'video/mp4' });
  const bodies = [bytesOf('film', PART), bytesOf('film end', 100_000)];
  const Parts = await Promise.all(
    bodies.map(async (Body, part) => {
      const PartNumber = part + 1;
      const { ETag } = await s3.uploadPart({ Bucket, Key, UploadId, PartNumber, Body });
      return { ETag, PartNumber };
    }),
  );
  await s3.completeMultipartUpload({ Bucket, Key, UploadId, MultipartUpload: { Parts } });
}
