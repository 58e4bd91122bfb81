import picomatch from 'picomatch';
import type { Site } from './site.ts';

/** What the guard does with a key: judges a page, keeps an asset restorable, ignores any other. */
export type KeyClass = 'page' | 'asset' | 'other';

/** Longest key that fits into the registry's sort key with its own prefix, in UTF-8 bytes. */
const LONGEST_KEY = 1000;

/** Longest glob, in characters. */
const LONGEST_GLOB = 256;

type Matches = (relative: string) => boolean;
const matchers = new WeakMap<Site, { page: Matches; asset: Matches }>();

/**
 * Whether a full S3 key is a page, an asset or neither. Globs are matched on what follows the site's prefix, dotfiles
 * included; pages win. Keys that cannot be guarded and folder markers are `other`.
 */
export function classify(site: Site, key: string): KeyClass {
  if (whyUnguardable(key) !== undefined) return 'other';
  if (namesPage(site, key)) return 'page';
  const relative = relativeTo(site, key);
  return relative !== undefined && matchersOf(site).asset(relative) ? 'asset' : 'other';
}

/** Whether the site's page globs name the key, guardable or not. */
export function namesPage(site: Site, key: string): boolean {
  const relative = relativeTo(site, key);
  return relative !== undefined && matchersOf(site).page(relative);
}

function relativeTo({ production: { prefix } }: Site, key: string): string | undefined {
  return key.startsWith(prefix) && key !== prefix && !key.endsWith('/') ? key.slice(prefix.length) : undefined;
}

/** Why a key can never be guarded, in words; `undefined` when it can. */
export function whyUnguardable(key: string): string | undefined {
  if (Buffer.byteLength(key) > LONGEST_KEY) return `longer than ${LONGEST_KEY} bytes`;
  if (key.split('/').some((segment) => segment === '.' || segment === '..')) return 'a "." or ".." between slashes';
  return undefined;
}

/** What is wrong with a glob of the configuration, as `what; fix: …`; `undefined` when it is sound. */
export function globFault(glob: string): string | undefined {
  if (glob.length > LONGEST_GLOB) return `is longer than ${LONGEST_GLOB} characters; fix: write a shorter glob`;
  if (glob.startsWith('!')) return 'excludes; fix: name what belongs to the site, a glob cannot begin with "!"';
  if (glob.startsWith('/'))
    return `begins with "/"; fix: write "${glob.replace(/^\/+/, '')}", keys have no leading slash`;
  // Alternations under a star can take for ever on a key that an uploader chose, so only {a,b} is left of them.
  if (/[()|\\"\p{Cc}]/u.test(glob))
    return 'has one of ( ) | \\ " or a control character; fix: write {a,b} for a choice';
  if (count(glob, /\*+/g) > 4) return 'has more than 4 stars; fix: write two globs, or a simpler one';
  if (count(glob, /\{/g) > 3) return 'has more than 3 choices; fix: write two globs';
  return compileFault(glob);
}

function compileFault(glob: string): string | undefined {
  try {
    matcherOf([glob])('index.html');
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split(' - ')[0] ?? '') : String(error);
    return `is not a glob (${reason}); fix: close every bracket`;
  }
}

function count(text: string, what: RegExp): number {
  return text.match(what)?.length ?? 0;
}

function matchersOf(site: Site): { page: Matches; asset: Matches } {
  const known = matchers.get(site);
  if (known) return known;
  const made = { page: matcherOf(site.pages), asset: matcherOf(site.assets) };
  matchers.set(site, made);
  return made;
}

/** What one of the globs names, dotfiles included. They must be without fault. */
export function matcherOf(globs: readonly string[]): Matches {
  // `debug` makes picomatch throw instead of matching nothing; flag `s` lets a star cross a line break in a key.
  const options = { dot: true, nonegate: true, noextglob: true, strictBrackets: true, debug: true, flags: 's' };
  const each = globs.map((glob) => picomatch(glob, options));
  return (relative) => each.some((matches) => matches(relative));
}
