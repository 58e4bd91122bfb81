import type { CapturedResource } from './captured-resource.ts';
import type { FileEntry } from './entry.ts';
import type { SecretReference } from './secrets.ts';
import type { Blob, IndexWriter } from './store.ts';

/** Where a service writes what it captures of one resource. Paths are below the resource's folder. */
export interface Sink {
  /** The name of the capture that is written: the same again when it is resumed. */
  readonly capture: string;
  /** The same resource in the capture that this one is incremental to. */
  readonly previous: CapturedResource | undefined;
  /**
   * `false` while only differences are looked for: large bytes that can be told by a hash AWS gives (an ETag, a code hash)
   * need not be fetched, and what cannot be told is noted in the index without them.
   */
  readonly fetches: boolean;
  /** A document: keys sorted, `undefined` left out, dates as ISO 8601. */
  json(path: string, document: unknown): Promise<FileEntry>;
  /** Bytes of any length, e.g. a function's code. */
  bytes(path: string, body: Uint8Array | AsyncIterable<Uint8Array>): Promise<FileEntry>;
  /** A file of the previous capture that is known to be the same; `undefined` where the store does not have it any more. */
  reuse(path: string, file: Blob): Promise<FileEntry | undefined>;
  /**
   * An index of any length; an unfinished one goes on after its last line, and `earlier` is called with every line that is there
   * from before, so that it can be counted again.
   */
  index(path: string, earlier?: (line: unknown) => void): Promise<IndexWriter>;
  /** Keeps bytes that an index names. */
  keep(body: Uint8Array | AsyncIterable<Uint8Array>): Promise<Blob>;
  /** Whether bytes that an index of an earlier capture names are there still. */
  has(blob: Blob): Promise<boolean>;
  /** Makes bytes that an index names browsable; gives the path they came to be at. */
  place(path: string, blob: Blob): Promise<string>;
  /** Counts objects that an index lists; `reused` bytes were not fetched. */
  count(objects: number, bytes: number, reused: number): void;
  /**
   * A secret as it may be written: never in clear. `name` says what it is within the resource: `env/API_KEY`. An empty value
   * is a secret like any other.
   */
  secret(name: string, value: string): Promise<SecretReference>;
}
