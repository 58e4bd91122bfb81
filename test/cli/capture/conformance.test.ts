import { CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';
import { ESTATE_COMMANDS, ESTATE_GROUP } from '../../../src/cli/capture/commands.ts';
import type { DeskSwitches, EstateDesk } from '../../../src/cli/capture/estate-desk.ts';
import type { Outcome } from '../../../src/cli/outcome.ts';
import { buildProgram } from '../../../src/cli/program.ts';
import { HoldfastError, type ErrorCode } from '../../../src/lib/errors.ts';
import { NOW } from '../run.ts';
import { holdfastProcess } from '../whole-process.ts';

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
  /** Where captures were looked for; `undefined`: where the configuration says. */
  readonly places: readonly (string | undefined)[];
  readonly printed: string;
  readonly error: unknown;
}

async function ran(words: readonly string[], code: ErrorCode = 'BUCKET.DENIED'): Promise<Ran> {
  const outcomes: Outcome[] = [];
  const switches: DeskSwitches[] = [];
  const places: (string | undefined)[] = [];
  let printed = '';
  const program = buildProgram([ESTATE_GROUP], '1.2.3', {
    open: () => Promise.reject(new Error('no stack is needed')),
    desk: () => {
      throw new Error('no stack is needed');
    },
    estate(given) {
      switches.push(given);
      const desk = failing(code, given);
      return {
        ...desk,
        store(to) {
          places.push(to);
          return desk.store(to);
        },
      };
    },
    finish: (outcome) => outcomes.push(outcome),
  });
  const all = [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)];
  const print = (text: string) => void (printed += text);
  for (const command of all) command.configureOutput({ writeOut: print, writeErr: print, getOutHelpWidth: () => 500 });
  const error: unknown = await program.parseAsync(words, { from: 'user' }).catch((thrown: unknown) => thrown);
  return { outcomes, switches, places, printed, error: error instanceof CommanderError ? error : undefined };
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

const PLACE = 's3://sails-captures/estate';

test.each([
  ['capture list'],
  ['capture verify latest'],
  ['capture prune --keep 3'],
  ['capture diff before after'],
  ['capture drift latest --only s3'],
  ['capture drill latest lambda'],
  ['capture drill --clean drill-k3x9ab'],
  ['restore-estate latest'],
])('looks for captures where --to says: %s', async (line) => {
  const behind = await ran([...line.split(' '), '--to', PLACE]);
  expect(new Set(behind.places)).toEqual(new Set([PLACE]));
  expect(behind.outcomes).toMatchObject([{ exitCode: 7 }]);
  expect(new Set((await ran(line.split(' '))).places)).toEqual(new Set([undefined]));
  const [first = '', ...others] = line.split(' ');
  if (first === 'capture') expect((await ran([first, '--to', PLACE, ...others])).places).toEqual(behind.places);
});

test('has a capture that says itself where it is, beside one in --to', async () => {
  const { places } = await ran(['capture', 'diff', 's3://sails-old/estate/before', 'after', '--to', PLACE]);
  expect(places).toEqual(['s3://sails-old/estate', PLACE]);
});

test.each([
  ['capture drift captures/a'],
  ['capture verify s3://sails-captures/estate/a'],
  ['capture diff captures/a captures/b'],
  ['capture drill captures/a lambda/booking'],
  ['restore-estate captures/a lambda/booking'],
])('refuses --to where the capture says itself where it is: %s', async (line) => {
  const { outcomes, switches } = await ran([...line.split(' '), '--to', PLACE]);
  expect(switches).toEqual([]);
  expect(outcomes).toMatchObject([{ exitCode: 2, text: expect.stringContaining('Leave out --to') }]);
});

test('takes an address without a name for no capture, and says how one is written', async () => {
  const { outcomes } = await ran(['capture', 'verify', 's3://sails-captures/estate']);
  expect(outcomes).toMatchObject([{ exitCode: 2, text: expect.stringContaining('s3://bucket/prefix/name') }]);
});

test.each([
  ['capture drift latest --name x', "'capture drift' has no option '--name'"],
  ['capture --name x drift latest', "'capture drift' has no option '--name'"],
  ['capture verify a --full', "'capture verify' has no option '--full'"],
  ['capture --full drift a', "'capture drift' has no option '--full'"],
  ['capture list --only s3', "'capture list' has no option '--only'"],
  ['capture diff a b --dry-run', "'capture diff' has no option '--dry-run'"],
  ['capture drill latest --with-secrets alias/x', "'capture drill' has no option '--with-secrets'"],
  ['capture --bogus', "unknown option '--bogus'"],
  ['capture --ful', 'Did you mean --full?'],
  ['capture drift latest --bogus', "unknown option '--bogus'"],
  ['capture dirft a', 'Did you mean drift?'],
  ['capture prun --keep 3', 'Did you mean prune?'],
  ['capture --json prun --keep 3', 'Did you mean prune?'],
  ['capture everything now', "unknown command 'capture everything'"],
  ['capture list all', 'too many arguments'],
  ['capture drift a b', 'too many arguments'],
])('refuses what would be lost: %s', async (line, says) => {
  const { error, outcomes, switches, printed } = await ran(line.split(' '));
  expect(error).toBeInstanceOf(CommanderError);
  expect(error).not.toMatchObject({ exitCode: 0 });
  expect([...outcomes, ...switches]).toEqual([]);
  expect(printed).toContain(says);
  expect(printed).toMatch(/\n→ See how it is used: npx holdfast capture .*--help\n$/);
});

describe('as a process', () => {
  test('looks for captures where --to says, and says how one gets there', async () => {
    const { code, stderr, stdout } = await holdfastProcess(['capture', 'drift', 'latest', '--to', '/nowhere/it is']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      "There is no finished capture in /nowhere/it is.\n→ Make one: npx holdfast capture --to '/nowhere/it is'\n",
    );
  });

  test('says how an estate is started to try it on', async () => {
    const env = { HOLDFAST_LOCAL_DIR: import.meta.dirname, HOME: import.meta.dirname };
    const { code, stderr } = await holdfastProcess(['capture', '--dry-run', '--local'], { env });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'No local stack is up.\n→ Start an estate to try it on with `npm run estate -- up`.\n',
    });
  });

  test.each([
    ['restore-estate', 'lambda/booking'],
    ['capture', 'drill', 'lambda'],
  ])('says that a capture is named first: %s %s', async (...words) => {
    const { code, stderr } = await holdfastProcess(words, { cwd: import.meta.dirname });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^There is no capture .+\n→ Name the capture first: latest lambda/);
  });

  test('ends with 2 for an option of capture alone, as JSON where that is asked for', async () => {
    const { code, stdout, stderr } = await holdfastProcess(['capture', '--full', 'drift', 'a', '--json']);
    const message = "'capture drift' has no option '--full': only 'capture' itself has it";
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'CLI.USAGE', message } });
    expect(stderr).toContain(message);
  });
});
