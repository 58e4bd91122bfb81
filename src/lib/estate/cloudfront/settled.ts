import { canonicalJson } from '../../capture/canonical.ts';
import { isObject } from '../../capture/plain-value.ts';

/** Lists of CloudFront whose order decides: the first behaviour that fits, the origin that is tried first. */
const RANKED = new Set(['CacheBehaviors', 'Members']);

/** A document of CloudFront in the one way it is written here: lists whose order means nothing sorted, empty ones left out. */
export function settled(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((each) => settled(each));
  if (!isObject(value) || value instanceof Date) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, settled(each, key)] as const);
  return Object.fromEntries(
    entries.flatMap(([key, each]) => {
      if (each === undefined) return [];
      if (key !== 'Items' || !Array.isArray(each)) return [[key, each]];
      if (each.length === 0) return [];
      return [[key, RANKED.has(name) ? each : sorted(each)]];
    }),
  );
}

function sorted(items: readonly unknown[]): readonly unknown[] {
  return items
    .map((item) => ({ item, at: canonicalJson(isObject(item) ? (item['Id'] ?? item) : item) }))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ item }) => item);
}
