/**
 * How a fake's effects happen: `effect` is one indivisible step of the model. The simulation passes an `Io` of its own
 * that holds every step back until its scheduler releases it.
 */
export type Io = <T>(label: string, effect: () => T | Promise<T>) => Promise<T>;

/** Every step happens when it is asked for. */
export const atOnce: Io = async (_label, effect) => effect();
