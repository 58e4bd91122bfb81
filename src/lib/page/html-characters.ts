/** `!` */
export const BANG = 0x21;
/** `"` */
export const DOUBLE_QUOTE = 0x22;
/** `'` */
export const SINGLE_QUOTE = 0x27;
/** `/` */
export const SLASH = 0x2f;
/** `=` */
export const EQUALS = 0x3d;
/** `>` */
export const GREATER = 0x3e;
/** `?` */
export const QUESTION = 0x3f;

/** An ASCII letter: only such a one starts the name of a tag. */
export function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

/** What HTML calls white space: tab, line feed, form feed, carriage return and space. */
export function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d && code !== 0x0b);
}

/** Whether a character ends the name of a tag or, but for the equals sign, of an attribute. */
export function endsName(code: number): boolean {
  return code === GREATER || code === SLASH || isSpace(code);
}

/** The offset of the first character from there on that is not white space. */
export function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSpace(text.charCodeAt(at))) at += 1;
  return at;
}
