// Controls, format characters (bidi overrides, zero-width), private and unassigned code points, line separators.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;

const named = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** Cuts to at most `max` UTF-16 units, never through a character, with `…` where something was cut. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, Math.max(max - 1, 0)).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/**
 * Text that an uploader chose, fit to be shown in one line: what cannot be seen (controls, line breaks, bidi
 * overrides, zero-width characters) is spelled out as `\u{…}`, so that nothing on screen can lie about its order.
 */
export function shownLine(text: string, max: number): string {
  return cut(
    text
      .slice(0, max + 1)
      .toWellFormed()
      .replace(HIDDEN, named),
    max,
  );
}

/** As `shownLine`, for one line of a page: tabs stay, and a carriage return at its end is no news. */
export function shownCode(line: string, max: number): string {
  const short = line
    .replace(/\r$/, '')
    .slice(0, max + 1)
    .toWellFormed();
  return cut(
    short.replace(HIDDEN, (character) => (character === '\t' ? character : named(character))),
    max,
  );
}
