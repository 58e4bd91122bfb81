import type { CommanderError } from 'commander';
import { usage } from './outcome.ts';

/** What commander refused, as a failure like every other: for who asked for JSON. */
export function wrongUsage({ code, message }: Pick<CommanderError, 'code' | 'message'>): Error {
  if (code === 'commander.help') return usage('The command is missing.', usageOf());
  const [said = '', suggestion] = message.replace(/^error: /, '').split('\n');
  if (suggestion !== undefined) return usage(said, suggestion.replace(/^\((.+)\)$/, '$1'));
  return usage(said, code === 'commander.unknownCommand' ? usageOf() : usageOf('<command>'));
}

/** Whether the words that follow the program's name ask for JSON; commander has not read them where it refused them. */
export function asksForJson(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end === -1 ? undefined : end).includes('--json');
}

/** Where it is told how a command is used, or which commands there are. */
export function usageOf(command?: string): string {
  return command === undefined
    ? 'See which commands there are: npx holdfast --help'
    : `See how it is used: npx holdfast ${command} --help`;
}
