/** Where in bytes something is read or written; moves on with it. */
export interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

// Seven bits a byte: what is below 2^53 takes at most eight.
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

/**
 * What makes `next` of `base`, both of whole numbers from 0 to below 2^53 in rising order: the places of the numbers that
 * go, then the numbers that come, each as its distance from the one before. Of what differs in nearly all, all is written.
 */
export function difference(base: Float64Array, next: Float64Array): Uint8Array {
  const { gone, come } = compared(base, next);
  const kept = base.length - gone.length;
  const whole = gone.length > 5 * kept;
  const written = whole ? [next] : [gone, come];
  const most = written.reduce((sum, numbers) => sum + LONGEST * (numbers.length + 1), 1);
  const to: Cursor = { bytes: new Uint8Array(most), at: 0 };
  writeNumber(to, written.length);
  for (const numbers of written) writeSorted(to, numbers);
  return to.bytes.slice(0, to.at);
}

/** Makes `next` of `base` again; `undefined` for what `difference` did not write, and for more than `most` numbers. */
export function readDifference(from: Cursor, base: Float64Array, most: number): Float64Array | undefined {
  const written = readNumber(from);
  if (written === 1) return readSorted(from, most);
  const gone = written === 2 ? readSorted(from, base.length) : undefined;
  const come = gone && readSorted(from, most + gone.length - base.length);
  return come && merged(base, gone, come);
}

function compared(base: Float64Array, next: Float64Array): { gone: number[]; come: number[] } {
  const gone: number[] = [];
  const come: number[] = [];
  let at = 0;
  let old = numberAt(base, at);
  for (const number of next) {
    for (; old < number; old = numberAt(base, at)) gone.push(at++);
    if (old === number) old = numberAt(base, ++at);
    else come.push(number);
  }
  while (at < base.length) gone.push(at++);
  return { gone, come };
}

function merged(base: Float64Array, gone: Float64Array, come: Float64Array): Float64Array | undefined {
  const next = new Float64Array(base.length - gone.length + come.length);
  let [left, added, at, place] = [0, 0, 0, 0];
  let [going, coming] = [numberAt(gone, left), numberAt(come, added)];
  for (const kept of base) {
    if (place++ === going) {
      going = numberAt(gone, ++left);
      continue;
    }
    for (; coming < kept; coming = numberAt(come, ++added)) next[at++] = coming;
    next[at++] = kept;
  }
  if (left < gone.length) return undefined;
  next.set(come.subarray(added), at);
  return next;
}

/** Asked within its bounds, an array answers several times as fast. */
function numberAt(numbers: Float64Array, at: number): number {
  return at < numbers.length ? (numbers[at] ?? 0) : Number.POSITIVE_INFINITY;
}

function writeSorted(to: Cursor, numbers: Iterable<number> & { readonly length: number }): void {
  writeNumber(to, numbers.length);
  let last = 0;
  for (const number of numbers) {
    writeNumber(to, number - last);
    last = number;
  }
}

function readSorted(from: Cursor, most: number): Float64Array | undefined {
  const count = readNumber(from);
  // Every number takes a byte: nothing is allocated for what cannot be there.
  if (!(count <= Math.min(most, from.bytes.length - from.at))) return undefined;
  const numbers = new Float64Array(count);
  let last = 0;
  for (let index = 0; index < count; index += 1) {
    last += readNumber(from);
    numbers[index] = last;
  }
  return last <= Number.MAX_SAFE_INTEGER ? numbers : undefined;
}
