import type { Histories } from '../site/histories.ts';

/**
 * A page's memory as one look has it: read once, written only when it changes. It is never a reason to fail: what is
 * missing is read anew from the snapshot store, and what could not be written is written with the next accepted version.
 */
export function memoryOfOneLook(histories: Histories): Histories {
  let held: Promise<Uint8Array | undefined> | undefined;
  return {
    get: (ref) => (held ??= histories.get(ref).catch(() => undefined)),
    async put(ref, bytes) {
      const known = await held;
      if (known && Buffer.compare(known, bytes) === 0) return;
      held = Promise.resolve(bytes);
      await histories.put(ref, bytes).catch(() => undefined);
    },
  };
}
