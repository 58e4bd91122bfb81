import * as z from 'zod';
import { FINDING_CODES } from '../site/policy.ts';
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

const ALLOWANCE = z.object({
  what: z.enum(['made', 'gone']),
  key: z.string(),
  allowance: z.object({
    codes: z.array(z.enum(FINDING_CODES)).exactOptional(),
    tokens: z.array(z.string()).exactOptional(),
    until: z.string(),
    reason: z.string(),
    by: z.string(),
  }),
  id: z.string(),
});

const WARNING = z.object({ what: z.enum(['raised', 'acknowledged']), warning: z.string(), id: z.string() });

const MESSAGE = z.discriminatedUnion('untold', [
  z.object({ untold: z.literal('incident'), id: z.string() }),
  z.object({
    untold: z.literal('pause'),
    site: z.string(),
    change: z.object({ what: z.enum(['began', 'ended']), pause: PAUSE, id: z.string() }),
  }),
  z.object({ untold: z.literal('retirement'), site: z.string(), change: RETIREMENT }),
  z.object({ untold: z.literal('allowance'), site: z.string(), change: ALLOWANCE }),
  z.object({ untold: z.literal('warning'), site: z.string(), change: WARNING }),
  z.object({ untold: z.literal('escalation'), site: z.string(), change: z.object({ id: z.string() }) }),
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
  switch (data?.untold) {
    case undefined:
      return undefined;
    case 'incident':
      return { sequence: id, kind: 'incident', id: data.id };
    case 'pause':
      return { sequence: id, kind: 'pause', site: data.site, change: data.change };
    case 'retirement':
      return { sequence: id, kind: 'retirement', site: data.site, change: data.change };
    case 'allowance':
      return { sequence: id, kind: 'allowance', site: data.site, change: data.change };
    case 'warning':
      return { sequence: id, kind: 'warning', site: data.site, change: data.change };
    case 'escalation':
      return { sequence: id, kind: 'escalation', site: data.site, change: data.change };
    default:
      return data satisfies never;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
