import { DELETED } from '../site/version.ts';
import type { PastVersion } from './past-of-page.ts';

/** Which version somebody means. */
export type Meant =
  | { readonly kind: 'one'; readonly version: PastVersion }
  | { readonly kind: 'several'; readonly versions: readonly PastVersion[] }
  /** `gone`: the page was deleted at that time. */
  | { readonly kind: 'none' | 'gone' };

// As ISO 8601 has it, with a zone; a date alone is its first moment in UTC.
const TIME = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/;
/** A shorter beginning says too little. */
const SHORTEST = 4;

/** A time as people write it: a date, or a date with a time and a zone; `undefined` for anything else. */
export function momentOf(text: string): Date | undefined {
  const day = TIME.exec(text)?.[1];
  // A 30th of February would be taken for a day in March.
  if (day === undefined || !isDay(day)) return undefined;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

const isDay = (day: string): boolean => {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
};

/**
 * The version that is meant by a time, a version id or an identity, or the beginning of one of 4 characters. By a time:
 * the newest that was uploaded at that time or before, to the second. `past` is newest first.
 */
export function versionMeant(past: readonly PastVersion[], text: string): Meant {
  const at = momentOf(text);
  return at ? liveAt(past, at) : named(past, text);
}

function liveAt(past: readonly PastVersion[], moment: Date): Meant {
  const found = past.find(({ at }) => Date.parse(at) <= moment.getTime());
  if (!found) return { kind: 'none' };
  return found.deleted ? { kind: 'gone' } : { kind: 'one', version: found };
}

function named(past: readonly PastVersion[], text: string): Meant {
  const whole = past.filter(({ versionId, identity }) => versionId === text || identity === text);
  const begun = text.length < SHORTEST ? [] : past.filter((version) => begins(version, text));
  const found = whole.length > 0 ? whole : begun;
  const [first] = found;
  if (!first) return { kind: 'none' };
  if (found.length > 1 && new Set(found.map(({ identity, versionId }) => identity ?? versionId)).size > 1)
    return { kind: 'several', versions: found };
  // Versions of the same identity are the same bytes and headers.
  return first.deleted ? { kind: 'gone' } : { kind: 'one', version: first };
}

function begins({ versionId = '', identity = '' }: PastVersion, text: string): boolean {
  if (versionId.startsWith(text)) return true;
  return identity !== DELETED && identity.startsWith(text.toLowerCase());
}
