import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';
import type { Command, Desk, Session } from '../../src/cli/command.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { done, exitCodeOf, refusal, type Outcome } from '../../src/cli/outcome.ts';
import { buildProgram } from '../../src/cli/program.ts';
import type { Switches } from '../../src/cli/session.ts';
import { HoldfastError } from '../../src/lib/errors.ts';
import { fakeOperator, emptyWorld } from './fake-operator.ts';
import { NOW } from './run.ts';

const ECHO: Command = {
  name: 'echo <word>',
  summary: 'says it again',
  options: [['--loud', 'louder']],
  examples: ['holdfast echo hello'],
  exits: [0, 2, 3],
  writes: true,
  async run({ args: [word], options }) {
    if (word === 'no') throw refusal('I will not say that.', 'Say something else.');
    return done({ word, loud: options['loud'] === true }, String(word));
  },
};

const DESK: Desk = {
  config: () => Promise.reject(new HoldfastError('CONFIG.MISSING', 'There is no configuration in this test.')),
  now: () => NOW,
  progress: () => undefined,
  askOf: async () => 'go',
};

const SESSION: Session = {
  ...DESK,
  sites: [],
  operator: fakeOperator(emptyWorld()),
  wait: async () => undefined,
  ask: async () => 'go',
};

interface Ran {
  readonly switches: Switches[];
  readonly outcomes: { outcome: Outcome; json: boolean }[];
  readonly printed: string;
  readonly error: unknown;
}

async function runProgram(words: string[], commands: readonly Command[] = [ECHO]): Promise<Ran> {
  const switches: Switches[] = [];
  const outcomes: Ran['outcomes'] = [];
  let printed = '';
  const program = buildProgram([['Commands', commands]], '1.2.3', {
    async open(given) {
      switches.push(given);
      return SESSION;
    },
    desk: () => DESK,
    estate: () => {
      throw new Error('no estate is needed');
    },
    finish: (outcome, json) => void outcomes.push({ outcome, json }),
  });
  const write = (text: string) => {
    printed += text;
  };
  for (const each of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) {
    each.configureOutput({ writeOut: write, writeErr: write });
  }
  try {
    await program.parseAsync(words, { from: 'user' });
    return { switches, outcomes, printed, error: undefined };
  } catch (error) {
    return { switches, outcomes, printed, error };
  }
}

describe('the program', () => {
  test('gives a command its words, and its outcome to whoever prints', async () => {
    const { switches, outcomes } = await runProgram([
      'echo',
      'ahoy',
      '--loud',
      '--json',
      '--yes',
      '--stage',
      'dev',
      '--local',
    ]);
    expect(outcomes).toEqual([{ outcome: done({ word: 'ahoy', loud: true }, 'ahoy'), json: true }]);
    expect(switches).toEqual([
      { local: true, stage: 'dev', region: undefined, config: undefined, yes: true, dryRun: false },
    ]);
  });

  test('opens nothing for what needs no stack', async () => {
    const alone: Command = { ...ECHO, alone: ({ args: [word] }) => (word === 'here' ? run(word) : undefined) };
    const run = async (word: string) => done(word, `alone: ${word}`);
    const here = await runProgram(['echo', 'here'], [alone]);
    expect(here).toMatchObject({ switches: [], outcomes: [{ outcome: { text: 'alone: here' } }] });
    const there = await runProgram(['echo', 'there'], [alone]);
    expect(there).toMatchObject({ switches: [{}], outcomes: [{ outcome: { text: 'there' } }] });
  });

  test('makes no change without being told', async () => {
    const { switches } = await runProgram(['echo', 'ahoy']);
    expect(switches).toMatchObject([{ local: false, stage: undefined, yes: false, dryRun: false }]);
  });

  test('turns a failure into an outcome with what to do next', async () => {
    const { outcomes } = await runProgram(['echo', 'no']);
    expect(outcomes).toEqual([
      {
        outcome: {
          exitCode: 3,
          value: { error: { code: 'CLI.REFUSED', message: 'I will not say that.', hint: 'Say something else.' } },
          text: 'I will not say that.\n→ Say something else.',
        },
        json: false,
      },
    ]);
  });

  test.each([
    [['ecko', 'x'], 'Did you mean echo?'],
    [['echo'], 'missing required argument'],
    [['echo', 'x', '--lod'], 'Did you mean --loud?'],
    [['echo', 'x', 'y'], 'too many arguments'],
  ])('refuses %j', async (words, says) => {
    const { error, printed, outcomes } = await runProgram(words);
    expect(error).toBeInstanceOf(CommanderError);
    expect(error).not.toMatchObject({ exitCode: 0 });
    expect(printed).toContain(says);
    expect(printed).toMatch(/\n→ See .+: npx holdfast (echo )?--help\n$/);
    expect(outcomes).toEqual([]);
  });
});

describe('a mistake that no stack could mend', () => {
  test.each([
    [['pause', 'demo', '--for', '1x', '--reason', 'x'], '"1x" is no length of time'],
    [['pause', 'demo', '--for', '1h'], 'The reason'],
    [['protect', 'demo', '--via', 'post'], '--via post'],
    [['protect', 'demo', '--eventbridge-off'], '--undo'],
    [['incidents', '--state', 'restord'], 'restored'],
    [['incidents', '--limit', '0'], '--limit'],
    [['incidents', 'show', '9'], '"9" is no incident'],
    [['doctor', '--uploads', 'many'], '--uploads'],
  ])('is told before a stack is looked for: %j', async (words, says) => {
    const { switches, outcomes } = await runProgram(words, COMMANDS);
    expect(switches).toEqual([]);
    expect(outcomes).toMatchObject([{ outcome: { exitCode: 2, text: expect.stringContaining(says) } }]);
  });
});

describe('every command', () => {
  test.each(COMMANDS.map((command) => [command.name, command] as const))(
    '%s explains itself',
    async (name, command) => {
      for (const line of command.examples) expect(line).toMatch(/^npx holdfast /);
      const words = name.split(' ').filter((word) => /^\w/.test(word));
      const { error, printed } = await runProgram([...words, '--help'], COMMANDS);
      expect(error).toMatchObject({ exitCode: 0 });
      for (const part of ['--json', '--local', '--config', '--stage', '--region', 'Exit codes:', ...command.examples]) {
        expect(printed).toContain(part);
      }
      for (const code of command.exits) expect(printed).toMatch(new RegExp(`^ {2}${code} {2}\\w`, 'm'));
      expect(printed.includes('--dry-run')).toBe(command.writes);
      expect(printed.includes('--yes')).toBe(command.writes);
    },
  );
});

test('no two commands give the same reason in their examples', () => {
  const reasons = COMMANDS.flatMap(({ examples }) => examples.flatMap((line) => /--reason ".+?"/.exec(line) ?? []));
  expect(reasons).toEqual([...new Set(reasons)]);
});

test.each([
  ['CONFIG.INVALID', 2],
  ['CLI.USAGE', 2],
  ['CLI.UNCONFIRMED', 2],
  ['CLI.REFUSED', 3],
  ['REGISTRY.CONFLICT', 5],
  ['BUCKET.CHANGED', 5],
  ['BUCKET.DENIED', 7],
  ['REGISTRY.BUSY', 1],
] as const)('ends with %s as exit code %i', (code, exitCode) => {
  expect(exitCodeOf(new HoldfastError(code, 'x'))).toBe(exitCode);
});

test('ends with a fault as exit code 1', () => {
  expect(exitCodeOf(new TypeError('x'))).toBe(1);
});

describe('main.ts', () => {
  const MAIN = join(import.meta.dirname, '../../src/cli/main.ts');

  async function holdfast(
    words: string[],
    env: NodeJS.ProcessEnv = {},
  ): Promise<{ code: number; stdout: string; stderr: string }> {
    const options = { env: { PATH: process.env['PATH'], ...env } };
    try {
      return { code: 0, ...(await promisify(execFile)(process.execPath, [MAIN, ...words], options)) };
    } catch (error) {
      const { code, stdout, stderr } = Object.assign({ code: -1, stdout: '', stderr: '' }, error);
      return { code, stdout, stderr };
    }
  }

  test('helps, and says its version', async () => {
    expect(await holdfast(['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('protect') });
    expect(await holdfast(['--version'])).toMatchObject({ code: 0, stdout: '0.1.0\n' });
  });

  test('ends wrong usage with 2, and says so on stderr alone', async () => {
    expect(await holdfast(['protekt'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('protect'),
    });
  });

  test.each([
    [['override', '--json'], "missing required argument 'incident'", '--help'],
    [['incidents', '--json', '--stat', 'x'], "unknown option '--stat'", 'Did you mean --state?'],
    [['protekt', '--json'], "unknown command 'protekt'", 'Did you mean protect?'],
  ])('tells wrong usage as JSON where that is asked for: %j', async (words, message, hint) => {
    const { code, stdout, stderr } = await holdfast(words);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      error: { code: 'CLI.USAGE', message, hint: expect.stringContaining(hint) },
    });
    expect(stderr).toContain(message);
  });

  test('takes no --json behind -- for a wish', async () => {
    expect(await holdfast(['override', '--bogus', '--', '--json'])).toMatchObject({ code: 2, stdout: '' });
  });

  test('tells a wrong configuration by place, as JSON where that is asked for', async () => {
    const broken = join(import.meta.dirname, '../../package.json');
    const { code, stdout, stderr } = await holdfast(['status', '--json'], { HOLDFAST_CONFIG: broken });
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'CONFIG.INVALID' } });
    expect(stderr).toContain('package.json:1:1: sites is missing');
  });

  test('ends with 2 where no region is named, and points to a stack on this machine where there is one', async () => {
    const empty = { HOME: import.meta.dirname, HOLDFAST_LOCAL_DIR: import.meta.dirname };
    expect(await holdfast(['status'], empty)).toMatchObject({
      code: 2,
      stderr: 'No AWS region is named.\n→ Name it with --region, AWS_REGION or your AWS profile.\n',
    });
    const near = await mkdtemp(join(tmpdir(), 'holdfast-'));
    await writeFile(join(near, 'stack.json'), '{}');
    expect(await holdfast(['status'], { ...empty, HOLDFAST_LOCAL_DIR: near })).toMatchObject({
      code: 2,
      stderr:
        'No AWS region is named.\n→ For the stack on this machine: --local. For one on AWS, name its region with --region, AWS_REGION or your AWS profile.\n',
    });
    await rm(near, { recursive: true });
  });

  test('ends with 2 where nobody is signed in to AWS', async () => {
    const env = { HOME: import.meta.dirname, AWS_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true' };
    expect(await holdfast(['status'], env)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^No AWS credentials were found\.\n→ Sign in to AWS, e\.g\. `aws sso login`/),
    });
  });

  test('says how to start a local stack that is not there', async () => {
    const env = { HOLDFAST_LOCAL: '1', HOLDFAST_LOCAL_DIR: import.meta.dirname };
    expect(await holdfast(['status'], env)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('npm run local -- up'),
    });
  });
});
