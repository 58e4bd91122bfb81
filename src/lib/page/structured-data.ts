/** Longer blocks of structured data are not read. */
const LONGEST = 262_144;
const MAX_TYPES = 50;
/** Characters of a type: longer ones name nothing that anybody looks for. */
const LONGEST_TYPE = 200;

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
  return types.flatMap((type) => (typeof type === 'string' && type.length <= LONGEST_TYPE ? nameOf(type.trim()) : []));
}

/** A type may be written in full: https://schema.org/Product. */
function nameOf(type: string): string[] {
  const name = type.slice(1 + Math.max(...['/', '#', ':'].map((before) => type.lastIndexOf(before))));
  return name === '' ? [] : [name];
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function parsed(block: string): unknown {
  try {
    return JSON.parse(block);
  } catch {
    return undefined;
  }
}
