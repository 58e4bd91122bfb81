import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { SecretBook } from './secrets.ts';

/** Shorter values are left in messages: they would be found in any text. */
const SHORTEST_SCRUBBED = 6;

/** The secrets of one run. `key` has 32 bytes and is kept outside every capture. */
export function secretBook(key: Uint8Array, encrypt?: SecretBook['encrypt']): SecretBook {
  const hidden = new Set<string>();
  const hash = (value: string) => `hmac-sha256:${createHmac('sha256', key).update(value).digest('hex')}`;
  return {
    keyId: createHash('sha256').update(key).digest('hex').slice(0, 16),
    hide(ref, value) {
      if (value.length >= SHORTEST_SCRUBBED) hidden.add(value);
      return { secret: hash(value), ref };
    },
    matches: ({ secret }, value) => timingSafeEqual(Buffer.from(secret), Buffer.from(hash(value))),
    sign: (bytes) => createHmac('sha256', key).update('seal\0').update(bytes).digest('hex'),
    scrub: (text) =>
      [...hidden].toSorted((a, b) => b.length - a.length).reduce((at, value) => at.replaceAll(value, '[secret]'), text),
    encrypt,
  };
}
