import { link, open, readFile, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { replaceFile } from '../../lib/aws/replace-file.ts';
import { HoldfastError } from '../../lib/errors.ts';

/** Largest file whose block is kept, in bytes. */
const LARGEST = 5 * 1024 * 1024;

/** The text of a file, byte for byte; `undefined` where there is none. Throws `CONFIG.UNWRITTEN` for what is no text. */
export async function readRulesFile(file: string): Promise<string | undefined> {
  const bytes = await readFile(resolve(file)).catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw unwritten(`${file} cannot be read.`, 'Name a file, e.g. --write AGENTS.md.', cause);
  });
  if (bytes === undefined) return undefined;
  if (bytes.length > LARGEST) throw unwritten(`${file} is larger than 5 MB.`, 'Name another file.');
  const text = bytes.toString('utf8');
  if (Buffer.from(text).equals(bytes)) return text;
  throw unwritten(`${file} is not UTF-8: its other text could not be kept.`, 'Save it as UTF-8, or name another file.');
}

/** Writes the file as a whole or not at all; one that was made or changed meanwhile stays. Throws `CONFIG.CHANGED` then. */
export async function writeRulesFile(file: string, { seen, next }: { seen?: string; next: string }): Promise<void> {
  const path = resolve(file);
  if (seen !== undefined) return replaceFile(path, { seen, next });
  const beside = `${path}.holdfast-${process.pid}`;
  try {
    await written(beside, next);
    await link(beside, path);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')
      throw new HoldfastError('CONFIG.CHANGED', `${file} was made meanwhile: nothing was written.`, { hint: AGAIN });
    throw unwritten(`${file} was not written.`, 'Check that its folder is there and can be written to.', cause);
  } finally {
    await rm(beside, { force: true });
  }
}

const AGAIN = 'Run it again: it adds the rules to what is there now.';

async function written(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function unwritten(message: string, hint: string, cause?: unknown): HoldfastError {
  return new HoldfastError('CONFIG.UNWRITTEN', message, { hint, cause });
}
