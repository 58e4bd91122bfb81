/**
 * A document as it is written: two spaces, keys sorted, `undefined` left out, dates as ISO 8601, a line break at its end. Equal
 * documents have equal bytes.
 */
export function canonicalJson(document: unknown): string {
  return `${JSON.stringify(sorted(document), undefined, 2)}\n`;
}

/** The same on one line, for indexes and tables. */
export function canonicalLine(value: unknown): string {
  return `${JSON.stringify(sorted(value))}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
