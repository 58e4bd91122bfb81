import type { Blob } from './store.ts';

/**
 * Which bytes were met, in memory that does not grow (a Bloom filter): what was met is always known, and now and then something is taken
 * for met that was not.
 */
export interface HashFilter {
  add(blob: Pick<Blob, 'sha256'>): void;
  has(blob: Pick<Blob, 'sha256'>): boolean;
}

/** So many places are marked for each hash; 9 of 7 digits are in one. */
const MARKS = 8;

/**
 * `digits`: hexadecimal digits of a hash that say where a mark is. With 6 it takes 2 MiB and errs with one in a thousand after a million
 * hashes; with 7, 32 MiB and one in ten thousand after ten million.
 */
export function hashFilter(digits: 6 | 7): HashFilter {
  const bits = new Uint8Array(16 ** digits / 8);
  const place = (sha256: string, mark: number) => Number.parseInt(sha256.slice(mark * digits, (mark + 1) * digits), 16);
  return {
    add({ sha256 }) {
      for (let mark = 0; mark < MARKS; mark += 1) {
        const at = place(sha256, mark);
        bits[at >>> 3] = (bits[at >>> 3] ?? 0) | (1 << (at & 7));
      }
    },
    has({ sha256 }) {
      for (let mark = 0; mark < MARKS; mark += 1) {
        const at = place(sha256, mark);
        if (((bits[at >>> 3] ?? 0) & (1 << (at & 7))) === 0) return false;
      }
      return true;
    },
  };
}
