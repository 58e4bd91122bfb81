import { isSecretReference } from './secrets.ts';

const DEEPEST = 100;

/** A value as its JSON would have it: dates and bytes as text. */
export function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return value;
}

/** Whether it has members by name. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether it is nested deeper than 100 levels. Takes any depth. */
export function tooDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  return false;
}

/** Whether two values are the same, secrets by their hashes. Takes any depth. */
export function same(before: unknown, after: unknown): boolean {
  const open: [unknown, unknown][] = [[before, after]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [a, b] = [plain(next[0]), plain(next[1])];
    if (a === b) continue;
    if (isSecretReference(a) && isSecretReference(b)) {
      if (a.secret !== b.secret) return false;
      continue;
    }
    if (Array.isArray(a) && Array.isArray(b)) {
      if (a.length !== b.length) return false;
      for (const [index, each] of a.entries()) open.push([each, b[index]]);
    } else if (isObject(a) && isObject(b)) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
        open.push([Object.hasOwn(a, key) ? a[key] : undefined, Object.hasOwn(b, key) ? b[key] : undefined]);
    } else return false;
  }
  return true;
}
