import * as z from 'zod';
import type { Hint } from './stream-hints.ts';

/** Keeps hints at what could not be told for now, and brings them back later, for about a day. */
export interface Untold {
  /** All of them, or it throws a retryable error; some may then be kept all the same. Keeping one twice is harmless. */
  handOver(hints: readonly Hint[]): Promise<void>;
}

const PAUSE = z.object({
  key: z.string().exactOptional(),
  from: z.string(),
  until: z.string(),
  reason: z.string(),
  by: z.string(),
});

const RETIREMENT = z.object({
  what: z.enum(['retired', 'unretired']),
  kind: z.enum(['token', 'phrase']),
  name: z.string(),
  because: z.object({ reason: z.string(), by: z.string(), at: z.string() }).exactOptional(),
  id: z.string(),
});

const MESSAGE = z.discriminatedUnion('untold', [
  z.object({ untold: z.literal('incident'), id: z.string() }),
  z.object({
    untold: z.literal('pause'),
    site: z.string(),
    change: z.object({ what: z.enum(['began', 'ended']), pause: PAUSE, id: z.string() }),
  }),
  z.object({ untold: z.literal('retirement'), site: z.string(), change: RETIREMENT }),
]);

// Of what JSON leaves as it is, the characters that SQS does not take.
const UNSENDABLE = /[\uFFFE\uFFFF]/g;

/** A hint as it is kept, in characters that SQS takes. Where it came from is left behind. */
export function untoldText(hint: Hint): string {
  const { sequence: _, kind, ...about } = hint;
  const text = JSON.stringify({ untold: kind, ...about });
  return text.replace(UNSENDABLE, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
}

/** The hint that was kept, to be answered for by the id of its message; undefined for what is no such text. */
export function untoldHint(id: string, text: string): Hint | undefined {
  const { data } = MESSAGE.safeParse(parsed(text));
  if (!data) return undefined;
  if (data.untold === 'incident') return { sequence: id, kind: 'incident', id: data.id };
  if (data.untold === 'pause') return { sequence: id, kind: 'pause', site: data.site, change: data.change };
  return { sequence: id, kind: 'retirement', site: data.site, change: data.change };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
