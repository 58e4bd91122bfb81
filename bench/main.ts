import path from 'node:path';
import { parseArgs } from 'node:util';
import { benchCapture } from './capture/capture.ts';
import { benchExtract } from './extract/extract.ts';
import { benchJudge } from './judge/judge.ts';
import { benchRestore } from './restore/restore.ts';
import { benchStart } from './start/start.ts';

const root = path.resolve(import.meta.dirname, '..');

const { values, positionals } = parseArgs({ options: { histories: { type: 'string' } }, allowPositionals: true });

/** Each part prints its table; `false` means that a promise on size or start is not kept. */
const PARTS: Readonly<Record<string, () => Promise<boolean | void>>> = {
  extract: benchExtract,
  judge: () => benchJudge(values.histories),
  start: () => benchStart(root),
  restore: () => benchRestore(root),
  capture: benchCapture,
};

const wanted = positionals;
const unknown = wanted.filter((name) => !PARTS[name]);
if (unknown.length > 0) {
  console.error(`no such part: ${unknown.join(', ')}; choose from ${Object.keys(PARTS).join(', ')}`);
  process.exitCode = 2;
} else {
  for (const [name, run] of Object.entries(PARTS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    if ((await run()) === false) process.exitCode = 1;
    console.log();
  }
}
