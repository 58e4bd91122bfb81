import { UNKNOWN } from './shell-scan.ts';

/** The words of a command, told apart. */
export interface Operands {
  readonly operands: readonly string[];
  /** Option names with their values, as far as they have one. */
  readonly options: ReadonlyMap<string, string | undefined>;
}

/**
 * Tells options and operands apart: `valued` says which options take the next word. Where an option is not known to, its
 * next word counts as an operand.
 */
export function operandsOf(words: readonly string[], valued: ReadonlySet<string> | RegExp): Operands {
  const takes = (name: string) => (valued instanceof RegExp ? valued.test(name) : valued.has(name));
  const operands: string[] = [];
  const options = new Map<string, string | undefined>();
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') {
      operands.push(...words.slice(at + 1));
      break;
    }
    const [, name, value] = /^(--?[^=\0]+)(?:=([\s\S]*))?$/.exec(word) ?? [];
    if (name === undefined || /^-\d/.test(word)) operands.push(word);
    else if (value !== undefined || !takes(name)) options.set(name, value);
    else options.set(name, words[(at += 1)] ?? UNKNOWN);
  }
  return { operands, options };
}
