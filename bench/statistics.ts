/** The middle and the slow end of some measurements, in their own unit. */
export interface Spread {
  readonly median: number;
  readonly p95: number;
}

/** Median and 95th percentile, both of them values that were measured; `NaN` of nothing. */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95) };
}

/** Measures candidates in turn, so that what the machine does meanwhile hits all alike. Throws what a run throws. */
export async function interleaved(
  candidates: Readonly<Record<string, (round: number) => Promise<number>>>,
  rounds: number,
): Promise<Readonly<Record<string, number[]>>> {
  const measured: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round += 1) {
    const turn = Object.entries(candidates);
    for (const [name, run] of round % 2 === 0 ? turn : turn.toReversed()) {
      (measured[name] ??= []).push(await run(round));
    }
  }
  return measured;
}

/** One line per candidate in milliseconds, and each as a ratio to the first of them. */
export function table(title: string, measured: Readonly<Record<string, readonly number[]>>): string {
  const rows = Object.entries(measured).map(([name, values]) => ({ name, ...spread(values) }));
  const [base] = rows;
  const cells = rows.map(({ name, median, p95 }) => [
    name,
    median.toFixed(1),
    p95.toFixed(1),
    (median / (base?.median ?? Number.NaN)).toFixed(2),
    (p95 / (base?.p95 ?? Number.NaN)).toFixed(2),
  ]);
  const heads = [title, 'median ms', 'p95 ms', 'median ×', 'p95 ×'];
  const width = Math.max(...[heads, ...cells].map(([first = '']) => first.length));
  const line = ([first = '', ...rest]: readonly string[]) =>
    first.padEnd(width) + rest.map((cell) => cell.padStart(11)).join('');
  return [heads, ...cells].map(line).join('\n');
}
