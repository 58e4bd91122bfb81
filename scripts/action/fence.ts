/** Most of one fenced text, in characters: a comment of GitHub holds 65,536, and has several. */
const MOST = 20_000;

/** Longer than any run of backticks that is left in a fenced text. */
const FENCE = '`'.repeat(16);

// Bidirectional overrides and zero-width characters would let a line be read otherwise than it is; tabs and line ends stay.
const HIDDEN = /[^\P{C}\t\n]|[\u2028\u2029]/gu;

/**
 * Text that others chose as a block of code: nothing in it is Markdown, HTML, a mention or the end of the block, and what
 * cannot be seen is spelled out. What is too long is cut, and says so.
 */
export function fenced(text: string, language: 'text' | 'diff' = 'text'): string {
  const shown = text
    .slice(0, MOST)
    .toWellFormed()
    .replaceAll('\r\n', '\n')
    .replace(HIDDEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(/`{16,}/g, (run) => `${'`'.repeat(15)}…(${run.length} backticks)`)
    .trimEnd();
  const cut = text.length > MOST ? `\n… and ${(text.length - MOST).toLocaleString('en')} characters more` : '';
  return `${FENCE}${language}\n${shown}${cut}\n${FENCE}`;
}
