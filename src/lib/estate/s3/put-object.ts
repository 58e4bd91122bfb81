import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
  type S3,
} from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import type { ObjectLine } from './object-line.ts';

/**
 * Longer objects go up in parts of this length. The AWS command line takes the same (AWS CLI S3 Configuration,
 * `multipart_chunksize`): so what was uploaded with it gets its ETag back.
 */
export const PART_BYTES = 8 * 1024 * 1024;
/** S3 takes so many parts (S3 User Guide, "multipart upload limits"). */
const MOST_PARTS = 10_000;

/** On what condition an object is written. */
export type OnlyIf = { readonly etag: string } | 'absent';

/** Where an object is written. */
export interface PutPlace {
  readonly s3: S3;
  readonly bucket: string;
  readonly key: string;
  /** What AWS calls a key of KMS now. */
  readonly idOf: (captured: string) => string;
}

/**
 * Writes an object as it was captured: bytes, headers, metadata and tags arrive together, and only on the condition. `lost`: it
 * does not hold (any more).
 */
export async function putObject(
  line: ObjectLine,
  bytes: AsyncIterable<Uint8Array>,
  onlyIf: OnlyIf,
  place: PutPlace,
): Promise<'done' | 'lost'> {
  const at = { Bucket: place.bucket, Key: place.key };
  const condition = onlyIf === 'absent' ? { IfNoneMatch: '*' } : { IfMatch: `"${onlyIf.etag}"` };
  try {
    if ((line.size ?? 0) > PART_BYTES) await putInParts(line, bytes, condition, place);
    else {
      const body = await whole(bytes);
      const command = new PutObjectCommand({ ...at, Body: body, ChecksumSHA256: sum(body), ...condition });
      command.middlewareStack.add(sending(headersOf(line, place.idOf)), BUILD);
      await place.s3.send(command);
    }
    return 'done';
  } catch (error) {
    if (isLost(error)) return 'lost';
    throw error;
  }
}

/** 412: there is something else. 404: what was to be replaced is gone. 409: somebody writes at this moment. */
function isLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return /^(?:PreconditionFailed|ConditionalRequestConflict|NoSuchKey)$/.test(error.name);
}

async function putInParts(
  line: ObjectLine,
  bytes: AsyncIterable<Uint8Array>,
  condition: { readonly IfNoneMatch?: string; readonly IfMatch?: string },
  { s3, bucket, key, idOf }: PutPlace,
): Promise<void> {
  const at = { Bucket: bucket, Key: key };
  const begin = new CreateMultipartUploadCommand({ ...at, ChecksumAlgorithm: 'SHA256' });
  begin.middlewareStack.add(sending(headersOf(line, idOf)), BUILD);
  const { UploadId } = await s3.send(begin);
  try {
    const Parts: { PartNumber: number; ETag: string | undefined; ChecksumSHA256: string }[] = [];
    for await (const Body of inParts(bytes, partBytes(line.size ?? 0))) {
      const part = { PartNumber: Parts.length + 1, ChecksumSHA256: sum(Body) };
      const { ETag } = await s3.send(new UploadPartCommand({ ...at, UploadId, Body, ...part }));
      Parts.push({ ...part, ETag });
    }
    await s3.send(new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts }, ...condition }));
  } catch (error) {
    // What is left of it would cost. The failure itself is what counts.
    await s3.send(new AbortMultipartUploadCommand({ ...at, UploadId })).catch(() => {});
    throw error;
  }
}

function partBytes(size: number): number {
  return Math.max(PART_BYTES, Math.ceil(size / MOST_PARTS));
}

async function* inParts(bytes: AsyncIterable<Uint8Array>, length: number): AsyncGenerator<Buffer> {
  let chunks: Uint8Array[] = [];
  let held = 0;
  for await (const chunk of bytes) {
    for (let rest = chunk; rest.length > 0;) {
      const some = rest.subarray(0, length - held);
      chunks.push(some);
      held += some.length;
      rest = rest.subarray(some.length);
      if (held < length) continue;
      yield Buffer.concat(chunks);
      chunks = [];
      held = 0;
    }
  }
  if (held > 0) yield Buffer.concat(chunks);
}

async function whole(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function sum(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}

/** Headers as they were captured: the SDK takes some only as what it makes of them, `Expires` as a date. */
function headersOf({ headers = {}, metadata = {}, tags = {} }: ObjectLine, idOf: (captured: string) => string) {
  const sent: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) sent[name] = plainText(idOf(value));
  for (const [name, value] of Object.entries(metadata)) sent[`x-amz-meta-${name}`] = plainText(value);
  if (Object.keys(tags).length > 0) sent['x-amz-tagging'] = new URLSearchParams(tags).toString();
  return sent;
}

const BUILD = { step: 'build', name: 'holdfastHeaders' } as const;

/** Has a request sent with these headers. */
function sending(headers: Readonly<Record<string, string>>) {
  return <Args extends { readonly request: unknown }, Output>(next: (args: Args) => Promise<Output>) =>
    async (args: Args): Promise<Output> => {
      if (hasHeaders(args.request)) Object.assign(args.request.headers, headers);
      return next(args);
    };
}

/** Headers are ASCII: S3 reads and gives anything else after RFC 2047. */
function plainText(value: string): string {
  return /^[\t\x20-\x7E]*$/.test(value) ? value : `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=`;
}

function hasHeaders(request: unknown): request is { headers: Record<string, string> } {
  return typeof request === 'object' && request !== null && 'headers' in request;
}
