import { isSecretReference } from './secrets.ts';

const LONGEST = 200;

/** A value as short text for people: JSON, cut at 200 characters; a secret by the start of its hash alone. */
export function shortText(value: unknown): string {
  const text = written(value, LONGEST).toWellFormed();
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** As JSON, as long as `room` lets it: what does not show any more is not written. */
function written(value: unknown, room: number): string {
  if (isSecretReference(value)) return `secret ${value.secret.slice(12, 20)}`;
  if (value instanceof Date) return JSON.stringify(value);
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (typeof value === 'string') return JSON.stringify(value.slice(0, room + 1));
  if (Array.isArray(value)) return `[${listed(value, room, written)}]`;
  if (typeof value === 'object' && value !== null)
    return `{${listed(Object.entries(value), room, ([key, each], left) => `${JSON.stringify(key.slice(0, left + 1))}:${written(each, left - key.length)}`)}}`;
  return JSON.stringify(value) ?? 'undefined';
}

function listed<Item>(items: readonly Item[], room: number, text: (item: Item, room: number) => string): string {
  let all = '';
  for (const item of items) {
    if (all.length > room) break;
    all += `${all === '' ? '' : ','}${text(item, room - all.length - 1)}`;
  }
  return all;
}
