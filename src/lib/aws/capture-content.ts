import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Blob } from '../capture/store.ts';
import { HoldfastError } from '../errors.ts';

/** Files by the SHA-256 of their bytes, below a folder. They are read-only: captures share them. */
export interface ContentFolder {
  pathOf(sha256: string): string;
  keep(body: Uint8Array | AsyncIterable<Uint8Array>): Promise<Blob>;
  has(blob: Blob): Promise<boolean>;
  stream(blob: Blob): AsyncIterable<Uint8Array>;
  /** Removes what killed writers left half-written. Only while nobody writes. */
  tidy(): Promise<void>;
}

const READ_ONLY = 0o400;

export function contentFolder(root: string): ContentFolder {
  const halves = path.join(root, 'half-written');
  const made = new Set<string>();
  const folder = async (at: string) => {
    if (made.has(at)) return;
    await mkdir(at, { recursive: true, mode: 0o700 });
    made.add(at);
  };
  const pathOf = (sha256: string) => path.join(root, sha256.slice(0, 2), sha256);
  const has = async ({ sha256, bytes }: Blob) =>
    stat(pathOf(sha256)).then(
      ({ size }) => size === bytes,
      () => false,
    );
  const settle = async (half: string, blob: Blob) => {
    await chmod(half, READ_ONLY);
    await folder(path.dirname(pathOf(blob.sha256)));
    await rename(half, pathOf(blob.sha256));
    return blob;
  };
  return {
    pathOf,
    has,
    async keep(body) {
      await folder(halves);
      const half = path.join(halves, randomUUID());
      if (body instanceof Uint8Array) {
        const blob = { sha256: createHash('sha256').update(body).digest('hex'), bytes: body.length };
        if (await has(blob)) return blob;
        await writeFile(half, body, { mode: 0o600 });
        return settle(half, blob);
      }
      const hash = createHash('sha256');
      let bytes = 0;
      const counted = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          hash.update(chunk);
          bytes += chunk.length;
          done(null, chunk);
        },
      });
      try {
        await pipeline(body, counted, createWriteStream(half, { mode: 0o600 }));
      } catch (error) {
        await rm(half, { force: true });
        throw error;
      }
      const blob = { sha256: hash.digest('hex'), bytes };
      if (!(await has(blob))) return settle(half, blob);
      await rm(half);
      return blob;
    },
    async *stream({ sha256, bytes }) {
      const hash = createHash('sha256');
      let read = 0;
      try {
        for await (const chunk of createReadStream(pathOf(sha256))) {
          hash.update(chunk);
          read += chunk.length;
          yield chunk;
        }
      } catch (cause) {
        throw damaged(`${pathOf(sha256)} cannot be read`, cause);
      }
      if (read !== bytes || hash.digest('hex') !== sha256) throw damaged(`${pathOf(sha256)} is not what was captured`);
    },
    tidy: () => rm(halves, { recursive: true, force: true }),
  };
}

function damaged(what: string, cause?: unknown): HoldfastError {
  const hint = 'See all that is damaged with `holdfast capture verify`, and use another capture.';
  return new HoldfastError('CAPTURE.DAMAGED', `${what}.`, { hint, cause });
}
