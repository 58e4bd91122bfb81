import { sha256 } from '../site/version.ts';
import { MAX_HISTORY } from './history.ts';
import { MOST_UNITS, type Memory } from './memory.ts';
import type { PastUnits } from './past-units.ts';
import { lengthOf, readNumber, writeNumber, type Cursor } from './numbers.ts';

/** Whatever changes what the units or the anatomy of a page are moves it: what was kept before is then read anew. */
const FORMAT = 3;
const DIGEST_BYTES = 32;
/** What 20 versions may take, unless the newest alone takes half of it. */
const USUAL_BYTES = 1_000_000;

/**
 * What is remembered, as bytes. The oldest versions are left out until it takes no more than 1 MB, or twice what the
 * newest takes. How much it would take is counted first: nothing is encoded in vain.
 */
export function encodeMemory(memory: Memory): Uint8Array {
  const versions = memory.identities.length;
  let best = sizeOf(memory, Math.min(1, versions));
  const most = Math.max(USUAL_BYTES, 2 * best.bytes);
  let beyond = versions + 1;
  for (let count = versions; best.count + 1 < beyond; count = (best.count + beyond) >> 1) {
    const size = sizeOf(memory, count);
    if (size.bytes > most || size.units > MOST_UNITS) beyond = count;
    else best = size;
  }
  return encoded(memory.past, best);
}

/** What the newest so many versions take. */
interface Size {
  readonly count: number;
  readonly head: Uint8Array;
  readonly units: number;
  readonly bytes: number;
}

function sizeOf(memory: Memory, count: number): Size {
  const head = headOf(memory, count);
  let [units, bytes] = [0, 1 + DIGEST_BYTES + lengthOf(head.length) + head.length];
  forEachUnit(memory.past, count, (distance, lacking) => {
    units += 1;
    bytes += lengthOf(distance) + lengthOf(lacking);
  });
  return { count, head, units, bytes: bytes + lengthOf(units) };
}

/** The newest so many versions: a head in JSON, then for each unit its distance from the one before, and who lacks it. */
function encoded(past: PastUnits, { count, head, units, bytes }: Size): Uint8Array {
  const to: Cursor = { bytes: new Uint8Array(bytes), at: 1 + DIGEST_BYTES };
  writeNumber(to, head.length);
  to.bytes.set(head, to.at);
  to.at += head.length;
  writeNumber(to, units);
  forEachUnit(past, count, (distance, lacking) => {
    writeNumber(to, distance);
    writeNumber(to, lacking);
  });
  to.bytes[0] = FORMAT;
  to.bytes.set(digestOf(to.bytes.subarray(1 + DIGEST_BYTES)), 1);
  return to.bytes;
}

function forEachUnit(
  { units, masks }: PastUnits,
  count: number,
  onUnit: (distance: number, lacking: number) => void,
): void {
  const every = 2 ** count - 1;
  let last = 0;
  for (let place = 0; place < units.length; place += 1) {
    const [unit, mask] = [units[place] ?? 0, (masks[place] ?? 0) & every];
    if (mask === 0) continue;
    onUnit(unit - last, mask ^ every);
    last = unit;
  }
}

function headOf({ identities, anatomy, sources }: Memory, count: number): Buffer {
  return Buffer.from(JSON.stringify({ identities: identities.slice(0, count), sources, anatomy }));
}

/** Reads what `encodeMemory` wrote; `undefined` for all other bytes. */
export function decodeMemory(bytes: Uint8Array): Memory | undefined {
  const body = bytes.subarray(1 + DIGEST_BYTES);
  const ours = bytes[0] === FORMAT && digestOf(body).equals(bytes.subarray(1, 1 + DIGEST_BYTES));
  if (!ours) return undefined;
  const from: Cursor = { bytes: body, at: 0 };
  const head = readHead(from);
  const past = head && readUnits(from, head.identities.length);
  return past && { ...head, past };
}

function readUnits(from: Cursor, versions: number): PastUnits | undefined {
  const count = readNumber(from);
  // Every unit takes two bytes: nothing is allocated for what cannot be there.
  if (!(count <= Math.min(MOST_UNITS, (from.bytes.length - from.at) / 2))) return undefined;
  const [units, masks] = [new Float64Array(count), new Uint32Array(count)];
  const every = 2 ** versions - 1;
  let last = 0;
  for (let place = 0; place < count; place += 1) {
    last += readNumber(from);
    units[place] = last;
    masks[place] = (readNumber(from) ^ every) & every;
  }
  return last <= Number.MAX_SAFE_INTEGER ? { units, masks } : undefined;
}

function readHead(from: Cursor): Omit<Memory, 'past'> | undefined {
  const length = readNumber(from);
  if (!(length <= from.bytes.length - from.at)) return undefined;
  const text = Buffer.from(from.bytes.subarray(from.at, from.at + length)).toString();
  from.at += length;
  try {
    const head: unknown = JSON.parse(text);
    return isHead(head) ? head : undefined;
  } catch {
    return undefined;
  }
}

/** Nobody but us writes such bytes with their digest: whether it is a head is all that is asked. */
function isHead(value: unknown): value is Omit<Memory, 'past'> {
  if (typeof value !== 'object' || value === null || !('identities' in value)) return false;
  const { identities } = value;
  return (
    Array.isArray(identities) &&
    identities.length <= MAX_HISTORY &&
    identities.every((each) => typeof each === 'string')
  );
}

function digestOf(bytes: Uint8Array): Buffer {
  return Buffer.from(sha256(bytes), 'hex');
}
