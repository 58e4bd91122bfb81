import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sha256 } from '../../src/lib/site/version.ts';

const SIZE = 20 * 1024 * 1024;
const TOKENS = 40;
const MOST_RESIDENT = 512 * 1024 * 1024;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'holdfast-memory-'));
});

afterAll(() => rm(folder, { recursive: true }));

it('judges a page of 20 MB and puts it back within 512 MB of memory', { timeout: 120_000 }, async () => {
  const good = largePage();
  const files = [path.join(folder, 'good.html'), path.join(folder, 'stale.html')] as const;
  await writeFile(files[0], good);
  await writeFile(files[1], good.replace(' data-feature="TRIP_7"', ''));

  const script = path.join(import.meta.dirname, 'judge-in-child.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, folder, ...files]);
  const { peak, ...rest } = JSON.parse(stdout);
  expect(rest).toEqual({
    outcome: 'done',
    accepted: TOKENS,
    incidents: [{ key: 'index.html', state: 'restored', codes: ['token.lost'] }],
    served: sha256(good),
  });
  expect(peak).toBeLessThanOrEqual(MOST_RESIDENT);
});

/** Outside ASCII, so that its text takes two bytes a character in memory. */
function largePage(): string {
  const wanted = Math.ceil(SIZE / Buffer.byteLength(card(100_000)));
  const every = Math.floor(wanted / TOKENS);
  const cards = Array.from({ length: wanted }, (_, index) => {
    const named = index % every === 0 && index / every < TOKENS;
    return card(index, named ? ` data-feature="TRIP_${index / every}"` : '');
  });
  return `<!doctype html>\n<html><head><meta charset="utf-8"></head>\n<body>\n${cards.join('')}</body>\n</html>\n`;
}

function card(index: number, feature = ''): string {
  return `    <article class="card" id="trip-${index}"${feature}>
      <h2>Törn № ${index}</h2>
      <p>Zwei Stunden auf der Bucht — mit <a href="/trips/${index}.html">Plan&nbsp;&amp; Proviant</a>.</p>
    </article>
`;
}
