import { optionText, type Input } from '../command.ts';
import { usage } from '../outcome.ts';

/** The option that names a logical change. */
export const CHANGE_OPTION = [
  '--change <text>',
  'the one change that this is: several features or pages may be part of it',
] as const;

const LONGEST = 200;

/** The change as it was named, on one line; throws `CLI.USAGE` for none and for too much. */
export function changeOf(input: Input): string | undefined {
  const text = optionText(input, 'change');
  if (text === undefined) return undefined;
  const change = text.replaceAll(/\s+/g, ' ').trim().toWellFormed();
  if (change !== '' && change.length <= LONGEST) return change;
  throw usage(`A change has 1 to ${LONGEST} characters.`, 'Write e.g. --change "new fares for the summer".');
}
