import { createReadStream } from 'node:fs';
import { mkdir, open, truncate } from 'node:fs/promises';
import path from 'node:path';
import { jsonLines } from '../capture/captured-resource.ts';

/** A file of JSON lines that is appended to, and taken up again after a kill. */
export interface LineFile {
  readonly last: unknown;
  readonly lines: number;
  append(lines: readonly unknown[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens it, made where it is not there; `earlier` is called with each line that it has. A last line that was half written when somebody
 * died is cut off. `flush`: what was appended outlasts a loss of power, too.
 */
export async function lineFile(
  file: string,
  earlier: (line: unknown) => void = () => {},
  { flush = false }: { flush?: boolean } = {},
): Promise<LineFile> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, 'a', 0o600);
  const { last, lines, end } = await whole(file, earlier);
  const { size } = await handle.stat();
  if (size > end) await truncate(file, end);
  // A long text is written piece by piece: no other one may come between.
  let written: Promise<void> = Promise.resolve();
  return {
    last,
    lines,
    append: async (more) => {
      if (more.length === 0) return;
      const text = more.map((line) => `${JSON.stringify(line)}\n`).join('');
      written = written.then(() => handle.appendFile(text)).then(() => (flush ? handle.datasync() : undefined));
      await written;
    },
    close: () => handle.close(),
  };
}

/** What is whole of it: the last line, their number, and where they end. */
async function whole(
  file: string,
  earlier: (line: unknown) => void,
): Promise<{ last: unknown; lines: number; end: number }> {
  let end = 0;
  let read = 0;
  const counted = async function* () {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      const at = chunk.lastIndexOf(10);
      if (at >= 0) end = read + at + 1;
      read += chunk.length;
      yield chunk;
    }
  };
  let last: unknown;
  let lines = 0;
  for await (const line of jsonLines(counted())) {
    earlier(line);
    last = line;
    lines += 1;
  }
  return { last, lines, end };
}
