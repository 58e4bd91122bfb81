import { sha256 } from '../site/version.ts';
import { MAX_HISTORY } from './history.ts';
import { MOST_UNITS, type Memory } from './memory.ts';
import { newestOf, type PastUnits } from './past-units.ts';
import { LONGEST, readNumber, writeNumber, type Cursor } from './numbers.ts';

/** Whatever changes what the units or the anatomy of a page are moves it: what was kept before is then read anew. */
const FORMAT = 2;
const DIGEST_BYTES = 32;
/** What 20 versions may take, unless the newest alone takes half of it. */
const USUAL_BYTES = 1_000_000;
/** What the newest alone may take: beyond, nothing is remembered of the page. */
const MOST_BYTES = 8_000_000;

/**
 * What is remembered, as bytes. The oldest versions are left out until it takes no more than 1 MB, or twice what the
 * newest takes. `undefined` where not even that one can be remembered.
 */
export function encodeMemory(memory: Memory): Uint8Array | undefined {
  const newest = encoded(memory, 1);
  if (memory.identities.length === 0 || newest.length > MOST_BYTES) return undefined;
  const most = Math.max(USUAL_BYTES, 2 * newest.length);
  let [best, least, beyond] = [newest, 1, memory.identities.length + 1];
  for (let count = memory.identities.length; least + 1 < beyond; count = (least + beyond) >> 1) {
    const bytes = encoded(memory, count);
    if (bytes.length > most) beyond = count;
    else [best, least] = [bytes, count];
  }
  return best;
}

/** The newest so many versions: a head in JSON, then for each unit its distance from the one before, and who lacks it. */
function encoded({ identities, past, anatomy, sources }: Memory, count: number): Uint8Array {
  const { units, masks } = newestOf(past, count);
  const head = Buffer.from(JSON.stringify({ identities: identities.slice(0, count), sources, anatomy }));
  const to: Cursor = { bytes: new Uint8Array(LONGEST * (2 + 2 * units.length) + head.length), at: 0 };
  writeNumber(to, head.length);
  to.bytes.set(head, to.at);
  to.at += head.length;
  writeNumber(to, units.length);
  let last = 0;
  for (const [place, unit] of units.entries()) {
    writeNumber(to, unit - last);
    writeNumber(to, (masks[place] ?? 0) ^ (2 ** count - 1));
    last = unit;
  }
  const body = to.bytes.subarray(0, to.at);
  return Buffer.concat([Uint8Array.of(FORMAT), digestOf(body), body]);
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
