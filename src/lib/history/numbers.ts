/** Where in bytes something is read or written; moves on with it. */
export interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/** Bytes that a number takes at most, seven bits in each. */
const LONGEST = 8;

/** Reads a number of at most 53 bits; `NaN` where there is none. */
export function readNumber(from: Cursor): number {
  let value = 0;
  let weight = 1;
  for (let length = 0; length < LONGEST; length += 1) {
    const byte = from.bytes[from.at] ?? Number.NaN;
    from.at += 1;
    if (!(byte >= 128)) return value + byte * weight;
    value += (byte - 128) * weight;
    weight *= 128;
  }
  return Number.NaN;
}

/** Bytes that `writeNumber` takes for a number. */
export function lengthOf(value: number): number {
  let length = 1;
  for (let beyond = 128; value >= beyond; beyond *= 128) length += 1;
  return length;
}

/** Writes a whole number from 0 to below 2^53. */
export function writeNumber(to: Cursor, value: number): void {
  let rest = value;
  while (rest >= 128) {
    const left = Math.floor(rest / 128);
    // In this order nothing is rounded.
    to.bytes[to.at] = rest - left * 128 + 128;
    to.at += 1;
    rest = left;
  }
  to.bytes[to.at] = rest;
  to.at += 1;
}
