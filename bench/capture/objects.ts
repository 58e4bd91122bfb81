import { createHash } from 'node:crypto';

/** An object of the server that everybody copies from. */
export interface BenchObject {
  readonly key: string;
  readonly size: number;
  /** Where in the common bytes it begins. */
  readonly from: number;
  etag: string;
  lastModified: Date;
}

/** What the server has. */
export interface Amount {
  readonly small: number;
  readonly smallest: number;
  readonly largest: number;
  readonly large: number;
}

/** A site: 2,000 objects of 1 to 50 KB and 20 of 5 MB. */
export const SITE: Amount = { small: 2000, smallest: 1024, largest: 50 * 1024, large: 20 };
/** Many: 100,000 objects of up to 2 KB. */
export const MANY: Amount = { small: 100_000, smallest: 100, largest: 2048, large: 0 };

const LARGE = 5 * 1024 * 1024;
const BEGUN = Date.UTC(2026, 0, 1);

/** Bytes that no two objects share: each is a piece of its own of these. */
const BYTES = pseudoRandom(24 * 1024 * 1024);

/** The objects in the order of their keys, the same each time. */
export function benchObjects({ small, smallest, largest, large }: Amount): BenchObject[] {
  const sizes = [
    ...Array.from({ length: small }, (_, at) => smallest + ((at * 7919) % (largest - smallest + 1))),
    ...Array.from({ length: large }, () => LARGE),
  ];
  return sizes.map((size, at) => {
    const folder = String(Math.floor((at * 50) / sizes.length)).padStart(2, '0');
    const key = `d${folder}/${String(at).padStart(6, '0')}.bin`;
    return written({ key, size, from: 1 + ((at * 131) % 1_000_000) + at, etag: '', lastModified: new Date(0) }, 0);
  });
}

/** Every hundredth object written anew. */
export function change(objects: readonly BenchObject[], generation: number): void {
  for (const [at, object] of objects.entries()) if (at % 100 === 50) written(object, generation);
}

/** An object of another generation begins elsewhere. */
function piece({ from, size }: BenchObject, generation: number): Buffer {
  const start = from + generation * 1_500_007;
  return BYTES.subarray(start % (BYTES.length - LARGE), (start % (BYTES.length - LARGE)) + size);
}

const generations = new WeakMap<BenchObject, number>();

export function bodyOf(object: BenchObject): Buffer {
  return piece(object, generations.get(object) ?? 0);
}

function written(object: BenchObject, generation: number): BenchObject {
  generations.set(object, generation);
  object.lastModified = new Date(BEGUN + generation * 3_600_000);
  object.etag = createHash('md5').update(bodyOf(object)).digest('hex');
  return object;
}

/** Xorshift: bytes that are the same in each run, and that nothing compresses. */
function pseudoRandom(length: number): Buffer {
  const words = new Uint32Array(length / 4);
  let state = 2463534242;
  for (let at = 0; at < words.length; at += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[at] = state;
  }
  return Buffer.from(words.buffer);
}
