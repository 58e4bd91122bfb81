import type { Command as Program } from 'commander';
import { didYouMean } from '../lib/site/config-suggestion.ts';

/**
 * Makes a command that has subcommands say what it was given in vain: a word that is none of them, and an option of its own that
 * the subcommand which runs does not have, before or behind that one's name. Throws commander's own error.
 */
export function refuseStray(parent: Program): void {
  // Commander would count words, or name the options of a misspelt subcommand, before that word is looked at.
  parent.allowExcessArguments().allowUnknownOption();
  parent.hook('preAction', (_, running) => (running === parent ? refuseUnknown(parent) : refuseLost(parent, running)));
}

function refuseUnknown(parent: Program): void {
  const [word] = parent.args;
  if (word === undefined) return;
  const isOption = word.startsWith('-');
  const known = isOption
    ? parent.options.flatMap(({ long }) => long ?? [])
    : parent.commands.map((each) => each.name());
  const guess = didYouMean(word, known);
  const suggestion = guess === undefined ? '' : `\n(Did you mean ${guess}?)`;
  const [what, code] = isOption ? ['option', 'commander.unknownOption'] : ['command', 'commander.unknownCommand'];
  parent.error(`error: unknown ${what} '${isOption ? word : `${parent.name()} ${word}`}'${suggestion}`, { code });
}

function refuseLost(parent: Program, running: Program): void {
  const known = new Set(running.options.map((option) => option.attributeName()));
  const lost = parent.options
    .filter((option) => parent.getOptionValueSource(option.attributeName()) === 'cli')
    .find((option) => !known.has(option.attributeName()));
  if (!lost) return;
  const [whole, part] = [parent.name(), `${parent.name()} ${running.name()}`];
  const message = `error: '${part}' has no option '${lost.long ?? lost.flags}': only '${whole}' itself has it`;
  running.error(message, { code: 'commander.unknownOption' });
}
