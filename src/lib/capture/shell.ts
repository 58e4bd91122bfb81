import { shellWord } from '../deploy/shell-word.ts';

export { shellWord };

/** A command as it is typed: each word quoted where a POSIX shell would read it as something else. */
export function commandLine(...words: readonly string[]): string {
  return words.map((word) => (/^--[a-z][a-z0-9-]*$/.test(word) ? word : shellWord(word))).join(' ');
}
