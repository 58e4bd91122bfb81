import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { S3Event, SQSEvent } from 'aws-lambda';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

let s3: S3Client | undefined;
let good: { body: Buffer; etag: string } | undefined;

/** The least that anybody could write: whatever is uploaded, the one known copy is written back. Judges nothing. */
export async function handler({ Records }: SQSEvent): Promise<void> {
  s3 ??= new S3Client({});
  good ??= knownCopy();
  for (const { body } of Records) {
    const { Records: uploads = [] }: Partial<S3Event> = JSON.parse(body);
    for (const { s3: written } of uploads) {
      // Its own write is told, too.
      if (written.object.eTag === good.etag) continue;
      const Key = decodeURIComponent(written.object.key.replaceAll('+', ' '));
      const page = { Bucket: written.bucket.name, Key, Body: good.body, ContentType: 'text/html' };
      await s3.send(new PutObjectCommand(page));
    }
  }
}

function knownCopy(): { body: Buffer; etag: string } {
  const body = readFileSync(new URL('good.html', import.meta.url));
  return { body, etag: createHash('md5').update(body).digest('hex') };
}
