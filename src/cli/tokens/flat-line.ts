import { isTokenName } from '../../lib/page/token-name.ts';
import { utcMinute } from '../when.ts';

/** A token on a page since a time, as a line of text says it. */
export interface FlatToken {
  readonly name: string;
  /** The page's key in the production bucket. */
  readonly key: string;
  /** ISO 8601, whole minutes. */
  readonly at: string;
}

// What cannot be seen, or would end the line.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
const SPELLED = /\\u\{([0-9a-f]{1,6})\}/g;
const TIME = /:(\d{4}-\d\d-\d\dT\d\d:\d\dZ)$/;
const LAST_CODE_POINT = 0x10ffff;

/**
 * `TOKEN:page:2025-01-14T10:22Z`, in UTC. What cannot be seen in the key is spelled out as `\u{…}`, and so is the
 * backslash of a key that has such text itself, so that reading the line gives the key again.
 */
export function flatLine({ name, key, at }: FlatToken): string {
  return `${name}:${spelled(key)}:${utcMinute(at)}`;
}

/** What a line may mean: more than one thing only where the token's name has colons. Or else what is wrong with it. */
export type FlatReading =
  { readonly kind: 'read'; readonly may: readonly FlatToken[] } | { readonly kind: 'wrong'; readonly why: string };

/** Reads one line. The time is at its end; where the token's name ends, each colon may say. */
export function readFlatLine(line: string, isPage: (key: string) => boolean): FlatReading {
  const found = TIME.exec(line);
  const at = found?.[1] === undefined ? undefined : timeOf(found[1]);
  if (!found || at === undefined) return wrong('it does not end with a time like :2025-01-14T10:22Z');
  const text = line.slice(0, found.index);
  const named = partsOf(text).filter(({ name }) => isTokenName(name));
  if (named.length === 0) return wrong('it does not begin with a token, e.g. STRIPE_CHECKOUT:');
  const may = named.filter(({ key }) => isPage(key)).map((part) => ({ ...part, at }));
  return may.length > 0 ? { kind: 'read', may } : wrong(`${named[0]?.key || 'nothing'} is no page of the site`);
}

function partsOf(text: string): { name: string; key: string }[] {
  return [...text.matchAll(/:/g)].map(({ index }) => ({
    name: text.slice(0, index),
    key: unspelled(text.slice(index + 1)),
  }));
}

function timeOf(text: string): string | undefined {
  const at = new Date(text);
  // A 30th of February would be taken for a day in March.
  if (Number.isNaN(at.getTime()) || utcMinute(at.toISOString()) !== text) return undefined;
  return at.toISOString();
}

const spelled = (key: string): string =>
  key
    .replaceAll('\\u{', '\\u{5c}u{')
    .replace(HIDDEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);

const unspelled = (key: string): string =>
  key.replace(SPELLED, (whole, hex: string) => {
    const point = Number.parseInt(hex, 16);
    return point > LAST_CODE_POINT ? whole : String.fromCodePoint(point);
  });

const wrong = (why: string): FlatReading => ({ kind: 'wrong', why });
