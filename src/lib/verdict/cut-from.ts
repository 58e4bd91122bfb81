import type { Ending } from '../page/ending.ts';
import { skipSpace } from '../page/html-characters.ts';
import type { PageContent } from '../page/page-content.ts';
import { bracketsLeftOpen, newlyOpen } from './left-open.ts';

/** `likely`: the page stops where somebody may have removed what followed: between two blocks or lines, or before the last words. */
export type Cut = 'certain' | 'likely';

/** Whether a page is the beginning of another and nothing more, and what was cut off was not beside the point. */
export function cutFrom(
  { text: was, ending: before }: { readonly text: string; readonly ending: Ending },
  { text, anatomy: { ending } }: PageContent,
): Cut | undefined {
  const whole = withoutHalfCharacter(text);
  const stem = whole.trimEnd();
  if (stem.length >= was.trimEnd().length || !was.startsWith(stem)) return undefined;
  const rest = was.slice(stem.length);
  const cut = ending.html ? cutHtml(before, ending, { text, rest }) : cutPlain(was, { text, rest });
  // no editor leaves half a character
  return cut && whole.length < text.length && was[whole.length] !== '\uFFFD' ? 'certain' : cut;
}

/** A page, and what is missing after it. */
interface Missing {
  readonly text: string;
  readonly rest: string;
}

/** Decoding makes up to three replacements of a character whose last bytes are missing. */
function withoutHalfCharacter(text: string): string {
  const replacements = /\uFFFD*$/.exec(text.slice(-3))?.[0] ?? '';
  return text.slice(0, text.length - replacements.length);
}

/** End tags that may be left out, and whatever follows the last of them, are no loss. */
function cutHtml(was: Ending, is: Ending, missing: Missing): Cut | undefined {
  if (is.ended && !is.within) return undefined;
  const open = newlyOpen(is.open, was.open).length > 0;
  // only end tags are missing: its content is all there
  if (is.size >= was.size && !(open && is.within)) return open ? 'likely' : undefined;
  if (open || was.ended || (is.within && !was.within)) return 'certain';
  if (/^\s*<[a-z!]/i.test(missing.rest)) return 'likely';
  return cutText(missing, /<[a-z!]/i);
}

function cutPlain(was: string, missing: Missing): Cut | undefined {
  if (isComment(missing.rest)) return undefined;
  return bracketsLeftOpen(missing.text) > bracketsLeftOpen(was) ? 'certain' : cutText(missing, /\n/);
}

/**
 * Somebody may have removed whole lines, or the last words, and an editor then left a line break. `more` is what is missing
 * where those words are not all.
 */
function cutText({ text, rest }: Missing, more: RegExp): Cut | undefined {
  if (/^[^\S\n]*\n/.test(rest)) return 'likely';
  if (endsLine(text)) return undefined;
  return more.test(rest.trimEnd()) ? 'certain' : 'likely';
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
