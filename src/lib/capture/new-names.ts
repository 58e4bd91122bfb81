import { createHash } from 'node:crypto';

/** What resources are called where they are restored to. */
export interface Renames {
  /** By `service/name`. */
  readonly exact: ReadonlyMap<string, string>;
  /** Before every other name. */
  readonly prefix: string;
}

/** Most names of AWS may have as many characters: of buckets, functions, roles. */
const LONGEST = 63;

/** The new name; one that became too long is cut, with a part of its hash in place of the rest. */
export function newName(service: string, name: string, { exact, prefix }: Renames): string {
  const named = exact.get(`${service}/${name}`);
  if (named !== undefined) return named;
  const whole = `${prefix}${name}`;
  if (prefix === '' || whole.length <= Math.max(LONGEST, name.length)) return whole;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${whole.slice(0, Math.max(LONGEST, name.length) - 9)}-${digest}`;
}
