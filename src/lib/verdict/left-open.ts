const [BACKSLASH, NEWLINE, BACKTICK] = [0x5c, 0x0a, 0x60];

/**
 * How many brackets and strings code leaves open. What it closes without having opened it does not count, and a string
 * ends with its line, as nearly all do. 0 for text without any brace or square bracket: that is no code.
 */
export function bracketsLeftOpen(code: string): number {
  if (!/[{[]/.test(code)) return 0;
  let [depth, quote] = [0, 0];
  for (let at = 0; at < code.length; at += 1) {
    const character = code.charCodeAt(at);
    if (character === BACKSLASH) at += 1;
    else if (quote === 0) {
      if (isQuote(character)) quote = character;
      else depth = Math.max(0, depth + opened(character));
    } else if (character === quote || (character === NEWLINE && quote !== BACKTICK)) quote = 0;
  }
  return depth + Number(quote !== 0);
}

const isQuote = (code: number): boolean => code === 0x22 || code === 0x27 || code === BACKTICK;

/** 1 for `(`, `[` and `{`, -1 for `)`, `]` and `}`. */
function opened(code: number): number {
  if (code === 0x28 || code === 0x5b || code === 0x7b) return 1;
  return code === 0x29 || code === 0x5d || code === 0x7d ? -1 : 0;
}

/** The names that are more often among the open elements of a page than among those that were never closed before. */
export function newlyOpen(open: readonly string[], before: readonly string[]): string[] {
  const left = [...before];
  return open.filter((name) => {
    const at = left.indexOf(name);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}
