import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { bundle } from '../../scripts/build/bundle.ts';
import { interleaved, spread, table } from '../statistics.ts';

const ROUNDS = 41;
const MOST_TIMES = 3.5;
const MOST_BYTES = 600 * 1000;

const EMPTY = 'export const handler = async () => ({ batchItemFailures: [] });\n';

/** As Lambda does it: imports the function and is ready when its handler is there. */
const READY = `const { handler } = await import(process.argv[2]);
if (typeof handler !== 'function') throw new Error('no handler');
`;

/** With what it loads only when it is needed: the reader of pages at the first page, other clients at the first restore. */
const ALL = `${READY}for (const file of process.argv.slice(3)) await import(file);\n`;

/**
 * Prints how long `on-upload` takes from the start of a process to its end, ready or with all that it loads
 * later, against an empty handler, and how large it is. Gives back whether both are within what is promised.
 */
export async function benchStart(root: string): Promise<boolean> {
  const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-bench-'));
  try {
    const { files, bytes } = await unpack(root, folder);
    const run = await starters(folder, files);
    await interleaved(run, 3);
    const measured = await interleaved(run, ROUNDS);
    console.log(table(`Start of on-upload, ${ROUNDS} interleaved processes`, measured));
    return report(measured, bytes);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function unpack(root: string, folder: string): Promise<{ files: readonly string[]; bytes: number }> {
  const { files } = await bundle(root, 'on-upload');
  const target = path.join(folder, 'on-upload');
  await mkdir(target);
  for (const [name, bytes] of files) await writeFile(path.join(target, name), bytes);
  const bytes = [...files.values()].reduce((sum, file) => sum + file.length, 0);
  // The handler first: it is what Lambda imports.
  const names = [...files.keys()].toSorted((one) => (one === 'on-upload.mjs' ? -1 : 1));
  return { files: names.map((name) => path.join(target, name)), bytes };
}

async function starters(folder: string, files: readonly string[]): Promise<Record<string, () => Promise<number>>> {
  const write = async (name: string, source: string) => {
    const file = path.join(folder, name);
    await writeFile(file, source);
    return file;
  };
  const empty = await write('empty.mjs', EMPTY);
  const [ready, all] = [await write('ready.mjs', READY), await write('all.mjs', ALL)];
  return {
    'an empty handler, ready': () => timed([ready, empty]),
    'on-upload, ready': () => timed([ready, ...files.slice(0, 1)]),
    'on-upload, all loaded': () => timed([all, ...files]),
  };
}

/** As Lambda starts it: nothing of the caller's environment gets in. */
async function timed(args: readonly string[]): Promise<number> {
  const start = performance.now();
  await promisify(execFile)(process.execPath, args, { env: {}, timeout: 30_000 });
  return performance.now() - start;
}

function report(measured: Readonly<Record<string, readonly number[]>>, bytes: number): boolean {
  const median = (name: string) => spread(measured[name] ?? []).median;
  const times = median('on-upload, ready') / median('an empty handler, ready');
  const within = times <= MOST_TIMES && bytes <= MOST_BYTES;
  const size = `${(bytes / 1000).toFixed(0)} KB minified, of at most ${MOST_BYTES / 1000} KB`;
  console.log(`on-upload: ${times.toFixed(2)} times an empty handler, of at most ${MOST_TIMES}; ${size}`);
  return within;
}
