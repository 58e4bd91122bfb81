import { AbortMultipartUploadCommand, CreateMultipartUploadCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pMap from 'p-map';
import { slots } from '../capture/slots.ts';
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
/** What all bodies of unknown length may hold in memory together while they come in: what goes beyond goes into files. */
const MOST_HELD = 24 * 1024 * 1024;
/** Files that are read into memory again and uploaded at once. */
const UPLOADS_AT_ONCE = 2;

/**
 * Bytes of unknown length go through memory where they are few, else through a temporary file: only then are their hash and length,
 * and with them their name, known. Nobody who sends bytes ever waits until there is room for them: connections would be cut off.
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
  const held: Held = { bytes: 0 };
  const uploads = slots(UPLOADS_AT_ONCE);
  return {
    keyOf,
    has,
    async keep(body) {
      if (body instanceof Uint8Array) return kept(body);
      const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-capture-'));
      try {
        const spooled = await spool(body, path.join(folder, 'bytes'), held);
        if (spooled.whole) {
          const { whole } = spooled;
          return await kept(whole).finally(() => (held.bytes -= whole.length));
        }
        const { file, blob } = spooled;
        try {
          if (!(await has(blob))) await uploads(() => uploaded(place, keyOf(blob.sha256), file, blob.bytes));
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

/** What is in memory of bodies that come in. */
interface Held {
  bytes: number;
}

type Spooled =
  { readonly whole: Uint8Array } | { readonly whole?: undefined; readonly file: FileHandle; readonly blob: Blob };

/** Takes bytes into memory, where they stay counted as held, or into a file where they are many. */
async function spool(body: AsyncIterable<Uint8Array>, at: string, held: Held): Promise<Spooled> {
  const hash = createHash('sha256');
  let chunks: Uint8Array[] = [];
  let mine = 0;
  let bytes = 0;
  let file: FileHandle | undefined;
  const letGo = () => {
    held.bytes -= mine;
    mine = 0;
    chunks = [];
  };
  try {
    for await (const chunk of body) {
      hash.update(chunk);
      bytes += chunk.length;
      chunks.push(chunk);
      mine += chunk.length;
      held.bytes += chunk.length;
      if (!file && bytes <= SMALL && held.bytes <= MOST_HELD) continue;
      file ??= await open(at, 'wx+', 0o600);
      for (const each of chunks) await file.appendFile(each);
      letGo();
    }
  } catch (error) {
    letGo();
    await file?.close();
    throw error;
  }
  return file ? { file, blob: { sha256: hash.digest('hex'), bytes } } : { whole: Buffer.concat(chunks) };
}

/** Uploads a file: in one request where it is short. */
async function uploaded(place: BucketPlace, key: string, file: FileHandle, bytes: number): Promise<void> {
  if (bytes > SMALL) return uploadInParts(place, key, file, bytes);
  const body = Buffer.allocUnsafeSlow(bytes);
  await file.read(body, 0, bytes, 0);
  await putIf(place, key, body, { IfNoneMatch: '*' });
  return undefined;
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
      const Body = Buffer.allocUnsafeSlow(length);
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
