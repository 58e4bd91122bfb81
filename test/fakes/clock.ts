/** A clock that stands still until told otherwise. */
export interface ManualClock {
  readonly now: () => Date;
  readonly advance: (ms: number) => void;
}

/** Starts at `start` (ISO 8601). */
export function manualClock(start = '2026-03-01T09:00:00.000Z'): ManualClock {
  let at = Date.parse(start);
  return {
    now: () => new Date(at),
    advance: (ms) => {
      at += ms;
    },
  };
}
