import { createHash, hash, randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
  createReadStream,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { lstat, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Blob } from '../capture/store.ts';
import { HoldfastError } from '../errors.ts';
import { blobName } from './capture-name.ts';

/** Files by the SHA-256 of their bytes, below a folder. They are read-only: captures share them. */
export interface ContentFolder {
  pathOf(sha256: string): string;
  /** `halves`: the folder for what is half-written, on the same file system; whoever is killed leaves it there. */
  keep(body: Uint8Array | AsyncIterable<Uint8Array>, halves: string): Promise<Blob>;
  has(blob: Blob): Promise<boolean>;
  stream(blob: Blob): AsyncIterable<Uint8Array>;
  /** Whether the file at this path is these bytes. */
  isAt(path: string, blob: Blob): Promise<boolean>;
  /** Everything that is kept. */
  blobs(): AsyncIterable<Blob>;
  remove(blob: Blob): Promise<void>;
}

const READ_ONLY = 0o400;
/** How much of a file is read at once. */
const PIECE = 256 * 1024;
const NOTHING = Buffer.alloc(0);

export function contentFolder(root: string): ContentFolder {
  const made = new Set<string>();
  const folder = (at: string) => {
    if (made.has(at)) return;
    mkdirSync(at, { recursive: true, mode: 0o700 });
    made.add(at);
  };
  const pathOf = (sha256: string) => path.join(root, sha256.slice(0, 2), blobName(sha256));
  const isThere = ({ sha256, bytes }: Blob) => {
    const found = lstatSync(pathOf(sha256), { throwIfNoEntry: false });
    return found?.isFile() === true && found.size === bytes;
  };
  /** Read, too: what a broken disk or a loss of power damaged is written anew by whoever has the bytes. */
  const isWhole = async (blob: Blob) => isThere(blob) && (await hashOf(pathOf(blob.sha256))) === blob.sha256;
  /** A file of its own, that becomes one of the store when it is whole. */
  const begin = (halves: string) => {
    const half = path.join(halves, randomUUID());
    return { half, file: openSync(half, 'wx', READ_ONLY) };
  };
  const settle = (half: string, blob: Blob) => {
    folder(path.dirname(pathOf(blob.sha256)));
    renameSync(half, pathOf(blob.sha256));
    return blob;
  };
  return {
    pathOf,
    has: async (blob) => isThere(blob),
    // Written without waiting: into the file system's cache that takes less time than a promise for each call.
    async keep(body, halves) {
      if (body instanceof Uint8Array) {
        const blob = { sha256: hash('sha256', body), bytes: body.length };
        if (await isWhole(blob)) return blob;
        const { half, file } = begin(halves);
        try {
          writeFileSync(file, body);
        } catch (error) {
          rmSync(half, { force: true });
          throw error;
        } finally {
          closeSync(file);
        }
        return settle(half, blob);
      }
      const sum = createHash('sha256');
      let bytes = 0;
      const { half, file } = begin(halves);
      try {
        for await (const chunk of body) {
          sum.update(chunk);
          bytes += chunk.length;
          writeFileSync(file, chunk);
        }
      } catch (error) {
        rmSync(half, { force: true });
        throw error;
      } finally {
        closeSync(file);
      }
      const blob = { sha256: sum.digest('hex'), bytes };
      if (!(await isWhole(blob))) return settle(half, blob);
      rmSync(half);
      return blob;
    },
    async *stream(blob) {
      const { sha256, bytes } = blob;
      const file = pathOf(sha256);
      if (bytes < PIECE) {
        const [whole = NOTHING] = pieces(file, bytes);
        if (whole.length !== bytes || hash('sha256', whole) !== sha256)
          throw damaged(`${file} is not what was captured`);
        yield whole;
        return;
      }
      const sum = createHash('sha256');
      let read = 0;
      for (const piece of pieces(file, bytes)) {
        sum.update(piece);
        read += piece.length;
        yield piece;
      }
      if (read !== bytes || sum.digest('hex') !== sha256) throw damaged(`${file} is not what was captured`);
    },
    async isAt(at, blob) {
      const [found, kept] = [at, pathOf(blob.sha256)].map((each) => lstatSync(each, { throwIfNoEntry: false }));
      if (!found?.isFile() || found.size !== blob.bytes) return false;
      return (found.ino === kept?.ino && found.dev === kept.dev) || (await hashOf(at)) === blob.sha256;
    },
    async *blobs() {
      for (const fold of await readdir(root).catch(() => [])) {
        if (!/^[0-9a-f]{2}$/.test(fold)) continue;
        for (const sha256 of await readdir(path.join(root, fold))) {
          if (!/^[0-9a-f]{64}$/.test(sha256)) continue;
          yield { sha256, bytes: (await lstat(pathOf(sha256))).size };
        }
      }
    },
    remove: ({ sha256 }) => rm(pathOf(sha256), { force: true }),
  };
}

/** A kept file by pieces, read without waiting as it was written. One byte more is asked for than there should be. */
function* pieces(file: string, bytes: number): Generator<Uint8Array> {
  let left = bytes + 1;
  let handle: number | undefined;
  try {
    // What is no file of the store's own is not followed, and a pipe is not waited for.
    handle = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if (!fstatSync(handle).isFile()) throw new Error('no file');
    for (;;) {
      const piece = Buffer.allocUnsafeSlow(Math.min(Math.max(left, 1), PIECE));
      const read = readSync(handle, piece);
      if (read === 0) return;
      left -= read;
      yield piece.subarray(0, read);
    }
  } catch (cause) {
    throw damaged(`${file} cannot be read`, cause);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

async function hashOf(file: string): Promise<string> {
  if (statSync(file).size < PIECE) return hash('sha256', readFileSync(file));
  const sum = createHash('sha256');
  for await (const chunk of createReadStream(file)) sum.update(chunk);
  return sum.digest('hex');
}

function damaged(what: string, cause?: unknown): HoldfastError {
  const hint = 'See all that is damaged with `holdfast capture verify`, and use another capture.';
  return new HoldfastError('CAPTURE.DAMAGED', `${what}.`, { hint, cause });
}
