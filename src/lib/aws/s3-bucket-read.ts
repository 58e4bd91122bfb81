import { Readable } from 'node:stream';
import type { GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { identify, sha256 } from '../site/version.ts';
import type { StoredAs, Version } from '../site/version.ts';
import { asAwsError, awsFailure } from './aws-failure.ts';
import type { AclsInUse } from './s3-bucket-acl.ts';
import { readAcl } from './s3-bucket-acl.ts';
import { markOf, servedHeaders } from './s3-bucket-headers.ts';
import { readTags, storedClass } from './s3-bucket-stored.ts';
import { wholeSeconds } from './s3-versions.ts';

/** What reading needs: the client, and whether the bucket's ACLs count. */
export interface ReadDeps {
  readonly s3: S3Client;
  readonly aclsInUse: AclsInUse;
}

/** Names one stored state of one object. */
export interface At {
  readonly bucket: string;
  readonly key: string;
  /** `null` names the version of a bucket without versioning, too. */
  readonly versionId: string;
}

/**
 * Reads one version: bytes, headers and ETag of one GET; tags and ACL, where there are any, by calls of their own.
 * `undefined` when it is gone or a delete marker. Beyond `limit` the body is not read: bytes are absent, and a digest
 * of ETag and size stands for theirs, so that such a version is still one and the same at every look.
 */
export async function readVersion(at: At, limit: number, deps: ReadDeps): Promise<Version | undefined> {
  const version = { Bucket: at.bucket, Key: at.key, VersionId: at.versionId };
  try {
    const [output, acls] = await Promise.all([deps.s3.send(new GetObjectCommand(version)), deps.aclsInUse()]);
    const [bytes, tags, acl] = await Promise.all([
      readBounded(output, limit),
      (output.TagCount ?? 0) > 0 ? readTags(deps.s3, version) : {},
      acls ? readAcl(deps.s3, version) : {},
    ]);
    return asVersion(at, output, bytes, { ...storedClass(output), ...tags, ...acl });
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw awsFailure('BUCKET', `Reading ${at.key} of ${at.bucket}`, error, hintFor(error));
  }
}

/** What a HEAD tells of the live object. */
export interface Live {
  readonly etag: string;
  readonly versionId: string;
  readonly size: number;
  readonly lastModified: string;
}

/** Asks for the live object; `undefined` when nothing is live. */
export async function headLive({ bucket, key }: Omit<At, 'versionId'>, s3: S3Client): Promise<Live | undefined> {
  try {
    const output = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    const {
      ETag: etag = '',
      VersionId: versionId = 'null',
      ContentLength: size = 0,
      LastModified = new Date(0),
    } = output;
    return { etag, versionId, size, lastModified: wholeSeconds(LastModified) };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw awsFailure('BUCKET', `Asking for ${key} of ${bucket}`, error);
  }
}

function asVersion(
  { versionId }: At,
  output: GetObjectCommandOutput,
  bytes: Uint8Array | undefined,
  storedAs: StoredAs,
): Version {
  const { ETag: etag = '', LastModified = new Date(0), ContentLength: size = 0 } = output;
  const headers = servedHeaders(output);
  const digest = sha256(bytes ?? `oversize:${etag}:${size}`);
  return {
    versionId,
    etag,
    lastModified: wholeSeconds(LastModified),
    deleted: false,
    identity: identify(digest, headers),
    sha256: digest,
    size,
    ...(bytes && { bytes }),
    headers,
    storedAs,
    ...markOf(output),
  };
}

/** Reads the body into one buffer; S3 names its length before it, so that beyond `limit` nothing is read at all. */
export async function readBounded(output: GetObjectCommandOutput, limit: number): Promise<Uint8Array | undefined> {
  if ((output.ContentLength ?? 0) <= limit) return readBody(output);
  if (output.Body instanceof Readable) output.Body.destroy();
  return undefined;
}

/** Reads the whole body. A connection that breaks within it is a failure that may be tried again. */
export async function readBody(output: GetObjectCommandOutput): Promise<Uint8Array> {
  const bytes = new Uint8Array(output.ContentLength ?? 0);
  let filled = 0;
  for await (const chunk of output.Body instanceof Readable ? output.Body : []) {
    if (!(chunk instanceof Uint8Array)) continue;
    bytes.set(chunk, filled);
    filled += chunk.length;
  }
  if (filled < bytes.length)
    throw Object.assign(new Error(`${filled} of ${bytes.length} bytes`), { code: 'ECONNRESET' });
  return bytes;
}

/** 404, or 405 for a delete marker that was named by its version id. */
export function isAbsent(error: unknown): boolean {
  const { name, $metadata } = asAwsError(error);
  if (name === 'NoSuchBucket') return false;
  return $metadata?.httpStatusCode === 404 || $metadata?.httpStatusCode === 405;
}

function hintFor(error: unknown): string | undefined {
  if (asAwsError(error).name !== 'InvalidObjectState') return undefined;
  return 'The version is archived (Glacier): restore it in S3, or upload the page again.';
}
