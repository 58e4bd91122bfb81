import type { S3 } from '@aws-sdk/client-s3';
import type { IncomingMessage } from 'node:http';
import type { Sink } from '../../capture/sink.ts';
import { encodedKey } from './address.ts';
import { wholeBody } from './body.ts';
import { allowed, denied, isDenied } from './denied.ts';
import { unquoted, wholeSeconds, type Listed } from './list-objects.ts';
import { headHeaders, keptHeaders, keptMetadata, sortedOrNone } from './object-headers.ts';
import type { ObjectLine } from './object-line.ts';
import { Refusal } from './refusal.ts';
import type { SignedBucket } from './signed-bucket.ts';

/** Up to here an object is held in memory as a whole: one write instead of a stream. */
const SMALL = 1024 * 1024;

export interface ReadDeps {
  readonly bucket: string;
  readonly s3: S3;
  readonly signed: SignedBucket;
  readonly keep: Sink['keep'];
}

/**
 * Fetches an object, or a version, as it is now: where it was replaced since it was listed, what is there now, with its own ETag.
 * `undefined` where it is gone. What S3 does not hand out becomes a line that says why.
 */
export async function fetchObject(
  listed: Listed,
  signal: AbortSignal,
  deps: ReadDeps,
): Promise<ObjectLine | undefined> {
  const { key, versionId } = listed;
  const request = { operation: 'GetObject', path: `/${encodedKey(key)}`, query: { versionId }, signal };
  try {
    const { headers, blob } = await deps.signed.get(request, async (answer) => ({
      headers: answer.headers,
      blob: await deps.keep(await bodyOf(answer)),
    }));
    const current = versionId ?? versionOf(headers['x-amz-version-id']);
    const tagged = Number(headers['x-amz-tagging-count'] ?? 0) > 0;
    return {
      ...named(listed, current),
      size: blob.bytes,
      etag: unquoted(headers.etag ?? ''),
      lastModified: wholeSeconds(headers['last-modified'] ?? ''),
      sha256: blob.sha256,
      headers: keptHeaders(headers),
      ...present('metadata', keptMetadata(headers)),
      ...(tagged && present('tags', await tagsOf(key, current, deps))),
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (/^NoSuch(?:Key|Version)$/.test(error.name)) return undefined;
    if (error.name === 'InvalidObjectState')
      return lookAtObject(listed, deps, error.storageClass ?? listed.storageClass);
    if (error.statusCode === 400 && /server.side encryption/i.test(error.message))
      return { ...plain(listed), unavailable: 'SSE-C' };
    throw isDenied(error)
      ? denied(`s3:GetObject${versionId === undefined ? '' : 'Version'}`, deps.bucket, error)
      : error;
  }
}

/** A line with what S3 sums up of an object by its parts. */
export interface LookedAt extends ObjectLine {
  readonly checksum?: string;
}

/**
 * What can be said of an object without its bytes; `undefined` where it is gone. S3's own SHA-256 of it stands for them, where
 * it was uploaded with one.
 */
export async function lookAtObject(
  listed: Listed,
  deps: Omit<ReadDeps, 'signed' | 'keep'>,
  unavailable?: string,
): Promise<LookedAt | undefined> {
  const { key, versionId } = listed;
  const asked = { Bucket: deps.bucket, Key: key, VersionId: versionId, ChecksumMode: 'ENABLED' } as const;
  try {
    const head = await allowed('s3:GetObject', deps.bucket, deps.s3.headObject(asked));
    const current = versionId ?? versionOf(head.VersionId);
    return {
      ...named(listed, current),
      size: head.ContentLength ?? listed.size,
      etag: unquoted(head.ETag ?? ''),
      lastModified: wholeSeconds(head.LastModified?.toISOString() ?? ''),
      ...checksumOf(head.ChecksumSHA256),
      headers: headHeaders(head),
      ...present('metadata', sortedOrNone(Object.entries(head.Metadata ?? {}))),
      // Not every answer without a body has the number of tags: they are asked for.
      ...present('tags', await tagsOf(key, current, deps)),
      ...present('unavailable', unavailable),
    };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (/^(?:NotFound|NoSuchKey|NoSuchVersion)$/.test(error.name)) return undefined;
    if (error.name === '400') return { ...plain(listed), unavailable: 'SSE-C' };
    throw error;
  }
}

/** S3's own SHA-256 of an object: of its bytes, or of the sums of its parts, which ends in their number. */
function checksumOf(base64: string | undefined): Pick<LookedAt, 'sha256' | 'checksum'> {
  if (base64 === undefined) return {};
  if (base64.includes('-')) return { checksum: base64 };
  return { sha256: Buffer.from(base64, 'base64').toString('hex') };
}

/** What the list says, where S3 says no more. */
function plain(listed: Listed): ObjectLine {
  const { size, etag, lastModified } = listed;
  return { ...named(listed, listed.versionId), size, etag, lastModified };
}

function named({ key, latest }: Listed, versionId: string | undefined) {
  return { key, ...present('versionId', versionId), ...present('latest', latest) };
}

/** `null` is what S3 calls the version of an object that has none. */
function versionOf(versionId: string | readonly string[] | undefined): string | undefined {
  return typeof versionId === 'string' && versionId !== 'null' ? versionId : undefined;
}

function present<Name extends string, Value>(name: Name, value: Value | undefined): { [K in Name]?: Value } {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one name that is there
  return (value === undefined ? {} : { [name]: value }) as { [K in Name]?: Value };
}

async function bodyOf(answer: IncomingMessage): Promise<Buffer | AsyncIterable<Uint8Array>> {
  return Number(answer.headers['content-length'] ?? Infinity) <= SMALL ? wholeBody(answer) : answer;
}

async function tagsOf(
  key: string,
  versionId: string | undefined,
  { bucket, s3 }: Pick<ReadDeps, 'bucket' | 's3'>,
): Promise<Record<string, string> | undefined> {
  const asked = s3.getObjectTagging({ Bucket: bucket, Key: key, VersionId: versionId });
  const action = `s3:GetObject${versionId === undefined ? '' : 'Version'}Tagging`;
  const { TagSet = [] } = await allowed(action, bucket, asked).catch((error: unknown) => {
    // Deleted or expired since.
    if (error instanceof Error && /^NoSuch(?:Key|Version)$/.test(error.name)) return { TagSet: [] };
    throw error;
  });
  return sortedOrNone(TagSet.map(({ Key = '', Value = '' }) => [Key, Value]));
}
