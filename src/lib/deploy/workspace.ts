import type { ServedHeaders } from '../site/version.ts';

/** The live version that a local file was made from. */
export interface Base {
  readonly versionId: string;
  readonly etag: string;
  /** Identity of the live version as it was stored and served. */
  readonly identity: string;
  /** SHA-256 of its decoded bytes, as they are in the local file. */
  readonly sha256: string;
  readonly headers: ServedHeaders;
  /** When S3 says it was uploaded, and when it was fetched; ISO 8601. */
  readonly lastModified: string;
  readonly pulledAt: string;
  /** Nobody recorded it: it was found by likeness. */
  readonly assumed?: true;
}

/**
 * The local files of a site. Paths are relative to its root, with slashes, and are keys without the prefix. Files are
 * plain: content encodings are undone when they are fetched, and done again when they are deployed.
 */
export interface Workspace {
  readonly site: string;
  /** Absolute path of the folder that has `.holdfast/`. */
  readonly root: string;
  /** What was pulled, by path; empty before the first pull. */
  bases(): Promise<ReadonlyMap<string, Base>>;
  /** Writes and removes bases, as a whole; other bases stay, also those that another command writes meanwhile. */
  record(changes: ReadonlyMap<string, Base | undefined>): Promise<void>;
  /** `undefined` where there is no such file. Throws `FOLDER.FAILED` where it cannot be read. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Replaces a file as a whole or not at all; makes its folders. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Paths and sizes of all files; what begins with a dot, `node_modules` and links are left out. */
  files(): Promise<readonly { readonly path: string; readonly size: number }[]>;
  /** Keeps bytes under `.holdfast/`, for merging or looking at; gives the absolute path. */
  keep(name: string, bytes: Uint8Array): Promise<string>;
  /** What was kept so. */
  kept(name: string): Promise<Uint8Array | undefined>;
}
