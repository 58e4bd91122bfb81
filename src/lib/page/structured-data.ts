/** Longer blocks of structured data are not read. */
const LONGEST = 262_144;
const MAX_TYPES = 50;

/** The types that a JSON-LD block speaks of, as `Product`; none where it cannot be parsed, as no search engine reads it. */
export function typesOf(block: string): string[] {
  const data = block.length <= LONGEST ? parsed(block) : undefined;
  const items = [data].flat().flatMap((item) => [item, ...inGraph(item)]);
  return [...new Set(items.flatMap(typesOfItem))].slice(0, MAX_TYPES);
}

function inGraph(item: unknown): unknown[] {
  return isObject(item) && Array.isArray(item['@graph']) ? item['@graph'] : [];
}

function typesOfItem(item: unknown): string[] {
  const types = isObject(item) ? [item['@type']].flat() : [];
  // a type may be written in full: https://schema.org/Product
  return types.flatMap((type) => (typeof type === 'string' ? (/[^/#:]+$/.exec(type.trim())?.[0] ?? []) : []));
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function parsed(block: string): unknown {
  try {
    return JSON.parse(block);
  } catch {
    return undefined;
  }
}
