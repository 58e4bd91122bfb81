import type { FileEntry, Metadata } from './entry.ts';

/** Bytes in the content store: kept once, whatever number of captures have them. */
export interface Blob {
  readonly sha256: string;
  readonly bytes: number;
}

/** Where captures are kept: a folder, or a prefix of a bucket. */
export interface CaptureStore {
  /** As people write it: a path or `s3://bucket/prefix`. */
  readonly place: string;
  /** Names of all captures, sealed or not, oldest first by `at`. */
  list(): Promise<readonly CaptureName[]>;
  /** Throws `CAPTURE.MISSING`, `CAPTURE.UNSEALED` or `CAPTURE.DAMAGED`. */
  read(name: string): Promise<CaptureReader>;
  /** Begins a capture, or goes on with one that was not sealed. Throws `CAPTURE.EXISTS`, `CAPTURE.MISSING` or `CAPTURE.BUSY`. */
  write(name: string, how: 'new' | 'resume'): Promise<CaptureWriter>;
  /** Has the store for oneself, to take things away. Throws `CAPTURE.BUSY` while a capture is written. */
  sweep(): Promise<StoreSweep>;
}

export interface CaptureName {
  readonly name: string;
  readonly sealed: boolean;
  /** When it was sealed, or last noted something, by the clock of the store: ISO 8601. */
  readonly at: string;
}

/** A store that nobody else writes to. */
export interface StoreSweep {
  /** Everything that an unsealed capture has noted, and the lines of its unfinished indexes. */
  unfinished(name: string): AsyncIterable<unknown>;
  /** As `CaptureReader.stream`. */
  stream(blob: Blob): AsyncIterable<Uint8Array>;
  /** All bytes that are kept. */
  blobs(): AsyncIterable<Blob>;
  removeCapture(name: string): Promise<void>;
  removeBlobs(blobs: readonly Blob[]): Promise<void>;
  release(): Promise<void>;
}

/** A sealed capture. Everything that is read is checked against its hash: throws `CAPTURE.DAMAGED`. */
export interface CaptureReader {
  readonly place: string;
  readonly metadata: Metadata;
  /** The whole bytes of a file, for documents; at most 64 MiB, else throws `CAPTURE.LARGE`. */
  bytes(file: Blob): Promise<Uint8Array>;
  /** Bytes of any length. A damaged file fails at its end. */
  stream(file: Blob): AsyncIterable<Uint8Array>;
  /** Whether the bytes are there and of this length, without reading them. */
  has(file: Blob): Promise<boolean>;
  /** Whether who browses to this path finds these bytes there; `undefined` where the store does not show them. */
  shows(path: string, file: Blob): Promise<boolean | undefined>;
}

/** A capture that is being written. One process at a time writes to it. */
export interface CaptureWriter {
  readonly name: string;
  /** Keeps bytes, and gives their name. Bytes that are there already take no space. */
  keep(body: Uint8Array | AsyncIterable<Uint8Array>): Promise<Blob>;
  /** Whether the store has these bytes. */
  has(blob: Blob): Promise<boolean>;
  /**
   * Makes kept bytes browsable at this path, in the place of what an earlier try left there. Says where they came to be: where a
   * file is in the way of a folder, or a folder in the way of a file, the later one gets `%` behind its name.
   */
  place(path: string, blob: Blob): Promise<string>;
  /**
   * An index of any length, in order; what was appended before a kill is there on the next opening, and `earlier` is called with
   * every line of it, in order, before this resolves.
   */
  index(path: string, earlier?: (line: unknown) => void): Promise<IndexWriter>;
  /** Notes a finished step, durably: JSON values, read again on `resume`. A half-written last note is as good as none. */
  note(entry: unknown): Promise<void>;
  /** All notes so far, in order. */
  notes(): AsyncIterable<unknown>;
  /** Writes `SNAPSHOT-METADATA.json` last of all and forgets the notes. The capture cannot be written to any more. */
  seal(metadata: Metadata): Promise<void>;
  /** Lets go of a capture that was not sealed; it can be resumed. */
  release(): Promise<void>;
}

/** Lines of JSON, appended in order. */
export interface IndexWriter {
  /** The last line that is there from before, if any. */
  readonly last: unknown;
  /** What was counted over the lines that are there from before. */
  readonly lines: number;
  append(lines: readonly unknown[]): Promise<void>;
  /** Ends it and places it. */
  end(): Promise<FileEntry>;
}
