import { expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { done } from '../../src/cli/outcome.ts';
import { buildProgram } from '../../src/cli/program.ts';

/** Which command a line runs, with its arguments and what it was asked. */
async function meant(...words: string[]) {
  const ran: { name: string; args: readonly unknown[]; options: Record<string, unknown> }[] = [];
  const commands = COMMANDS.map((command) => ({
    ...command,
    alone: (input: { args: readonly unknown[]; options: Record<string, unknown> }) => {
      ran.push({ name: command.name, ...input });
      return Promise.resolve(done({}, ''));
    },
  }));
  const program = buildProgram([['Commands', commands]], '1.2.3', {
    open: () => Promise.reject(new Error('no stack is needed')),
    desk: () => ({
      config: () => Promise.reject(new Error('no configuration is needed')),
      now: () => new Date(),
      progress: () => undefined,
      askOf: async () => 'dry-run',
    }),
    finish: () => undefined,
    estate: () => {
      throw new Error('no estate is needed');
    },
  });
  await program.parseAsync(['node', 'holdfast', ...words]);
  return ran;
}

test.each([
  [['tokens'], 'tokens [site]', [undefined]],
  [['tokens', 'demo', '--flat'], 'tokens [site]', ['demo']],
  [['tokens', 'export', 'demo', '--json'], 'tokens export [site]', ['demo']],
  [['tokens', 'export'], 'tokens export [site]', [undefined]],
  [['tokens', 'import', 'demo', 'list.txt', '--yes'], 'tokens import <site> <file>', ['demo', 'list.txt']],
  [['history', 'demo', 'index.html', '--limit', '5'], 'history <site> <page>', ['demo', 'index.html']],
  [
    ['history', 'restore', 'demo', 'index.html', '--to', 'v1', '--reason', 'x', '--dry-run'],
    'history restore <site> <page>',
    ['demo', 'index.html'],
  ],
])('%j runs %s', async (words, name, args) => {
  expect(await meant(...words)).toMatchObject([{ name, args }]);
});

test('hands options to the subcommand, wherever its parent has options of its own', async () => {
  const restore = [
    'history',
    'restore',
    'demo',
    'index.html',
    '--to=-v1',
    '--reason',
    'x',
    '--no-wait',
    '-y',
    '--json',
  ];
  expect(await meant(...restore)).toMatchObject([
    { options: { to: '-v1', reason: 'x', wait: false, yes: true, json: true } },
  ]);
  expect(await meant('tokens', 'import', 'demo', 'f', '--dry-run')).toMatchObject([{ options: { dryRun: true } }]);
});
