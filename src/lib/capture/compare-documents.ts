import type { Change } from './change.ts';
import { pairs } from './pair-lists.ts';
import { isObject, plain, same, tooDeep } from './plain-value.ts';
import { isSecretReference } from './secrets.ts';
import { shortText } from './short-text.ts';

/** More differences of one document are counted, and not told one by one. */
const MOST = 10_000;

/**
 * What differs between two documents, where, with the values on both sides cut short. Lists of objects that something names
 * (`Id`, `Name`, …) are matched by it, whatever their order, unless their order decides (`PathPattern`); others by content and
 * then by place. Secrets differ where their hashes do. Documents deeper than 100 levels are compared as a whole.
 */
export function compareDocuments(file: string, before: unknown, after: unknown): readonly Change[] {
  if (tooDeep(before) || tooDeep(after))
    return same(before, after) ? [] : [{ file, kind: 'changed', path: '', ...sides(before, after) }];
  const changes: Change[] = [];
  let more = 0;
  for (const change of differences(file, '', plain(before), plain(after))) {
    if (changes.length < MOST) changes.push(change);
    else more += 1;
  }
  if (more > 0) changes.push({ file, kind: 'changed', path: `… ${more} more` });
  return changes;
}

function sides(before: unknown, after: unknown): Pick<Change, 'before' | 'after'> {
  return { before: shortText(before), after: shortText(after) };
}

function* differences(file: string, path: string, before: unknown, after: unknown): Iterable<Change> {
  if (before === undefined || after === undefined) {
    if (before !== undefined) yield { file, kind: 'removed', path, before: shortText(before) };
    else if (after !== undefined) yield { file, kind: 'added', path, after: shortText(after) };
  } else if (isSecretReference(before) || isSecretReference(after)) {
    if (!same(before, after)) yield { file, kind: 'changed', path, ...sides(before, after) };
  } else if (Array.isArray(before) && Array.isArray(after)) {
    const { paired, reordered } = pairs(before, after);
    for (const pair of paired) yield* differences(file, `${path}[${pair.at}]`, pair.before, pair.after);
    if (reordered) {
      const order = sides(reordered.before, reordered.after);
      yield { file, kind: 'changed', path: `${path} (order)`.trimStart(), ...order };
    }
  } else if (isObject(before) && isObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      yield* differences(file, member(path, key), own(before, key), own(after, key));
  } else if (!same(before, after)) {
    yield { file, kind: 'changed', path, ...sides(before, after) };
  }
}

/** Also of a key like `__proto__`, which JSON may have. */
function own(value: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(value, key) ? plain(value[key]) : undefined;
}

function member(path: string, key: string): string {
  if (!/^[\w$-]+$/.test(key) || key.length > 100) return `${path}[${shortText(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}
