import { RE2JS } from 're2js';
import { HoldfastError } from '../errors.ts';
import type { TokenSource } from '../site/site.ts';
import { type CompiledSelector, compileSelector } from './selector.ts';
import { isTokenName } from './token-name.ts';

/** A selector or pattern that stands for one token. */
export interface Matcher<Test> {
  readonly token: string;
  readonly test: Test;
}

/** A site's token sources, ready to be applied to any number of pages. */
export interface CompiledSources {
  /** Attribute names in lower case. */
  readonly attributes: readonly string[];
  /** What stands before the colon of a marking comment. */
  readonly comments: readonly string[];
  readonly selectors: readonly Matcher<CompiledSelector>[];
  readonly patterns: readonly Matcher<RE2JS>[];
}

/** Longer programs make a page of 20 MB take minutes. */
const MAX_PROGRAM = 100;

/** A look reads several versions with the same sources, and forty of them take longer to compile than a page to read. */
const compiled = new WeakMap<readonly TokenSource[], CompiledSources>();

/**
 * Compiles token sources, once for each list of them. Throws `CONFIG.SELECTOR` or `CONFIG.PATTERN` for what cannot be
 * matched, `CONFIG.TOKEN` for a name that no token can have.
 */
export function compileSources(sources: readonly TokenSource[]): CompiledSources {
  const known = compiled.get(sources);
  if (known) return known;
  const fresh = compileAll(sources);
  compiled.set(sources, fresh);
  return fresh;
}

function compileAll(sources: readonly TokenSource[]): CompiledSources {
  return {
    attributes: distinct(sources.flatMap((source) => ('attribute' in source ? [source.attribute.toLowerCase()] : []))),
    comments: distinct(sources.flatMap((source) => ('comment' in source ? [source.comment] : []))),
    selectors: sources.flatMap((source) =>
      'selector' in source ? [{ token: tokenOf(source), test: selector(source.selector) }] : [],
    ),
    patterns: sources.flatMap((source) =>
      'pattern' in source ? [{ token: tokenOf(source), test: pattern(source.pattern) }] : [],
    ),
  };
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

function tokenOf({ name }: { readonly name: string }): string {
  if (isTokenName(name)) return name;
  throw new HoldfastError('CONFIG.TOKEN', `No token can be named ${JSON.stringify(name.slice(0, 200))}.`, {
    hint: 'Write 1 to 128 letters, digits and _ . : -, such as STRIPE_CHECKOUT.',
  });
}

function selector(css: string): CompiledSelector {
  try {
    return compileSelector(css);
  } catch (cause) {
    throw new HoldfastError('CONFIG.SELECTOR', `The selector ${JSON.stringify(css)} cannot be read.`, {
      hint: `Write a CSS selector such as script[src*="js.stripe.com"]: ${reason(cause)}`,
      cause,
    });
  }
}

function pattern(source: string): RE2JS {
  const compiled = compilePattern(source);
  const size = compiled.programSize();
  if (size <= MAX_PROGRAM) return compiled;
  throw new HoldfastError(
    'CONFIG.PATTERN',
    `The pattern ${JSON.stringify(source)} is too long: it takes ${size} steps.`,
    {
      hint: `Write one of at most ${MAX_PROGRAM} steps: a shorter text, or * in place of a counted repetition such as {1,50}.`,
    },
  );
}

/** A class of characters named by script or property: their tables would be a quarter of the matching library. */
const SCRIPT = /\\[pP]\{\^?\w{3,}\}/;

function compilePattern(source: string): RE2JS {
  if (SCRIPT.test(source)) {
    throw new HoldfastError('CONFIG.PATTERN', `The pattern ${JSON.stringify(source)} names a script or a property.`, {
      hint: 'Write a general category such as \\p{L} or \\p{Lu}, or a range such as [α-ω].',
    });
  }
  try {
    return RE2JS.compile(source);
  } catch (cause) {
    throw new HoldfastError('CONFIG.PATTERN', `The pattern ${JSON.stringify(source)} cannot be read.`, {
      hint: `Write a regular expression as RE2 takes it, without lookaround and backreferences: ${reason(cause)}`,
      cause,
    });
  }
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
