import type { Answer, Command, Desk, Input, Session } from '../../src/cli/command.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { failed, type Outcome } from '../../src/cli/outcome.ts';
import { HoldfastError } from '../../src/lib/errors.ts';
import { parseConfig } from '../../src/lib/site/config.ts';
import type { Site } from '../../src/lib/site/site.ts';
import { fakeOperator, type World } from './fake-operator.ts';

/** The time at which every command of these tests runs. */
export const NOW = new Date('2026-03-10T12:00:00.000Z');

/** One site with everything at its default, and what a test adds in YAML, at its own indentation of four. */
export function demoSite(settings = ''): Site {
  const text = `sites:\n  demo:\n    production: { bucket: demo-prod }\n${settings}`;
  const [site] = parseConfig(text, 'test.yml').sites;
  if (!site) throw new Error('the configuration has one site');
  return site;
}

/** What a command did, with what it showed before it asked. */
export interface Ran extends Outcome {
  readonly shown: readonly string[];
  /** What it told on the way, as often as it could. */
  readonly progress: readonly string[];
}

/** Runs a command as `main.ts` would; `answer` is what the person says, `config` the file that the sites are written in. */
export async function run(
  world: World,
  sites: readonly Site[],
  name: string,
  {
    args = [],
    options = {},
    answer = 'go',
    config = 'holdfast.yml',
    configured = async () => ({ path: config, sites }),
  }: {
    args?: string[];
    options?: Record<string, unknown>;
    answer?: Answer | 'no';
    config?: string;
    configured?: Desk['config'];
  } = {},
): Promise<Ran> {
  const shown: string[] = [];
  const progress: string[] = [];
  const input = { args, options };
  const ask = async (change: string) => {
    shown.push(change);
    if (answer === 'no') throw new HoldfastError('CLI.DECLINED', 'Nothing was changed: you said no.');
    return answer;
  };
  const desk: Desk = {
    config: configured,
    now: () => NOW,
    progress: (text) => void progress.push(text),
    askOf: (where, change) => ask(`${where}\n${change}`),
  };
  const session: Session = { ...desk, sites, operator: fakeOperator(world), wait: () => world.onWait(), ask };
  return { ...held(command(name), await ended(command(name), input, { desk, session })), shown, progress };
}

async function ended(
  asked: Command,
  input: Input,
  { desk, session }: { desk: Desk; session: Session },
): Promise<Outcome> {
  try {
    asked.check?.(input);
    return await (asked.alone?.(input, desk) ?? asked.run(input, session));
  } catch (error) {
    return failed(error);
  }
}

/** Throws for an exit code that the command does not name, and for a value that `--json` could not print. */
function held({ name, exits }: Command, outcome: Outcome): Outcome {
  const { exitCode, value, lines = [], text } = outcome;
  if (!exits.includes(exitCode)) throw new Error(`${name} ended with ${exitCode}, which it does not name: ${text}`);
  if ([value, ...lines].some((each) => JSON.stringify(each) === undefined))
    throw new Error(`${name} has no JSON value`);
  return outcome;
}

function command(name: string): Command {
  const found = COMMANDS.find((each) => each.name.replace(/ [[<].*$/, '') === name);
  if (!found) throw new Error(`there is no command ${name}`);
  return found;
}
