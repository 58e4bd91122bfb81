import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOSTILE } from './hostile-pages.ts';

const CHILD = fileURLToPath(new URL('judge-in-child.ts', import.meta.url));

/**
 * Seconds of the processor, not of the clock, after which the child is ended. Judging 20 MB takes 1 to 15 of them; a way
 * that compares each of a million pieces, or a tenth of all characters, with each other would take hours.
 */
const MOST_SECONDS = 100;
const MOST_KILOBYTES = 512 * 1024;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-hostile-'));
});

afterAll(() => rm(folder, { recursive: true }));

/** What judging came to, of an upload that is like an older version, in a process of its own. */
async function judged(shape: string, bytes: number): Promise<{ kind: string; maxRSS: number }> {
  const { make, key, contentType } = HOSTILE[shape]!;
  const [older, baseline] = await Promise.all(
    [1, 2].map(async (seed) => {
      const file = join(folder, `page-${seed}`);
      await writeFile(file, make(bytes, seed));
      return file;
    }),
  );
  const told = JSON.stringify({ key, headers: { contentType } });
  const limited = `ulimit -t ${MOST_SECONDS}; exec "$0" "$@"`;
  const words = ['-c', limited, process.execPath, CHILD, older!, baseline!, older!, told];
  const { stdout } = await promisify(execFile)('sh', words);
  return JSON.parse(stdout);
}

describe.each(Object.keys(HOSTILE))('a page of %s', (shape) => {
  it.each([200_000, 2_000_000, 20_000_000])('of %i bytes is judged', { timeout: 600_000 }, async (bytes) => {
    const { kind, maxRSS } = await judged(shape, bytes);
    expect(kind).toMatch(/^(accepted|breached)$/);
    expect(maxRSS).toBeLessThan(MOST_KILOBYTES);
  });
});
