import { createHash } from 'node:crypto';

/** Numbers that look random and are the same for the same seed, in [0, 1): the mulberry32 generator. */
export function randomOf(seed: string): () => number {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Bytes that look random and are the same for the same seed. */
export function bytesOf(seed: string, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let block = 0; block * 32 < length; block += 1)
    blocks.push(createHash('sha256').update(`${seed} ${block}`).digest());
  return Buffer.concat(blocks).subarray(0, length);
}

/** A secret that nobody uses, the same for the same name. */
export function secretOf(name: string): string {
  return `estate-secret-${createHash('sha256').update(name).digest('hex').slice(0, 24)}`;
}
