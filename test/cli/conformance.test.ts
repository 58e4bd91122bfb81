import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Command, Desk, Session } from '../../src/cli/command.ts';
import { COMMAND_GROUPS, COMMANDS } from '../../src/cli/commands.ts';
import { buildProgram } from '../../src/cli/program.ts';
import type { Outcome } from '../../src/cli/outcome.ts';
import type { Operator } from '../../src/lib/aws/operator.ts';
import { workspaceFolder } from '../../src/lib/aws/workspace-folder.ts';
import { HoldfastError, type ErrorCode } from '../../src/lib/errors.ts';
import { SITE } from './deploy/site-folder.ts';
import { emptyWorld } from './fake-operator.ts';
import { NOW } from './run.ts';

const SITES = [{ ...SITE, escalation: { contact: '@cb', over: ['slack'] as const } }];
const PAGES = ['index.html', 'booking/index.html'];
const PAGE = '<!doctype html><title>Sails</title><h1 data-feature="HERO">Sails</h1>';

/** Every command with its first example: what holds for these holds for a command that comes later, too. */
const FIRST = COMMANDS.map((command) => [command.name, command, wordsOf(command.examples[0] ?? '')] as const);
const EXAMPLES = COMMANDS.flatMap((command) =>
  command.examples.map((line) => [line, command] as const).filter(([line]) => !line.includes('--stdin')),
);
const OF_A_SITE = FIRST.filter(([, , words]) => words.includes('demo'));

/** These answer of themselves, without a stack. */
const ALONE = new Set(['rules [site]', 'guard-command [command...]']);
const OF_A_STACK = FIRST.filter(([name]) => !ALONE.has(name));
/** `doctor` reports what it cannot look at; `mcp` serves until its client goes. */
const ON_A_STACK = OF_A_STACK.filter(([name]) => name !== 'doctor [site]' && name !== 'mcp');

let home: string;
let folder: string;

beforeAll(async () => {
  home = process.cwd();
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'holdfast-conformance-')));
  await writeFile(path.join(folder, 'tokens.txt'), 'HERO:index.html:2025-01-14T10:22Z\n');
  await mkdir(path.join(folder, 'histories', 'index'), { recursive: true });
  await writeFile(path.join(folder, 'histories', 'index', '1.html'), PAGE);
  await mkdir(path.join(folder, 'booking'));
  for (const file of PAGES) await writeFile(path.join(folder, file), PAGE);
  const workspace = await workspaceFolder(folder, 'demo');
  await workspace.record(new Map());
  process.chdir(folder);
});

afterAll(async () => {
  process.chdir(home);
  await rm(folder, { recursive: true });
});

/** What a shell makes of an example: its words up to a redirection. */
function wordsOf(example: string): string[] {
  const [command = ''] = example.replace(/^npx holdfast /, '').split(/ [<>] /);
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

const missing = new HoldfastError('CONFIG.MISSING', 'There is no configuration.', { hint: 'Write one.' });

const DESK: Desk = {
  config: () => Promise.reject(missing),
  now: () => NOW,
  progress: () => undefined,
  askOf: async () => 'go',
};

/** How a command ends; `open` gives the stack, or fails as it does when there is none. */
async function endOf(words: readonly string[], open: () => Promise<Session>, desk = DESK): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  const program = buildProgram(COMMAND_GROUPS, '1.2.3', {
    open,
    desk: () => desk,
    estate: () => {
      throw new Error('no estate is needed');
    },
    finish: (end) => outcomes.push(end),
  });
  await program.parseAsync(words, { from: 'user' });
  const [outcome] = outcomes;
  if (!outcome || outcomes.length > 1) throw new Error(`it ended ${outcomes.length} times`);
  return outcome;
}

/** A stack of which every call fails alike. */
function failing(code: ErrorCode): Session {
  const fail = () => {
    const failed = Promise.reject(new HoldfastError(code, 'It was refused.', { hint: 'Ask somebody.' }));
    failed.catch(() => undefined);
    return Object.assign(failed, { [Symbol.asyncIterator]: () => ({ next: () => failed }) });
  };
  const each: object = new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : fail) });
  const ports = { operations: each, looks: each, api: each, edge: each, bucket: () => each, target: () => each };
  const { registry, snapshots, histories, releases } = {
    registry: each,
    snapshots: each,
    histories: each,
    releases: each,
  };
  const operator = new Proxy(
    {
      ...ports,
      stack: emptyWorld().stack,
      endpoint: 'us-east-1',
      stores: { registry, snapshots, histories, releases },
    },
    { get: (all, name) => Reflect.get(all, name) ?? fail },
  );
  const config = async () => ({ path: 'holdfast.yml', sites: SITES });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has every call of an operator, and each fails
  const session = { ...DESK, config, sites: SITES, operator: operator as unknown as Operator };
  return { ...session, wait: async () => undefined, ask: async () => 'go' };
}

function expectTold({ exits }: Command, { exitCode, value, text }: Outcome): void {
  expect(exits).toContain(exitCode);
  expect(value).toMatchObject({
    error: { code: expect.stringMatching(/^[A-Z]+\.[A-Z]+$/), message: expect.any(String) },
  });
  expect(value).not.toMatchObject({ error: { code: 'CLI.FAULT' } });
  expect(text).not.toMatch(/\n +at /);
}

describe('every example', () => {
  test.each(EXAMPLES)('is written rightly: %s', async (line, command) => {
    const none = new HoldfastError('STACK.MISSING', 'There is no stack.', { hint: 'Start one.' });
    const { exitCode, value } = await endOf(wordsOf(line), () => Promise.reject(none));
    expect(command.exits).toContain(exitCode);
    expect(value).not.toMatchObject({ error: { code: expect.stringMatching(/^CLI\./) } });
  });
});

describe('every command', () => {
  test.each(FIRST)('%s names what may always happen: done, failed, wrong usage', (_, { exits }) => {
    expect(exits).toEqual(expect.arrayContaining([0, 1, 2]));
    expect(exits).toEqual(exits.toSorted((a, b) => a - b));
  });

  test.each(OF_A_STACK)('%s ends with 7 for who may not see the stack', async (_, command, words) => {
    const denied = new HoldfastError('STACK.DENIED', 'You may not.', { hint: 'Ask somebody.' });
    const outcome = await endOf(words, () => Promise.reject(denied));
    expectTold(command, outcome);
    expect(outcome.exitCode).toBe(7);
  });

  test.each(OF_A_SITE)('%s asks for the site that is meant', async (_, command, words) => {
    const mistyped = words.map((word) => (word === 'demo' ? 'demoo' : word));
    const outcome = await endOf(mistyped, async () => failing('API.FAILED'), failing('API.FAILED'));
    expectTold(command, outcome);
    expect(outcome).toMatchObject({ exitCode: 2, value: { error: { hint: 'Did you mean "demo"?' } } });
  });

  test.each(ON_A_STACK)('%s ends with 7 when all is refused, and says what to do', async (_, command, words) => {
    const outcome = await endOf(words, async () => failing('BUCKET.DENIED'));
    expectTold(command, outcome);
    expect(outcome).toMatchObject({ exitCode: 7, value: { error: { hint: 'Ask somebody.' } } });
  });

  test.each(ON_A_STACK)('%s ends with 1 when nothing answers', async (_, command, words) => {
    const outcome = await endOf(words, async () => failing('REGISTRY.BUSY'));
    expectTold(command, outcome);
    expect(outcome.exitCode).toBe(1);
  });
});
