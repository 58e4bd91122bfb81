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

/** What Lambda does next: the first event, here one without messages, so that nothing goes over the wire. */
const FIRST_EVENT = `${READY}await handler({ Records: [] }, { awsRequestId: 'bench', functionName: 'on-upload' });\n`;

/** What the stack tells the function. */
const ENV = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  HOLDFAST_STAGE: 'bench',
  HOLDFAST_TABLE: 'bench',
  HOLDFAST_QUEUE_URL: 'http://127.0.0.1:9/bench',
  HOLDFAST_SNAPSHOTS: 'bench',
  HOLDFAST_SITES: '[{"name":"demo","bucket":"demo-prod","prefix":""}]',
};

/**
 * Prints how long `on-upload` takes from the start of a process to its end, ready or after a first empty event, against
 * an empty handler, and how large it is. Gives back whether both are within what is promised.
 */
export async function benchStart(root: string): Promise<boolean> {
  const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-bench-'));
  try {
    const { upload, bytes } = await unpack(root, folder);
    const run = await starters(folder, upload);
    await interleaved(run, 3);
    const measured = await interleaved(run, ROUNDS);
    console.log(table(`Start of on-upload, ${ROUNDS} interleaved processes`, measured));
    return report(measured, bytes);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function unpack(root: string, folder: string): Promise<{ upload: string; bytes: number }> {
  const { files } = await bundle(root, 'on-upload');
  const target = path.join(folder, 'on-upload');
  await mkdir(target);
  for (const [name, bytes] of files) await writeFile(path.join(target, name), bytes);
  const bytes = [...files.values()].reduce((sum, file) => sum + file.length, 0);
  return { upload: path.join(target, 'on-upload.mjs'), bytes };
}

async function starters(folder: string, upload: string): Promise<Record<string, () => Promise<number>>> {
  const write = async (name: string, source: string) => {
    const file = path.join(folder, name);
    await writeFile(file, source);
    return file;
  };
  const empty = await write('empty.mjs', EMPTY);
  const [ready, first] = [await write('ready.mjs', READY), await write('first.mjs', FIRST_EVENT)];
  return {
    'an empty handler, ready': () => timed(ready, empty),
    'on-upload, ready': () => timed(ready, upload),
    'on-upload, first event': () => timed(first, upload),
  };
}

async function timed(starter: string, handler: string): Promise<number> {
  const start = performance.now();
  await promisify(execFile)(process.execPath, [starter, handler], { env: ENV, timeout: 30_000 });
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
