import { Command as Program, Option } from 'commander';
import type { Command, Desk, Input, Session } from './command.ts';
import { EXIT_CODES, failed, type Outcome } from './outcome.ts';
import { DEFAULT_STAGE, type Switches } from './session.ts';
import { usageOf } from './wrong-usage.ts';

/** What running the program needs from outside. */
export interface ProgramDeps {
  open(switches: Switches): Promise<Session>;
  desk(switches: Switches): Desk;
  /** Gives out how a command ended; `json` asks for its value. */
  finish(outcome: Outcome, json: boolean): void;
}

/** Commands under the heading that `--help` gives them. */
export type CommandGroup = readonly [heading: string, commands: readonly Command[]];

/** The whole command line, made from the table of commands. Wrong usage throws commander's own error. */
export function buildProgram(groups: readonly CommandGroup[], version: string, deps: ProgramDeps): Program {
  const program = new Program('holdfast')
    .description('Features that went live stay live: a guard for web sites on S3 and CloudFront.')
    .version(version)
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError(`→ ${usageOf()}`)
    .addHelpText('after', `\nExit codes:\n${exitCodes(Object.keys(EXIT_CODES).map(Number))}`);
  for (const [heading, commands] of groups) {
    for (const command of commands) add(program, command, deps).helpGroup(`${heading}:`);
  }
  return program;
}

function add(program: Program, command: Command, deps: ProgramDeps): Program {
  const words = command.name.split(' ').filter((word) => /^\w/.test(word));
  const parent = words
    .slice(0, -1)
    .reduce((at, word) => at.commands.find((each) => each.name() === word) ?? at, program);
  const added = parent.command(
    command.name
      .split(' ')
      .slice(words.length - 1)
      .join(' '),
  );
  added.description(command.summary).exitOverride().showSuggestionAfterError();
  added.showHelpAfterError(`→ ${usageOf(words.join(' '))}`);
  for (const [flags, description, many] of command.options ?? []) {
    const option = new Option(flags, description);
    added.addOption(many ? option.argParser(collected) : option);
  }
  for (const option of switches(command.writes)) added.addOption(option);
  added.addHelpText('after', `\nExamples:\n${command.examples.map((line) => `  $ ${line}`).join('\n')}`);
  added.addHelpText('after', `\nExit codes:\n${exitCodes(command.exits)}`);
  added.action(async (...all: unknown[]) => {
    const args = all
      .slice(0, added.registeredArguments.length)
      .flatMap((arg: unknown) => (Array.isArray(arg) ? arg : [arg]))
      .map((arg: unknown) => (typeof arg === 'string' ? arg : undefined));
    await run(command, { args, options: added.optsWithGlobals() }, deps);
  });
  return added;
}

function collected(value: string, earlier: unknown): string[] {
  return [...(Array.isArray(earlier) ? earlier : []), value];
}

function switches(writes: boolean): Option[] {
  const common = [
    new Option('--json', 'print the result as JSON on stdout'),
    new Option('--local', 'use the stack on this machine (also HOLDFAST_LOCAL=1)'),
    new Option('--config <file>', 'the configuration (else HOLDFAST_CONFIG, else the nearest holdfast.yml upwards)'),
    new Option('--stage <stage>', `which deployed stack (else ${DEFAULT_STAGE})`),
    new Option('--region <region>', 'the AWS region of the stack (else that of your AWS profile)'),
  ];
  if (!writes) return common;
  return [
    new Option('-y, --yes', 'make the change without asking'),
    new Option('--dry-run', 'show the change and make none'),
    ...common,
  ];
}

function exitCodes(codes: readonly number[]): string {
  return Object.entries(EXIT_CODES)
    .filter(([code]) => codes.includes(Number(code)))
    .map(([code, meaning]) => `  ${code}  ${meaning}`)
    .join('\n');
}

async function run(command: Command, input: Input, deps: ProgramDeps): Promise<void> {
  const { options } = input;
  const text = (name: string) => (typeof options[name] === 'string' ? options[name] : undefined);
  const on = (name: string) => options[name] === true;
  try {
    command.check?.(input);
    const switches = {
      local: on('local'),
      stage: text('stage'),
      region: text('region'),
      config: text('config'),
      yes: on('yes'),
      dryRun: on('dryRun'),
    };
    const alone = command.alone?.(input, deps.desk(switches));
    deps.finish(await (alone ?? command.run(input, await deps.open(switches))), on('json'));
  } catch (error) {
    deps.finish(failed(error), on('json'));
  }
}
