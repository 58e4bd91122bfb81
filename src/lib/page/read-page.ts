import { type Anatomy, anatomyOf, frameReader, plainFrame } from './anatomy.ts';
import type { Limits } from '../site/policy.ts';
import type { ServedHeaders } from '../site/version.ts';
import type { Place } from '../verdict/finding.ts';
import { decodeText } from './charset.ts';
import type { CompiledSources } from './compile-sources.ts';
import { decodeBytes, undeclaredEncoding } from './decode-bytes.ts';
import { findTokens } from './find-tokens.ts';
import type { PageContent, Reading } from './page-content.ts';
import { ownCopy, placeFinder } from './place.ts';
import { claimsHtml, syntaxOf } from './syntax.ts';
import { unitList } from './unit-list.ts';
import { unitsOf } from './units.ts';
import { hasVisibleText } from './visible-text.ts';

/** What is read of a version: its key, its stored bytes, and the headers it is served with. */
export interface PageBytes {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly headers: ServedHeaders;
}

/**
 * Reads what a page says: text and live tokens, under the site's limits. Pure, and linear in the decoded size; what
 * cannot be read is told as a reason and never thrown.
 */
export function readPage(input: PageBytes, sources: CompiledSources, limits: Limits): Reading {
  const { key, bytes, headers } = input;
  if (bytes.length > limits.bytes) {
    return unreadable(`The page has ${bytes.length} bytes; pages of up to ${limits.bytes} bytes are read.`);
  }
  const decoding = decodeBytes(bytes, headers.contentEncoding, limits);
  if (decoding.kind !== 'decoded') return decoding;
  const claimed = claimsHtml(key, headers.contentType);
  const encoding = claimed ? undeclaredEncoding(decoding.bytes) : undefined;
  if (encoding) {
    return {
      kind: 'contradicts',
      reason: `The page should be HTML, but its bytes are ${encoding}, which no Content-Encoding says.`,
    };
  }
  const text = decodeText(decoding.bytes, headers.contentType, claimed);
  return readText(text, input, sources, limits);
}

function readText(text: string, { key, headers }: PageBytes, sources: CompiledSources, limits: Limits): Reading {
  const syntax = syntaxOf(key, headers.contentType, text);
  const html = syntax === 'html';
  const frame = html ? frameReader(text) : undefined;
  const found = findTokens(text, syntax, sources, limits, frame?.events);
  if (found.kind === 'unreadable') return found;
  const tokens = placesOf(text, found.offsets);
  const anatomy = () => anatomyOf(tokens, found.contents, frame ? frame.result() : plainFrame(text));
  return { kind: 'read', content: contentOf(text, html, tokens, anatomy) };
}

function placesOf(text: string, offsets: ReadonlyMap<string, number>): ReadonlyMap<string, Place> {
  const place = placeFinder(text);
  const inOrder = [...offsets].toSorted(([a, one], [b, other]) => one - other || (a < b ? -1 : 1));
  return new Map(inOrder.map(([token, offset]) => [ownCopy(token), place(offset)]));
}

/** What most looks never ask for is found when it is, once. */
function contentOf(
  text: string,
  html: boolean,
  tokens: ReadonlyMap<string, Place>,
  anatomy: () => Anatomy,
): PageContent {
  return {
    html,
    text,
    tokens,
    get hasText() {
      return lazily(this, 'hasText', hasVisibleText({ text, html }));
    },
    get anatomy() {
      return lazily(this, 'anatomy', anatomy());
    },
    get units() {
      return lazily(this, 'units', unitsOf(this.list));
    },
    get list() {
      return lazily(this, 'list', unitList({ text, html }));
    },
  };
}

/** Puts the value in its getter's place. */
function lazily<Name extends keyof PageContent>(content: PageContent, name: Name, value: PageContent[Name]) {
  Object.defineProperty(content, name, { value, enumerable: true });
  return value;
}

function unreadable(reason: string): Reading {
  return { kind: 'unreadable', reason };
}
