const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long a pause or an allowance can be; the API takes up to 30 days of its own clock. */
const DURATIONS: ReadonlyMap<string, number> = new Map([
  ['30 minutes', 30 * MINUTE_MS],
  ['1 hour', HOUR_MS],
  ['4 hours', 4 * HOUR_MS],
  ['1 day', DAY_MS],
  ['3 days', 3 * DAY_MS],
  ['1 week', 7 * DAY_MS],
  ['4 weeks', 28 * DAY_MS],
]);

/** The lengths that a form offers. */
export const LENGTHS: readonly string[] = [...DURATIONS.keys()];

/** When that ends, ISO 8601; empty for a length that nobody offered, which no schema takes. */
export function endOf(length: string | null, now: Date): string {
  const milliseconds = DURATIONS.get(length ?? '');
  return milliseconds === undefined ? '' : new Date(now.getTime() + milliseconds).toISOString();
}
