import { open, type FileHandle } from 'node:fs/promises';
import { usage } from '../outcome.ts';
import { printable } from '../printable.ts';

const MOST_BYTES = 10_000_000;

/** The text of a list of tokens, of at most 10 MB. Throws `CLI.USAGE` where there is no such file, or no text in it. */
export async function listFile(path: string): Promise<string> {
  const bytes = await bytesOf(path);
  if (bytes.length > MOST_BYTES) throw usage(printable(`${path} is larger than 10 MB.`), 'Import it in parts.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw usage(printable(`${path} is no text in UTF-8.`), 'Save it as UTF-8 and run it again.');
  }
}

/** Whatever the file is, no more is read of it than is needed to see that it is too large. */
async function bytesOf(path: string): Promise<Uint8Array> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const chunks: Buffer[] = [];
    for await (const chunk of file.createReadStream({ end: MOST_BYTES, autoClose: false })) {
      if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw usage(printable(`${path} cannot be read: ${why}`), 'Name a file of lines like TOKEN:page:2025-01-14T10:22Z.');
  } finally {
    await file?.close();
  }
}
