import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { canonicalLine } from '../../capture/canonical.ts';
import { isObject } from '../../capture/plain-value.ts';

/** An item as the SDK has it. */
export type Item = Record<string, AttributeValue>;

/** An item in a line of `data.ndjson`: DynamoDB's own JSON, bytes in base64, sets sorted. Equal items have equal lines. */
export function itemLine(item: Item): string {
  return canonicalLine(Object.fromEntries(Object.entries(item).map(([name, value]) => [name, written(value)])));
}

function written(value: AttributeValue): unknown {
  if (value.SS) return { SS: value.SS.toSorted() };
  if (value.NS) return { NS: value.NS.toSorted() };
  if (value.BS) return { BS: value.BS.map((bytes) => Buffer.from(bytes).toString('base64')).toSorted() };
  if (value.L) return { L: value.L.map((each) => written(each)) };
  if (value.M) return { M: Object.fromEntries(Object.entries(value.M).map(([name, each]) => [name, written(each)])) };
  return value;
}

/** The item of a line that was read. Throws where it is none. */
export function itemOf(line: unknown): Item {
  if (!isObject(line)) throw new TypeError('A line of data.ndjson is no item.');
  return Object.fromEntries(Object.entries(line).map(([name, value]) => [name, read(value)]));
}

function read(value: unknown): AttributeValue {
  const [kind, content] = isObject(value) ? (Object.entries(value)[0] ?? []) : [];
  if (typeof content === 'string') {
    if (kind === 'S') return { S: content };
    if (kind === 'N') return { N: content };
    if (kind === 'B') return { B: Buffer.from(content, 'base64') };
  }
  if (typeof content === 'boolean') {
    if (kind === 'BOOL') return { BOOL: content };
    if (kind === 'NULL') return { NULL: content };
  }
  if (Array.isArray(content)) {
    if (kind === 'L') return { L: content.map(read) };
    const texts = content.map(String);
    if (kind === 'SS') return { SS: texts };
    if (kind === 'NS') return { NS: texts };
    if (kind === 'BS') return { BS: texts.map((text) => Buffer.from(text, 'base64')) };
  }
  if (kind === 'M' && isObject(content)) return { M: itemOf(content) };
  throw new TypeError('An attribute in data.ndjson is none that DynamoDB has.');
}

/** An item's key alone. */
export function keyOfItem<Value>(
  item: Readonly<Record<string, Value>>,
  keys: readonly string[],
): Record<string, Value> {
  return Object.fromEntries(keys.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])));
}
