import type { Ending } from '../page/ending.ts';
import { skipSpace } from '../page/html-characters.ts';
import type { PageContent } from '../page/page-content.ts';

/** `likely`: the page stops between two blocks or lines, where somebody may have removed what followed. */
export type Cut = 'certain' | 'likely';

/** Whether a page is the beginning of another and nothing more, and what was cut off was not beside the point. */
export function cutFrom(
  before: { readonly text: string; readonly ending: Ending },
  { text, anatomy: { ending } }: PageContent,
): Cut | undefined {
  const stem = withoutHalfCharacter(text).trimEnd();
  const whole = before.text.trimEnd();
  if (stem.length >= whole.length || !whole.startsWith(stem)) return undefined;
  const rest = before.text.slice(stem.length);
  return ending.html ? cutHtml(before.ending, ending, rest) : cutPlain(endsLine(text), endsLine(before.text), rest);
}

/** Decoding makes up to three replacements of a character whose last bytes are missing. */
function withoutHalfCharacter(text: string): string {
  const replacements = /\uFFFD*$/.exec(text.slice(-3))?.[0] ?? '';
  return text.slice(0, text.length - replacements.length);
}

/** End tags that may be left out, and whatever follows the last of them, are no loss. */
function cutHtml(was: Ending, is: Ending, rest: string): Cut | undefined {
  if (is.ended && !is.within) return undefined;
  const open = is.open.length > was.open.length;
  if (is.size >= was.size && !open) return undefined;
  const betweenBlocks = !is.within && !open && /^\s*<[a-z!]/i.test(rest);
  return betweenBlocks && !was.ended ? 'likely' : 'certain';
}

function cutPlain(isLine: boolean, wasLine: boolean, rest: string): Cut | undefined {
  if (isComment(rest)) return undefined;
  const betweenLines = /^[^\S\n]*\n/.test(rest) && (isLine || !wasLine);
  return betweenLines && !closesMore(rest) ? 'likely' : 'certain';
}

const endsLine = (text: string): boolean => text.slice(text.trimEnd().length).includes('\n');

/** Whether there is nothing but comments of CSS or JavaScript. */
function isComment(code: string): boolean {
  let at = 0;
  for (;;) {
    at = skipSpace(code, at);
    const [open, close] = code.startsWith('/*', at) ? ['/*', '*/'] : ['//', '\n'];
    if (!code.startsWith(open, at)) return at >= code.length;
    const end = code.indexOf(close, at + open.length);
    if (end === -1) return open === '//';
    at = end + close.length;
  }
}

/** Whether it closes a bracket that it did not open: then it was cut from within something. */
function closesMore(rest: string): boolean {
  let depth = 0;
  for (let at = 0; at < rest.length && depth >= 0; at += 1) depth += opened(rest.charCodeAt(at));
  return depth < 0;
}

/** 1 for `(`, `[` and `{`, -1 for `)`, `]` and `}`. */
function opened(code: number): number {
  if (code === 0x28 || code === 0x5b || code === 0x7b) return 1;
  return code === 0x29 || code === 0x5d || code === 0x7d ? -1 : 0;
}
