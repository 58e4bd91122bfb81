import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { scrubber } from './scrubber.ts';
import type { SecretBook } from './secrets.ts';

/** The secrets of one run. `key` has 32 bytes and is kept outside every capture. */
export function secretBook(key: Uint8Array, encrypt?: SecretBook['encrypt']): SecretBook {
  const hidden = scrubber();
  const hash = (value: string) => `hmac-sha256:${createHmac('sha256', key).update(value).digest('hex')}`;
  return {
    keyId: createHash('sha256').update(key).digest('hex').slice(0, 16),
    hide(ref, value) {
      hidden.add(value);
      return { secret: hash(value), ref };
    },
    matches: ({ secret }, value) => timingSafeEqual(Buffer.from(secret), Buffer.from(hash(value))),
    sign: (bytes) => createHmac('sha256', key).update('seal\0').update(bytes).digest('hex'),
    scrub: (text) => hidden.scrub(text),
    encrypt,
  };
}
