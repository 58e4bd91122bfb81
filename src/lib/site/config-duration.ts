const UNITS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 };

/** Milliseconds of `90s`, `10m`, `1h` or `2d`; `undefined` for anything else, zero included. */
export function parseDuration(text: string): number | undefined {
  const [, amount, unit = ''] = /^([1-9]\d{0,5})([smhd])$/.exec(text.trim()) ?? [];
  const milliseconds = Number(amount) * (UNITS[unit] ?? NaN);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/** The shortest exact text of a duration, e.g. `10m`; `parseDuration` reads it back. */
export function formatDuration(milliseconds: number): string {
  const [unit, length] = Object.entries(UNITS).find(([, each]) => milliseconds % each === 0) ?? ['s', 1000];
  return `${Math.ceil(milliseconds / length)}${unit}`;
}
