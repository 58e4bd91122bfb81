import { HoldfastError } from '../../lib/errors.ts';
import type { FileContent } from '../../lib/backtest/file-version.ts';
import { byteReader, type ByteReader } from './byte-reader.ts';
import { startGit } from './run-git.ts';

/** Objects of a repository, read one after another by one git. */
export interface GitObjects {
  /** A file's bytes; only its size beyond `limit`. */
  read(object: string, limit: number): Promise<FileContent>;
  close(): void;
}

/** Longest line that says what follows. */
const LONGEST_HEAD = 200;

/** Opens a repository's objects; `close` ends the process behind it. */
export function gitObjects(repository: string): GitObjects {
  const git = startGit(repository, ['cat-file', '--batch']);
  const reader = byteReader(git.stdout);
  return {
    async read(object, limit) {
      git.stdin.write(`${object}\n`);
      // Git answers nothing, and ends, where it would have to fetch.
      const head = (await reader.line(LONGEST_HEAD)) ?? '';
      return contentAfter(head, { object, limit }, reader);
    },
    close: () => git.stop(),
  };
}

async function contentAfter(
  head: string,
  { object, limit }: { object: string; limit: number },
  reader: ByteReader,
): Promise<FileContent> {
  const [, kind, length] = /^[0-9a-f]+ (\w+) (\d+)$/.exec(head) ?? [];
  if (kind !== 'blob' || length === undefined) {
    const hint = 'Of a partial clone not every file is here: clone it whole, without --filter.';
    throw new HoldfastError('GIT.FAILED', `The repository does not hold the file ${object.slice(0, 12)}.`, { hint });
  }
  const size = Number(length);
  if (size > limit) {
    await reader.skip(size + 1);
    return { size, digest: object };
  }
  const bytes = await reader.take(size);
  await reader.skip(1);
  return { bytes };
}
