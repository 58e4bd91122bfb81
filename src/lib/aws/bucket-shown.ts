import { createHash } from 'node:crypto';
import type { Blob } from '../capture/store.ts';
import { bytesOf, isNoObject, type BucketPlace } from './bucket-place.ts';

/** Larger documents are not copied to where they could be browsed: indexes name them. */
const LARGEST = 1024 * 1024;
const LONGEST_KEY = 1024;

/**
 * How a document is shown at its path below a capture: JSON, and the pages of the capture as a whole; `undefined` for what only
 * indexes name. A copy of every object in every capture would cost a request each.
 */
export function typeShown(folder: string, path: string, { bytes }: Blob): string | undefined {
  if (bytes > LARGEST || Buffer.byteLength(folder + path) > LONGEST_KEY) return undefined;
  if (path.endsWith('.json')) return 'application/json';
  return path.endsWith('.html') && !path.includes('/') ? 'text/html; charset=utf-8' : undefined;
}

/** Whether the object at this key is these bytes. */
export async function isAt(place: BucketPlace, key: string, { sha256 }: Blob): Promise<boolean> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of bytesOf(place, key)) hash.update(chunk);
  } catch (error) {
    if (isNoObject(error)) return false;
    throw error;
  }
  return hash.digest('hex') === sha256;
}
