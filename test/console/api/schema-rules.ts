/** Any JSON. */
export type Json = unknown;

const TYPES = new Set(['null', 'boolean', 'object', 'array', 'number', 'string', 'integer']);
const WORDS =
  'type properties required additionalProperties propertyNames items enum const anyOf oneOf allOf $ref description ' +
  'default format pattern minLength maxLength minItems maxItems minimum maximum';
const SCHEMA_WORDS = new Set(WORDS.split(' '));

/** What is wrong with a Schema Object of OpenAPI 3.1: it keeps the rules of JSON Schema 2020-12. */
export function schemaFaults(schema: Json, at: string): string[] {
  if (typeof schema === 'boolean') return [];
  if (typeof schema !== 'object' || schema === null) return [`${at}: no schema`];
  const all = fields(schema);
  const types = listed(all['type'] ?? []);
  const within = (word: string) =>
    Object.entries(fields(all[word])).map(([name, each]) => [`${at}.${name}`, each] as const);
  const each = (word: string) =>
    listed(all[word] ?? []).map((part, index) => [`${at}.${word}[${index}]`, part] as const);
  const nested = [
    ...within('properties'),
    ...['anyOf', 'oneOf', 'allOf', 'items'].flatMap(each),
    ...['additionalProperties', 'propertyNames'].flatMap(each),
  ];
  const properties = Object.keys(fields(all['properties']));
  return [
    ...Object.keys(all)
      .filter((word) => !SCHEMA_WORDS.has(word))
      .map((word) => `${at}: ${word}`),
    ...types.filter((type) => !TYPES.has(String(type))).map((type) => `${at}: type ${String(type)}`),
    ...listed(all['required'] ?? [])
      .filter((name) => !properties.includes(String(name)))
      .map((name) => `${at}: requires ${String(name)}`),
    ...(all['pattern'] === undefined || compiles(String(all['pattern'])) ? [] : [`${at}: pattern`]),
    ...nested.flatMap(([place, part]) => schemaFaults(part, place)),
  ];
}

function compiles(pattern: string): boolean {
  try {
    return Boolean(new RegExp(pattern, 'u'));
  } catch {
    return false;
  }
}

/** The fields of a value that may be anything; none when it is no object. */
// oxlint-disable-next-line typescript/no-explicit-any -- a document of any shape is looked into
export function fields(value: Json): Readonly<Record<string, any>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

/** A value as a list: none for nothing, one for what is no list. */
export const listed = (value: Json): readonly Json[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
