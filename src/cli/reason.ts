import { optionText, type Input } from './command.ts';
import { usage } from './outcome.ts';

/** How the option is described, by every command that has it. */
export const REASON_OPTION = ['--reason <text>', 'why, for those who are told'] as const;

/** Why somebody does it; throws `CLI.USAGE` when that is missing or too long. */
export function reasonOf(input: Input): string {
  const reason = (optionText(input, 'reason') ?? '').trim();
  if (reason !== '' && reason.length <= 500) return reason;
  throw usage('The reason is missing, or longer than 500 characters.', 'Write e.g. --reason "new hero".');
}
