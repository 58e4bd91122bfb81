import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';

const CHILD = fileURLToPath(new URL('read-in-child.ts', import.meta.url));
const BYTES = 20 * 1024 * 1024;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-memory-'));
  await writeFile(join(folder, 'page.html'), gzipSync(page()));
});

afterAll(() => rm(folder, { recursive: true }));

/** A page of 20 MB with 40 tokens, whose dashes take two bytes for each of its characters in memory. */
function page(): string {
  const cards: string[] = [];
  for (let index = 0, length = 0; length < BYTES; index += 1) {
    const token = index % 3000 === 0 && index < 120_000 ? ` data-feature="FEATURE_${index / 3000}"` : '';
    const card = `<section${token}><h2>Supper ${index} — “at sea”</h2><p>From <b>$${index}</b> a head, wine and the harbour’s fee in it,\n no other.</p></section>\n`;
    cards.push(card);
    length += Buffer.byteLength(card);
  }
  return cards.join('');
}

it.each([
  ['attributes', [{ attribute: 'data-feature' }]],
  [
    'all sources',
    [
      { attribute: 'data-feature' },
      { comment: 'feature' },
      { pattern: 'f[eo]es', name: 'FEES' },
      { selector: 'script[src*=stripe]', name: 'STRIPE' },
    ],
  ],
])('reads two versions of a page of 20 MB within 512 MB, by %s', { timeout: 120_000 }, async (_what, sources) => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    CHILD,
    join(folder, 'page.html'),
    JSON.stringify(sources),
  ]);
  const read = JSON.parse(stdout);
  expect(read).toMatchObject({ tokens: [40, 40], hasText: true, places: 40, phrases: 0 });
  expect(read.units).toBeGreaterThan(0);
  expect(read.maxRSS).toBeLessThan(512 * 1024);
});
