import { pMapIterable } from 'p-map';
import { blobsOf, type Held } from './blobs-of.ts';
import { keyOf } from './resource.ts';
import { sealHolds } from './seal.ts';
import type { SecretBook } from './secrets.ts';
import type { Blob, CaptureReader } from './store.ts';
import { HoldfastError } from '../errors.ts';

/** What of a capture is not what was captured. */
export interface Damage {
  /** Below the capture; for bytes that nobody can browse to, the resource and their hash. */
  readonly path: string;
  readonly why: string;
}

/** What verifying a capture found. */
export interface Verified {
  readonly files: number;
  readonly bytes: number;
  readonly damaged: readonly Damage[];
  /** Whether the metadata is as it was sealed; `undefined` where another key sealed it. */
  readonly seal: boolean | undefined;
}

/** What verifying needs. */
export interface VerifyDeps {
  readonly secrets: SecretBook;
  /** Which bytes are read; all where nothing is said. */
  readonly only?: (blob: Blob) => boolean;
  readonly tell: (sofar: { files: number; bytes: number }) => void;
  /** Throws its reason once it is aborted. */
  readonly signal?: AbortSignal;
}

/** How many files are read at once. */
const AT_ONCE = 8;

/** Reads a sealed capture back and hashes it: the seal, every file, and everything that an index names. */
export async function verifyCapture(
  reader: CaptureReader,
  { secrets, only = () => true, tell, signal }: VerifyDeps,
): Promise<Verified> {
  const { metadata } = reader;
  const damaged: Damage[] = [];
  const read = { files: 0, bytes: 0 };
  const check = async ({ of, held }: { of: string; held: Held }) => {
    const why = await damageOf(held, reader);
    if (why !== undefined) damaged.push({ path: held.path ?? `${of}: ${held.sha256}`, why });
    read.files += 1;
    read.bytes += held.bytes;
    tell(read);
  };
  // Results would be held for each file: there are none, and only their end is waited for.
  const checks = pMapIterable(everything(reader, damaged, only), check, { concurrency: AT_ONCE, preserveOrder: false });
  // oxlint-disable-next-line no-unused-vars -- nothing is told but that it went on
  for await (const _ of checks) signal?.throwIfAborted();
  return {
    ...read,
    damaged: damaged.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    seal: sealHolds(metadata, secrets),
  };
}

async function* everything(reader: CaptureReader, damaged: Damage[], only: (blob: Blob) => boolean) {
  const { files, resources } = reader.metadata;
  for (const held of files) if (only(held)) yield { of: 'capture', held };
  for (const entry of resources) {
    try {
      for await (const held of blobsOf(entry, reader)) if (only(held)) yield { of: keyOf(entry), held };
    } catch (error) {
      // The index itself is damaged: it is told as a file of the resource, too, with what it should have named.
      damaged.push({ path: `${entry.folder}/objects.ndjson`, why: `what it names is not known: ${said(error)}` });
    }
  }
}

async function damageOf(held: Held, reader: CaptureReader): Promise<string | undefined> {
  try {
    // oxlint-disable-next-line no-unused-vars -- reading is the check
    for await (const _ of reader.stream(held));
  } catch (error) {
    return said(error);
  }
  const shown = held.path === undefined ? undefined : await reader.shows(held.path, held);
  return shown === false
    ? 'it is missing there, or another file is in its place; its bytes are kept in store/'
    : undefined;
}

function said(error: unknown): string {
  if (error instanceof HoldfastError && error.code === 'CAPTURE.DAMAGED') return error.message;
  if (error instanceof SyntaxError) return 'a line is no JSON';
  throw error;
}
