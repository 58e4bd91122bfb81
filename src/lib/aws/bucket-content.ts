import { AbortMultipartUploadCommand, CreateMultipartUploadCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pMap from 'p-map';
import type { Blob } from '../capture/store.ts';
import { HoldfastError } from '../errors.ts';
import { blobName } from './capture-name.ts';
import { bytesOf, completed, headOf, isNoObject, listed, putIf, type BucketPlace } from './bucket-place.ts';

/** Objects by the SHA-256 of their bytes, below `store/` of a prefix. */
export interface BucketContent {
  readonly keyOf: (sha256: string) => string;
  readonly keep: (body: Uint8Array | AsyncIterable<Uint8Array>) => Promise<Blob>;
  readonly has: (blob: Blob) => Promise<boolean>;
  readonly stream: (blob: Blob) => AsyncIterable<Uint8Array>;
  readonly blobs: () => AsyncIterable<Blob>;
}

/** What is this long is written in one request, from memory. */
const SMALL = 8 * 1024 * 1024;
/** From here on it pays to ask first whether the bytes are there. */
const WORTH_ASKING = 128 * 1024;
/** S3 takes 10,000 parts of an upload (Amazon S3 user guide, "multipart upload limits"). */
const MOST_PARTS = 10_000;
const PARTS_AT_ONCE = 2;

/**
 * Bytes of unknown length go through memory up to 8 MiB, else through a temporary file: only then are their hash and length, and
 * with them their name, known.
 */
export function bucketContent(place: BucketPlace): BucketContent {
  const keyOf = (sha256: string) => `${place.prefix}store/${sha256.slice(0, 2)}/${blobName(sha256)}`;
  const has = async ({ sha256, bytes }: Blob) => (await headOf(place, keyOf(sha256)))?.bytes === bytes;
  const kept = async (body: Uint8Array): Promise<Blob> => {
    const blob = { sha256: createHash('sha256').update(body).digest('hex'), bytes: body.length };
    if (body.length >= WORTH_ASKING && (await has(blob))) return blob;
    await putIf(place, keyOf(blob.sha256), body, { IfNoneMatch: '*' });
    return blob;
  };
  return {
    keyOf,
    has,
    async keep(body) {
      if (body instanceof Uint8Array) return kept(body);
      const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-capture-'));
      try {
        const spooled = await spool(body, path.join(folder, 'bytes'));
        if (spooled instanceof Uint8Array) return await kept(spooled);
        const { file, blob } = spooled;
        try {
          if (!(await has(blob))) await uploadInParts(place, keyOf(blob.sha256), file, blob.bytes);
        } finally {
          await file.close();
        }
        return blob;
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    stream: (blob) => checked(place, keyOf(blob.sha256), blob),
    async *blobs() {
      for await (const { key, bytes } of listed(place, `${place.prefix}store/`)) {
        const sha256 = key.slice(key.lastIndexOf('/') + 1);
        if (/^[0-9a-f]{64}$/.test(sha256) && key === keyOf(sha256)) yield { sha256, bytes };
      }
    },
  };
}

/** Takes bytes into memory, or into a file where they are many. */
async function spool(
  body: AsyncIterable<Uint8Array>,
  at: string,
): Promise<Uint8Array | { readonly file: FileHandle; readonly blob: Blob }> {
  const hash = createHash('sha256');
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  let file: FileHandle | undefined;
  try {
    for await (const chunk of body) {
      hash.update(chunk);
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes <= SMALL) continue;
      file ??= await open(at, 'wx+', 0o600);
      await file.appendFile(Buffer.concat(chunks));
      chunks.length = 0;
    }
  } catch (error) {
    await file?.close();
    throw error;
  }
  return file ? { file, blob: { sha256: hash.digest('hex'), bytes } } : Buffer.concat(chunks);
}

async function uploadInParts(place: BucketPlace, key: string, file: FileHandle, bytes: number): Promise<void> {
  const { client, bucket } = place;
  const at = { Bucket: bucket, Key: key };
  const { UploadId = '' } = await client.send(new CreateMultipartUploadCommand({ ...at, ChecksumAlgorithm: 'SHA256' }));
  try {
    const size = Math.max(SMALL, Math.ceil(bytes / MOST_PARTS));
    const count = Math.ceil(bytes / size);
    const upload = async (index: number) => {
      const length = Math.min(size, bytes - index * size);
      const Body = Buffer.allocUnsafe(length);
      await file.read(Body, 0, length, index * size);
      const ChecksumSHA256 = createHash('sha256').update(Body).digest('base64');
      const part = { PartNumber: index + 1, ChecksumSHA256 };
      const { ETag } = await client.send(new UploadPartCommand({ ...at, UploadId, Body, ...part }));
      return { ...part, ...(ETag !== undefined && { ETag }) };
    };
    const Parts = await pMap(Array(count).keys(), upload, { concurrency: PARTS_AT_ONCE });
    await completed(place, key, { UploadId, MultipartUpload: { Parts } });
  } catch (error) {
    await client.send(new AbortMultipartUploadCommand({ ...at, UploadId })).catch(() => undefined);
    throw error;
  }
}

async function* checked(place: BucketPlace, key: string, { sha256, bytes }: Blob): AsyncIterable<Uint8Array> {
  const hash = createHash('sha256');
  let read = 0;
  try {
    for await (const chunk of bytesOf(place, key)) {
      hash.update(chunk);
      read += chunk.length;
      yield chunk;
    }
  } catch (error) {
    if (isNoObject(error)) throw damaged(place, `${key} is not there`, error);
    throw error;
  }
  if (read !== bytes || hash.digest('hex') !== sha256) throw damaged(place, `${key} is not what was captured`);
}

function damaged({ bucket }: BucketPlace, what: string, cause?: unknown): HoldfastError {
  const hint = 'See all that is damaged with `holdfast capture verify`, and use another capture.';
  return new HoldfastError('CAPTURE.DAMAGED', `s3://${bucket}/${what}.`, { hint, cause });
}
