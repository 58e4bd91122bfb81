import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { scrubber } from './scrubber.ts';
import type { SecretBook } from './secrets.ts';

/** The secrets of one run. `key` has 32 bytes and is kept outside every capture. */
export function secretBook(key: Uint8Array, encrypt?: SecretBook['encrypt']): SecretBook {
  const hidden = scrubber();
  // A key of its own: else the hash of a secret that somebody chose, which captures show, could be the seal of another capture.
  const sealing = Buffer.from(hkdfSync('sha256', key, 'holdfast', 'seal', 32));
  const hash = (value: string) => `hmac-sha256:${createHmac('sha256', key).update(value).digest('hex')}`;
  return {
    keyId: createHash('sha256').update(key).digest('hex').slice(0, 16),
    hide(ref, value) {
      hidden.add(value);
      return { secret: hash(value), ref };
    },
    matches: ({ secret }, value) => timingSafeEqual(Buffer.from(secret), Buffer.from(hash(value))),
    sign: (bytes) => createHmac('sha256', sealing).update(bytes).digest('hex'),
    scrub: (text) => hidden.scrub(text),
    encrypt,
  };
}
