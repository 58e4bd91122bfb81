import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Estate } from '../../capture/estate.ts';
import { HoldfastError } from '../../errors.ts';

/** Twice what a function and its layers may have unpacked (250 MB, Lambda quotas): a zip is never longer. */
const LONGEST = 500 * 1024 * 1024;

/** A file that is there as long as it is needed, where only its owner can read it. */
export interface Downloaded {
  readonly path: string;
  readonly bytes: number;
  stream(): AsyncIterable<Uint8Array>;
}

/**
 * Fetches code from its presigned address and removes it when `use` has ended. The address is a credential: no message has it.
 * `sha256` is AWS's own hash of it, in base64. Throws `ESTATE.MOVED` (retryable) where the bytes have another one, and
 * `ESTATE.LARGE` above 500 MB.
 */
export async function withDownloaded<Result>(
  { api, what, url, sha256 }: { api: string; what: string; url: string; sha256: string },
  estate: Estate,
  use: (file: Downloaded) => Promise<Result>,
): Promise<Result> {
  const answer = await estate.fetch(api, url);
  if (!answer.ok || !answer.body) {
    await answer.body?.cancel();
    throw new HoldfastError('ESTATE.FAILED', `The code of ${what} cannot be fetched: status ${answer.status}.`, {
      retryable: true,
    });
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-code-'));
  try {
    const file = path.join(folder, 'code.zip');
    const hash = createHash('sha256');
    let bytes = 0;
    const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        if (bytes > LONGEST) throw new HoldfastError('ESTATE.LARGE', `The code of ${what} has more than 500 MB.`);
        hash.update(chunk);
        yield chunk;
      }
    };
    await pipeline(answer.body, counted, createWriteStream(file, { mode: 0o600 }));
    if (hash.digest('base64') !== sha256)
      throw new HoldfastError('ESTATE.MOVED', `The code of ${what} changed while it was fetched.`, { retryable: true });
    return await use({ path: file, bytes, stream: () => createReadStream(file) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
