import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { GetObjectCommand, HeadObjectCommand, type HeadObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import type { Headed } from '../deploy/target-bucket.ts';
import { awsFailure } from './aws-failure.ts';
import { isAbsent, type At } from './s3-bucket-read.ts';
import { servedHeaders } from './s3-bucket-headers.ts';
import { wholeSeconds } from './s3-versions.ts';

type Place = Omit<At, 'versionId'>;

/** The live object by one HEAD, with all that it is served with; `undefined` when nothing is live. */
export async function headServed({ bucket, key }: Place, s3: S3Client): Promise<Headed | undefined> {
  try {
    const output = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    const { ETag: etag = '', ContentLength: size = 0, LastModified = new Date(0) } = output;
    return { etag, size, lastModified: wholeSeconds(LastModified), headers: servedHeaders(output), ...md5Of(output) };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw awsFailure('BUCKET', `Asking for ${key} of ${bucket}`, error);
  }
}

/**
 * An ETag is the MD5 of the bytes where they came in one part and are encrypted with S3's own keys or not at all (S3 API
 * reference, "Object": ETag).
 */
function md5Of({ ETag, ServerSideEncryption, SSECustomerAlgorithm }: HeadObjectCommandOutput): { md5?: string } {
  const [, md5] = /^"([0-9a-f]{32})"$/.exec(ETag ?? '') ?? [];
  const plain = (ServerSideEncryption ?? 'AES256') === 'AES256' && SSECustomerAlgorithm === undefined;
  return md5 !== undefined && plain ? { md5 } : {};
}

/**
 * SHA-256 of the live bytes, read as a stream, of any size; `undefined` when the object is gone or has another ETag by
 * now. A connection that breaks within them is `BUCKET.BUSY`.
 */
export async function liveDigest({ bucket, key }: Place, etag: string, s3: S3Client): Promise<string | undefined> {
  try {
    const output = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const body = output.Body instanceof Readable ? output.Body : Readable.from([]);
    if (output.ETag !== etag) {
      body.destroy();
      return undefined;
    }
    return await digestOf(body, output.ContentLength ?? 0);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw awsFailure('BUCKET', `Reading ${key} of ${bucket}`, error);
  }
}

async function digestOf(body: Readable, size: number): Promise<string> {
  const hash = createHash('sha256');
  let read = 0;
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) continue;
    hash.update(chunk);
    read += chunk.length;
  }
  if (read < size) throw Object.assign(new Error(`${read} of ${size} bytes`), { code: 'ECONNRESET' });
  return hash.digest('hex');
}
