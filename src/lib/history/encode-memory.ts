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
 * newest takes.
 */
export function encodeMemory(memory: Memory): Uint8Array {
  const sizes = sizesOf(memory);
  const all = (count: number) => sizes[count]!.bytes + headOf(memory, count).length;
  const most = Math.max(USUAL_BYTES, 2 * all(Math.min(1, memory.identities.length)));
  let count = memory.identities.length;
  while (count > 1 && (sizes[count]!.units > MOST_UNITS || all(count) > most)) count -= 1;
  return encoded(memory, count, sizes[count]!);
}

/** What the units of the newest so many versions take. */
interface Size {
  units: number;
  bytes: number;
  last: number;
}

/** By the number of versions, from none on: all in one walk over the units, so that nothing is encoded in vain. */
function sizesOf({ identities, past: { units, masks } }: Memory): readonly Size[] {
  const sizes = Array.from({ length: identities.length + 1 }, () => ({ units: 0, bytes: 0, last: 0 }));
  for (let place = 0; place < units.length; place += 1) {
    const [unit, mask] = [units[place]!, masks[place]!];
    for (let count = 1 + lowestBit(mask); count < sizes.length; count += 1) {
      const size = sizes[count]!;
      size.units += 1;
      size.bytes += lengthOf(unit - size.last) + lengthOf(lacking(mask, count));
      size.last = unit;
    }
  }
  return sizes;
}

const lowestBit = (mask: number): number => 31 - Math.clz32(mask & -mask);

/** Which of the newest so many versions have not got a unit. */
const lacking = (mask: number, count: number): number => ~mask & (2 ** count - 1);

/** The newest so many versions: a head in JSON, then for each unit its distance from the one before, and who lacks it. */
function encoded(memory: Memory, count: number, { units, bytes }: Size): Uint8Array {
  const head = headOf(memory, count);
  const start = 1 + DIGEST_BYTES;
  const to: Cursor = {
    bytes: new Uint8Array(start + lengthOf(head.length) + head.length + lengthOf(units) + bytes),
    at: start,
  };
  writeNumber(to, head.length);
  to.bytes.set(head, to.at);
  to.at += head.length;
  writeNumber(to, units);
  writeUnits(to, memory.past, count);
  to.bytes[0] = FORMAT;
  to.bytes.set(digestOf(to.bytes.subarray(start)), 1);
  return to.bytes;
}

function headOf({ identities, anatomy, sources }: Memory, count: number): Buffer {
  return Buffer.from(JSON.stringify({ identities: identities.slice(0, count), sources, anatomy }));
}

function writeUnits(to: Cursor, { units, masks }: PastUnits, count: number): void {
  const wanted = 2 ** count - 1;
  let last = 0;
  for (let place = 0; place < units.length; place += 1) {
    const [unit, mask] = [units[place]!, masks[place]!];
    if ((mask & wanted) === 0) continue;
    writeNumber(to, unit - last);
    writeNumber(to, lacking(mask, count));
    last = unit;
  }
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
