import { shellWord } from '../../lib/deploy/shell-word.ts';
import { chooseSites } from '../choose-site.ts';
import { optionText, switchedOn, type Command, type Desk, type Input } from '../command.ts';
import { done, usage, type Outcome } from '../outcome.ts';
import { printable } from '../printable.ts';
import { withBlock } from '../rules/block.ts';
import { rulesText } from '../rules/rules-text.ts';

export const rules: Command = {
  name: 'rules [site]',
  summary: "the eight deploy rules with your sites' own commands, for people and for coding agents; needs no stack",
  options: [
    ['--write <file>', 'keep them up to date in this file, e.g. AGENTS.md, between two markers; other text stays'],
    ['--check', 'with --write: write nothing, and end with 6 when the file is not up to date'],
  ],
  examples: [
    'npx holdfast rules',
    'npx holdfast rules demo --write AGENTS.md',
    'npx holdfast rules --write AGENTS.md --check',
  ],
  exits: [0, 1, 2, 3, 5, 6],
  writes: true,
  check(input) {
    if (optionText(input, 'write')?.trim() === '')
      throw usage('--write names no file.', 'Write e.g. --write AGENTS.md.');
    if (switchedOn(input, 'check') && optionText(input, 'write') === undefined)
      throw usage('--check goes with --write.', 'Write e.g. --write AGENTS.md --check.');
  },
  alone: told,
  run: told,
};

async function told(input: Input, desk: Desk): Promise<Outcome> {
  const { sites } = await desk.config();
  const chosen = chooseSites(sites, input.args[0]);
  const markdown = rulesText(chosen);
  const value = { sites: chosen.map(({ name }) => name), markdown };
  const file = optionText(input, 'write');
  if (file === undefined) return done(value, markdown);
  const { readRulesFile, writeRulesFile } = await import('../rules/rules-file.ts');
  const seen = await readRulesFile(file);
  const next = withBlock(seen ?? '', markdown, file);
  const current = next === seen;
  if (switchedOn(input, 'check')) return checked(input, { ...value, file, current });
  if (current) return done({ ...value, file, written: false }, printable(`${file} is up to date.`));
  const change = seen === undefined ? 'make it, with the eight rules' : 'put the eight rules in, between their markers';
  if ((await desk.askOf(printable(file), `${change}:\n\n${markdown}\n`)) === 'dry-run')
    return done({ ...value, file, written: false }, '');
  await writeRulesFile(file, { next, ...(seen !== undefined && { seen }) });
  return done({ ...value, file, written: true }, printable(`${file} has the rules.`));
}

function checked({ args: [site] }: Input, value: { readonly file: string; readonly current: boolean }): Outcome {
  const { file, current } = value;
  if (current) return done(value, printable(`${file} is up to date.`));
  const only = site === undefined ? '' : `${shellWord(site)} `;
  const text = `${printable(file)} does not have the rules as they are now.\n→ npx holdfast rules ${printable(`${only}--write ${shellWord(file)}`)}`;
  return { exitCode: 6, value, text };
}
