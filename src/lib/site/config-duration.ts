const UNITS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds of `90s`, `10m`, `1h` or `2d`; `undefined` for anything else, zero included. */
export function parseDuration(text: string): number | undefined {
  const [, amount, unit] = /^([1-9]\d{0,5})([smhd])$/.exec(text.trim()) ?? [];
  return amount && unit ? Number(amount) * UNITS[unit as keyof typeof UNITS] : undefined;
}

/** The shortest exact text of a duration, e.g. `10m`; `parseDuration` reads it back. */
export function formatDuration(milliseconds: number): string {
  const unit = (['d', 'h', 'm', 's'] as const).find((each) => milliseconds % UNITS[each] === 0) ?? 's';
  return `${Math.ceil(milliseconds / UNITS[unit])}${unit}`;
}
