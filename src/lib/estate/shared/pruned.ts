/** A value without what says nothing: `undefined`, `null`, empty texts, lists and objects, at any depth. */
export function pruned<Value>(value: Value): Value;
export function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => pruned<unknown>(each));
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, each]) => [key, pruned<unknown>(each)] as const)
      .filter(([, each]) => !isNothing(each)),
  );
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (typeof value !== 'object' || value instanceof Date || value instanceof Uint8Array) return false;
  return Object.keys(value).length === 0;
}
