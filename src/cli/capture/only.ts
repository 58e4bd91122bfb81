import { optionTexts, type Input } from '../command.ts';

/** The services that `--only` names, several times or with commas; `undefined`: all. */
export function onlyOf(input: Input): readonly string[] | undefined {
  const named = optionTexts(input, 'only').flatMap((names) => names.split(',').map((name) => name.trim()));
  return named.length > 0 ? named : undefined;
}
