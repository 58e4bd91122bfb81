import type { ViewSecret } from '../../src/lib/approval/view-key.ts';

/** A stack's secret for view links, in memory: each of its readers makes one, and the first that is made stays. */
export function viewSecretModel(): (random: () => string) => ViewSecret {
  let stored: string | undefined;
  return (random) => ({
    known: async () => stored,
    async read() {
      stored ??= random();
      return stored;
    },
  });
}
