import type { Bucket } from '../../src/lib/site/bucket.ts';
import type { ListedVersion, StoredAs } from '../../src/lib/site/version.ts';
import type { SentHeaders } from '../fakes/stored-object.ts';

/** How a bucket's versioning stands. */
export type Mode = 'versioned' | 'suspended' | 'unversioned';

/** An empty bucket: the port to it, and what somebody outside does with any tool. */
export interface BucketWorld {
  readonly bucket: Bucket;
  readonly upload: (
    key: string,
    body: Uint8Array | string,
    headers?: SentHeaders,
    storedAs?: StoredAs,
  ) => Promise<void>;
  readonly remove: (key: string) => Promise<void>;
  readonly removePermanently: (key: string, versionId: string) => Promise<void>;
  readonly setMode: (mode: 'versioned' | 'suspended') => Promise<void>;
}

export type MakeBucket = (mode: Mode) => Promise<BucketWorld>;

export const HTML: SentHeaders = { contentType: 'text/html; charset=utf-8' };
export const LIMIT = 1024 * 1024;

/** All that is listed of a key. */
export async function listedOf(bucket: Bucket, key: string): Promise<ListedVersion[]> {
  const all: ListedVersion[] = [];
  for await (const version of bucket.versions(key)) all.push(version);
  return all;
}

/** The texts of all that is listed of a key, newest first; `-` for a deletion. */
export async function textsOf(bucket: Bucket, key: string): Promise<string[]> {
  const texts: string[] = [];
  for await (const { versionId, deleted } of bucket.versions(key)) {
    const version = await bucket.get(key, versionId, LIMIT);
    texts.push(deleted ? '-' : textOf(version));
  }
  return texts;
}

/** Text as plain bytes. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The bytes as text. */
export function textOf(version: { readonly bytes?: Uint8Array } | undefined): string {
  return new TextDecoder().decode(version?.bytes);
}

/** The live version; fails where nothing is live. */
export async function liveOf(bucket: Bucket, key: string) {
  const live = await bucket.head(key);
  const version = live && (await bucket.get(key, live.versionId, LIMIT));
  if (!version?.bytes) throw new Error(`${key} is not live`);
  return { ...version, bytes: version.bytes };
}
