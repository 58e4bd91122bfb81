import type { Anatomy } from '../page/anatomy.ts';
import { sha256 } from '../site/version.ts';
import { MAX_HISTORY, type Sketch } from './history.ts';
import { difference, readDifference, readNumber, writeNumber, type Cursor } from './sorted-numbers.ts';

/** Sketches by the identity of their version, newest first. */
export type Sketches = ReadonlyMap<string, Sketch>;

/** Units that are remembered, or compared with, of all versions of a page together: 40 MB of memory. */
export const MOST_UNITS = 5_000_000;

/** Whatever changes what the units or the anatomy of a page are moves it: what was kept before is then read anew. */
const FORMAT = 1;
const DIGEST_BYTES = 32;
/** What 20 versions may take, unless the newest alone takes half of it. */
const USUAL_BYTES = 1_000_000;
/** What the newest alone may take: beyond, nothing is remembered of the page. */
const MOST_BYTES = 8_000_000;

const NO_UNITS: Float64Array = new Float64Array();

interface Head {
  readonly versions: readonly string[];
  /** The newest version's. */
  readonly sources?: string;
  readonly anatomy?: Anatomy;
}

/**
 * The newest version's sketch whole, each older one's as what differs from the next newer. The oldest are left out until
 * it takes no more than 1 MB, or twice what the newest takes. `undefined` where not even that one can be remembered.
 */
export function encodeSketches(sketches: Sketches): Uint8Array | undefined {
  const versions = [...sketches].slice(0, MAX_HISTORY);
  const differences = differencesOf(
    versions.map(([, { units }]) => units),
    headOf(versions).length,
  );
  if (differences.length === 0) return undefined;
  const head = headOf(versions.slice(0, differences.length));
  const headLength = { bytes: new Uint8Array(8), at: 0 };
  writeNumber(headLength, head.length);
  const body = Buffer.concat([headLength.bytes.subarray(0, headLength.at), head, ...differences]);
  return Buffer.concat([Uint8Array.of(FORMAT), digestOf(body), body]);
}

function headOf(versions: readonly (readonly [string, Sketch])[]): Uint8Array {
  const { sources, anatomy } = versions[0]?.[1] ?? {};
  const head: Head = {
    versions: versions.map(([identity]) => identity),
    ...(sources !== undefined && { sources }),
    ...(anatomy && { anatomy }),
  };
  return Buffer.from(JSON.stringify(head));
}

function differencesOf(versions: readonly Float64Array[], headBytes: number): Uint8Array[] {
  const differences: Uint8Array[] = [];
  let base = NO_UNITS;
  let [bytes, most, units] = [headBytes, MOST_BYTES, 0];
  for (const version of versions) {
    units += version.length;
    if (units > MOST_UNITS) break;
    const next = difference(base, version);
    bytes += next.length;
    if (bytes > most) break;
    if (differences.length === 0) most = Math.max(USUAL_BYTES, 2 * bytes);
    differences.push(next);
    base = version;
  }
  return differences;
}

/** Reads what `encodeSketches` wrote; of all other bytes nothing is known. */
export function decodeSketches(bytes: Uint8Array): Sketches {
  const body = bytes.subarray(1 + DIGEST_BYTES);
  const ours = bytes[0] === FORMAT && digestOf(body).equals(bytes.subarray(1, 1 + DIGEST_BYTES));
  return (ours && read({ bytes: body, at: 0 })) || new Map();
}

function read(from: Cursor): Sketches | undefined {
  const head = readHead(from);
  if (!head) return undefined;
  const { versions, sources, anatomy } = head;
  const sketches = new Map<string, Sketch>();
  let [base, left] = [NO_UNITS, MOST_UNITS];
  for (const identity of versions) {
    const units = readDifference(from, base, left);
    if (!units) return undefined;
    const newest = sketches.size === 0;
    sketches.set(identity, { units, ...(newest && anatomy && { anatomy, ...(sources !== undefined && { sources }) }) });
    left -= units.length;
    base = units;
  }
  return sketches;
}

function readHead(from: Cursor): Head | undefined {
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
function isHead(value: unknown): value is Head {
  if (typeof value !== 'object' || value === null || !('versions' in value)) return false;
  const { versions } = value;
  return (
    Array.isArray(versions) && versions.length <= MAX_HISTORY && versions.every((each) => typeof each === 'string')
  );
}

function digestOf(bytes: Uint8Array): Buffer {
  return Buffer.from(sha256(bytes), 'hex');
}
