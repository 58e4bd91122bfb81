import { CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';
import { ESTATE_COMMANDS, ESTATE_GROUP } from '../../../src/cli/capture/commands.ts';
import type { DeskSwitches, EstateDesk } from '../../../src/cli/capture/estate-desk.ts';
import type { Outcome } from '../../../src/cli/outcome.ts';
import { buildProgram } from '../../../src/cli/program.ts';
import { HoldfastError, type ErrorCode } from '../../../src/lib/errors.ts';
import { NOW } from '../run.ts';

const EACH = ESTATE_COMMANDS.map((command) => [command.name, command] as const);
const EXAMPLES = ESTATE_COMMANDS.flatMap((command) => command.examples.map((line) => [line, command] as const));

/** A desk of which everything that is opened fails alike. */
function failing(code: ErrorCode, switches: DeskSwitches): EstateDesk {
  const fail = () => Promise.reject(new HoldfastError(code, 'It was refused.', { hint: 'Ask somebody.' }));
  const display = { live: false, columns: () => 80, rows: () => 24, write: () => undefined, line: () => undefined };
  return {
    switches,
    now: () => NOW,
    progress: () => undefined,
    askOf: async () => 'dry-run',
    display: { ...display, every: () => () => undefined },
    config: async () => ({ tags: {}, services: {} }),
    estate: fail,
    store: fail,
    stopping: () => new AbortController().signal,
  };
}

interface Ran {
  readonly outcomes: readonly Outcome[];
  readonly switches: readonly DeskSwitches[];
  readonly printed: string;
  readonly error: unknown;
}

async function ran(words: readonly string[], code: ErrorCode = 'BUCKET.DENIED'): Promise<Ran> {
  const outcomes: Outcome[] = [];
  const switches: DeskSwitches[] = [];
  let printed = '';
  const program = buildProgram([ESTATE_GROUP], '1.2.3', {
    open: () => Promise.reject(new Error('no stack is needed')),
    desk: () => {
      throw new Error('no stack is needed');
    },
    estate(given) {
      switches.push(given);
      return failing(code, given);
    },
    finish: (outcome) => outcomes.push(outcome),
  });
  const all = [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)];
  const print = (text: string) => void (printed += text);
  for (const command of all) command.configureOutput({ writeOut: print, writeErr: print, getOutHelpWidth: () => 500 });
  const error: unknown = await program.parseAsync(words, { from: 'user' }).catch((thrown: unknown) => thrown);
  return { outcomes, switches, printed, error: error instanceof CommanderError ? error : undefined };
}

/** What a shell makes of an example. */
const wordsOf = (example: string): string[] => example.replace(/^npx holdfast /, '').split(' ');

describe('every command of captures', () => {
  test.each(EACH)('%s explains itself', async (name, command) => {
    for (const line of command.examples) expect(line).toMatch(/^npx holdfast /);
    const words = name.split(' ').filter((word) => /^\w/.test(word));
    const { error, printed } = await ran([...words, '--help']);
    expect(error).toMatchObject({ exitCode: 0 });
    const switches = ['--json', '--local', '--config', '--account', '--regions'];
    for (const part of [...switches, 'capture.yml', 'Exit codes:', ...command.examples])
      expect(printed).toContain(part);
    expect(printed).not.toContain('--stage');
    for (const code of command.exits) expect(printed).toMatch(new RegExp(`^ {2}${code} {2}\\w`, 'm'));
    expect(printed.includes('--yes')).toBe(command.writes);
    expect(printed.includes('--dry-run')).toBe(command.writes || name === 'capture');
  });

  test.each(EACH)('%s names what may always happen: done, failed, wrong usage, not allowed', (_, { exits }) => {
    expect(exits).toEqual(expect.arrayContaining([0, 1, 2, 7]));
    expect(exits).toEqual(exits.toSorted((a, b) => a - b));
  });

  test.each(EXAMPLES)('is shown rightly, and ends with 7 when all is refused: %s', async (line, command) => {
    const { outcomes, error } = await ran(wordsOf(line));
    expect(error).toBeUndefined();
    expect(outcomes).toMatchObject([
      { exitCode: 7, value: { error: { code: 'BUCKET.DENIED', hint: expect.stringContaining('Ask somebody.') } } },
    ]);
    expect(command.exits).toContain(7);
  });

  test.each(EACH)('%s ends with 1 when nothing answers', async (_, { examples }) => {
    const { outcomes } = await ran(wordsOf(examples[0] ?? ''), 'BUCKET.BUSY');
    expect(outcomes).toMatchObject([{ exitCode: 1, value: { error: { code: 'BUCKET.BUSY' } } }]);
    expect(outcomes[0]?.text).not.toMatch(/\n +at /);
  });
});

test('takes switches wherever they stand', async () => {
  const { switches } = await ran([
    'capture',
    'list',
    '--local',
    '--account',
    '111122223333',
    '--regions',
    'us-east-1, eu-west-1',
  ]);
  expect(switches).toMatchObject([{ local: true, account: '111122223333', regions: ['us-east-1', 'eu-west-1'] }]);
});

test.each([
  [['capture', '--resume', '--name', 'x'], '--resume'],
  [['capture', '--resume', 'x', '--dry-run'], '--resume'],
  [['capture', 'prune'], '--keep'],
  [['capture', 'prune', '--keep', '0'], '--keep'],
  [['capture', 'prune', '--keep', 'all'], '--keep'],
])('is told before anything is opened: %j', async (words, says) => {
  const { outcomes, switches } = await ran(words);
  expect(switches).toEqual([]);
  expect(outcomes).toMatchObject([{ exitCode: 2, text: expect.stringContaining(says) }]);
});
