import { hash } from 'node:crypto';
import type { Change } from '../../capture/change.ts';
import { compareDocuments } from '../../capture/compare-documents.ts';
import { isObject } from '../../capture/plain-value.ts';
import { shortText } from '../../capture/short-text.ts';
import { DATA } from './capture-items.ts';
import { keyOfItem } from './item.ts';

/** Items that can be read more than once. */
export interface Items {
  lines(): AsyncIterable<unknown>;
  /** How many there are. */
  readonly items: number;
  /** Whether these are all items of the table. */
  readonly whole: boolean;
}

/** More items are counted, and not named one by one. */
const MOST_NAMED = 100;
/** Items whose hashes are held at once: some 30 MB. Larger tables are read several times. */
const AT_ONCE = 100_000;

type Kind = Change['kind'];

/** Differences between two sets of items, in any order and of any number: the items by their keys, and what changed in each. */
export async function* compareItems(
  before: Items,
  after: Items,
  keys: readonly string[],
  atOnce = AT_ONCE,
): AsyncIterable<Change> {
  const named = new Map<string, Kind>();
  const more = { added: 0, removed: 0, changed: 0 };
  const told = (key: string, kind: Kind) => {
    if (kind === 'added' ? !before.whole : kind === 'removed' && !after.whole) return;
    if (named.size < MOST_NAMED) named.set(key, kind);
    else more[kind] += 1;
  };
  const passes = Math.max(1, Math.ceil(Math.max(before.items, after.items) / atOnce));
  for (let pass = 0; pass < passes; pass += 1) {
    const known = new Map<string, string>();
    const mine = (key: string) => isIn(pass, passes, key);
    for await (const { key, item } of hashed(before, keys, mine)) known.set(key, item);
    for await (const { key, item } of hashed(after, keys, mine)) {
      const old = known.get(key);
      known.delete(key);
      if (old === undefined) told(key, 'added');
      else if (old !== item) told(key, 'changed');
    }
    for (const key of known.keys()) told(key, 'removed');
  }
  if (named.size > 0) yield* detailed(await found(before, keys, named), await found(after, keys, named), keys);
  const rest = Object.entries(more).filter(([, count]) => count > 0);
  if (rest.length > 0)
    yield { file: DATA, kind: 'changed', path: `… ${rest.map(([kind, count]) => `${count} more ${kind}`).join(', ')}` };
}

async function* hashed(
  items: Items,
  keys: readonly string[],
  mine: (key: string) => boolean,
): AsyncIterable<{ key: string; item: string }> {
  for await (const line of items.lines()) {
    const key = hashOf(keyOf(line, keys));
    if (mine(key)) yield { key, item: hashOf(line) };
  }
}

function keyOf(line: unknown, keys: readonly string[]): Readonly<Record<string, unknown>> {
  return isObject(line) ? keyOfItem(line, keys) : {};
}

/** 128 bits tell items of any table from each other. */
function hashOf(value: unknown): string {
  return hash('sha256', JSON.stringify(value), 'base64url').slice(0, 22);
}

function isIn(pass: number, passes: number, key: string): boolean {
  return passes === 1 || Buffer.from(key.slice(0, 8), 'base64url').readUInt32BE(0) % passes === pass;
}

async function found(items: Items, keys: readonly string[], named: ReadonlyMap<string, Kind>) {
  const lines = new Map<string, unknown>();
  for await (const line of items.lines()) {
    const key = hashOf(keyOf(line, keys));
    if (named.has(key)) lines.set(key, line);
  }
  return lines;
}

function* detailed(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
  keys: readonly string[],
): Iterable<Change> {
  const changes: Change[] = [];
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [before.get(key), after.get(key)];
    const at = labelOf(old ?? now, keys);
    for (const change of compareDocuments(DATA, old, now))
      changes.push({ ...change, path: change.path === '' ? at : `${at}.${change.path}` });
  }
  yield* changes.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** `[id=17, day=2026-03-10]` */
function labelOf(line: unknown, keys: readonly string[]): string {
  const values = Object.entries(keyOf(line, keys)).map(([name, value]) => {
    const content = isObject(value) ? Object.values(value)[0] : value;
    return `${/^[\w.-]+$/.test(name) ? name : shortText(name)}=${shortText(content)}`;
  });
  return `[${values.join(', ')}]`;
}
