import { createHash } from 'node:crypto';

const MODULUS = 2n ** 256n;

/** A hash of items that does not depend on their order: tables give theirs in any. */
export interface ItemsSum {
  add(line: string): void;
  readonly items: number;
  /** The sum of the SHA-256 of all lines modulo 2^256, as hex. */
  readonly hex: string;
}

export function itemsSum(): ItemsSum {
  let sum = 0n;
  let items = 0;
  return {
    add(line) {
      sum = (sum + BigInt(`0x${createHash('sha256').update(line).digest('hex')}`)) % MODULUS;
      items += 1;
    },
    get items() {
      return items;
    },
    get hex() {
      return sum.toString(16).padStart(64, '0');
    },
  };
}
