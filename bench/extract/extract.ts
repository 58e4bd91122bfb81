import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchPage } from './page.ts';
import { type Rival, rivals } from './rivals.ts';

const SIZE = { bytes: 850_000, tokens: 40 };
const WARM_UP = 20;
const ROUNDS = 101;

/**
 * Prints how long the tokens of an 850 KB page take: Holdfast against htmlparser2 and a spawned `grep -o | sort -u`, as
 * medians of interleaved runs and as ratios to grep. Throws when one of them does not find all tokens.
 */
export async function benchExtract(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-bench-'));
  try {
    const file = join(folder, 'page.html');
    const bytes = Buffer.from(benchPage(SIZE));
    await writeFile(file, bytes);
    print(bytes.length, await measure(rivals(bytes, file)));
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Measured {
  readonly name: string;
  readonly first: number;
  readonly median: number;
}

async function measure(all: readonly Rival[]): Promise<readonly Measured[]> {
  const times = all.map((): number[] => []);
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    for (const [index, rival] of all.entries()) times[index]?.push(await timed(rival));
  }
  return all.map(({ name }, index) => ({
    name,
    first: times[index]?.[0] ?? Number.NaN,
    median: median(times[index]?.slice(WARM_UP) ?? []),
  }));
}

async function timed({ name, run }: Rival): Promise<number> {
  const start = performance.now();
  const found = await run();
  const took = performance.now() - start;
  if (found !== SIZE.tokens) throw new Error(`${name} found ${found} tokens of ${SIZE.tokens}`);
  return took;
}

function median(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN;
}

function print(bytes: number, measured: readonly Measured[]): void {
  const grep = measured.at(-1)?.median ?? Number.NaN;
  console.log(`Token extraction, ${Math.round(bytes / 1000)} KB, ${SIZE.tokens} tokens, ${ROUNDS} interleaved runs`);
  console.log(
    `${'from bytes to tokens'.padEnd(22)}${'first ms'.padStart(10)}${'median ms'.padStart(11)}${'to grep'.padStart(9)}`,
  );
  for (const { name, first, median } of measured) {
    const ratio = (median / grep).toFixed(2);
    console.log(name.padEnd(22) + first.toFixed(2).padStart(10) + median.toFixed(2).padStart(11) + ratio.padStart(9));
  }
}
