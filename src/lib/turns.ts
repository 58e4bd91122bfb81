/** Lets work run side by side as long as what it holds in memory fits together. */
export type TakeTurn = <T>(bytes: number, work: () => Promise<T>) => Promise<T>;

/**
 * Turns under a budget of bytes. Work that fits beside what runs begins at once; larger work waits, and what exceeds the
 * whole budget runs alone. First come, first served.
 */
export function turns(budget: number): TakeTurn {
  let held = 0;
  const waiting: { readonly bytes: number; readonly begin: () => void }[] = [];

  function admit(): void {
    for (let next = waiting[0]; next && (held === 0 || held + next.bytes <= budget); next = waiting[0]) {
      waiting.shift();
      held += next.bytes;
      next.begin();
    }
  }

  return async (size, work) => {
    const bytes = Math.max(1, size);
    const admitted = new Promise<void>((begin) => waiting.push({ bytes, begin }));
    admit();
    await admitted;
    try {
      return await work();
    } finally {
      held -= bytes;
      admit();
    }
  };
}
