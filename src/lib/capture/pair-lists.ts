import { canonicalJson } from './canonical.ts';
import { isObject, plain } from './plain-value.ts';
import { isSecretReference } from './secrets.ts';
import { shortText } from './short-text.ts';

/** What two lists have at one place; `at` is how a path names it. */
export interface Pair {
  readonly at: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What names an item among its like, the surest first; several names together where one alone is not enough. */
const NAMES: readonly (readonly string[])[] = [
  ...['Id', 'id', 'ID', 'Arn', 'ARN', 'arn', 'Sid', 'PathPattern', 'Key', 'key'].map((name) => [name]),
  ['Name'],
  ['Name', 'Type'],
  ['Name', 'Type', 'SetIdentifier'],
  ['name'],
  ['name', 'type'],
  ...['AttributeName', 'IndexName', 'StatementId', 'PolicyName', 'PolicyArn', 'AliasName', 'Qualifier'].map((name) => [
    name,
  ]),
  ...[
    'StageName',
    'stageName',
    'DomainName',
    'domainName',
    'path',
    'Path',
    'RuleName',
    'Endpoint',
    'HeaderName',
    'ref',
  ].map((name) => [name]),
];

/** Where the first that fits is taken, so that another order is another meaning. */
const RANKED = 'PathPattern';

/** The items of two lists, matched, and what they have in common in both orders where these differ and count. */
export interface Pairs {
  readonly paired: readonly Pair[];
  readonly reordered: { readonly before: readonly unknown[]; readonly after: readonly unknown[] } | undefined;
}

export function pairs(before: readonly unknown[], after: readonly unknown[]): Pairs {
  const names = NAMES.find((each) => namesAll(each, before) && namesAll(each, after));
  return names ? byName(names, before, after) : byContent(before, after);
}

function byName(names: readonly string[], before: readonly unknown[], after: readonly unknown[]): Pairs {
  const named = (list: readonly unknown[]) => new Map(list.map((item) => [nameOf(names, item) ?? '', item]));
  const [left, right] = [named(before), named(after)];
  const paired = [...new Set([...left.keys(), ...right.keys()])].map((name) => ({
    at: shortened(name),
    before: left.get(name),
    after: right.get(name),
  }));
  if (names[0] !== RANKED) return { paired, reordered: undefined };
  const [first, second] = [
    [...left.keys()].filter((at) => right.has(at)),
    [...right.keys()].filter((at) => left.has(at)),
  ];
  const moved = first.some((at, index) => at !== second[index]);
  return { paired, reordered: moved ? { before: first, after: second } : undefined };
}

function namesAll(names: readonly string[], list: readonly unknown[]): boolean {
  return (
    new Set(list.map((item) => nameOf(names, item))).size === list.length && list.every((item) => nameOf(names, item))
  );
}

function nameOf(names: readonly string[], item: unknown): string | undefined {
  if (!isObject(item) || isSecretReference(item)) return undefined;
  const words = names.map((name) => {
    const value = Object.hasOwn(item, name) ? item[name] : undefined;
    // A set of record sets: what has no identifier of its own is named by the rest.
    if (value === undefined && name === 'SetIdentifier') return '';
    return typeof value === 'string' || typeof value === 'number' ? `${name}=${word(value)}` : undefined;
  });
  return words.includes(undefined) ? undefined : words.filter(Boolean).join(',');
}

function word(value: string | number): string {
  const text = String(value);
  return /^[\w@%+:./*$ -]+$/.test(text) ? text : JSON.stringify(text);
}

/** Equal items go together wherever they are; what is left over is matched in order. */
function byContent(before: readonly unknown[], after: readonly unknown[]): Pairs {
  const places = new Map<string, { readonly all: number[]; taken: number }>();
  for (const [index, item] of after.entries()) {
    const content = contentOf(item);
    const known = places.get(content);
    if (known) known.all.push(index);
    else places.set(content, { all: [index], taken: 0 });
  }
  const met: { readonly item: unknown; readonly at: number }[] = [];
  const lost: number[] = [];
  for (const [index, item] of before.entries()) {
    const place = places.get(contentOf(item));
    const at = place?.all[place.taken];
    if (place && at !== undefined) {
      place.taken += 1;
      met.push({ item, at });
    } else lost.push(index);
  }
  const won = [...places.values()].flatMap(({ all, taken }) => all.slice(taken)).toSorted((a, b) => a - b);
  const moved = met.some(({ at }, index) => at < (met[index - 1]?.at ?? 0));
  return {
    paired: leftOver(before, lost, after, won),
    reordered: moved
      ? { before: met.map(({ item }) => item), after: met.toSorted((a, b) => a.at - b.at).map(({ item }) => item) }
      : undefined,
  };
}

/** An object that came in the place of another is shown by what differs within them; anything else by itself. */
function leftOver(
  before: readonly unknown[],
  lost: readonly number[],
  after: readonly unknown[],
  won: readonly number[],
): readonly Pair[] {
  const nested = (item: unknown) => typeof item === 'object' && item !== null && !isSecretReference(item);
  const incoming = won.filter((index) => nested(after[index]));
  let taken = 0;
  const paired = lost.map((index) => {
    const next = nested(before[index]) ? incoming[taken] : undefined;
    if (next !== undefined) taken += 1;
    return {
      at: placeOf(before[index], index),
      before: before[index],
      after: next === undefined ? undefined : after[next],
    };
  });
  const used = new Set(incoming.slice(0, taken));
  const added = won.filter((index) => !used.has(index));
  return [
    ...paired,
    ...added.map((index) => ({ at: placeOf(after[index], index), before: undefined, after: after[index] })),
  ];
}

function placeOf(item: unknown, index: number): string {
  return typeof item === 'string' ? shortened(shortText(item)) : String(index);
}

/** Secrets count by their hashes alone. */
function contentOf(item: unknown): string {
  return canonicalJson(hashesOnly(item));
}

function hashesOnly(value: unknown): unknown {
  if (isSecretReference(value)) return { secret: value.secret };
  if (Array.isArray(value)) return value.map(hashesOnly);
  if (!isObject(value) || plain(value) !== value) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, hashesOnly(each)]));
}

function shortened(at: string): string {
  return at.length <= 100 ? at : `${at.slice(0, 99).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
