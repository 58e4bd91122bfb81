import { Command as Program, Option } from 'commander';
import type { EstateDesk, DeskSwitches } from './capture/estate-desk.ts';
import type { Command, Desk, EstateCommand, Input, Session } from './command.ts';
import { EXIT_CODES, failed, type Outcome } from './outcome.ts';
import { refuseStray } from './refuse-stray.ts';
import { DEFAULT_STAGE, type Switches } from './session.ts';
import { usageOf } from './wrong-usage.ts';

/** What running the program needs from outside. */
export interface ProgramDeps {
  open(switches: Switches): Promise<Session>;
  desk(switches: Switches): Desk;
  estate(switches: DeskSwitches): EstateDesk;
  /** Gives out how a command ended; `json` asks for its value. */
  finish(outcome: Outcome, json: boolean): void;
}

/** Commands under the heading that `--help` gives them. */
export type CommandGroup = readonly [heading: string, commands: readonly (Command | EstateCommand)[]];

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
    const added = commands.map((command) => add(program, command, deps).helpGroup(`${heading}:`));
    // Subcommands take settings over from their parent when they are made.
    for (const [at, parent] of added.entries())
      if (commands[at]?.of === 'estate' && parent.commands.length > 0) refuseStray(parent);
  }
  return program;
}

function add(program: Program, command: Command | EstateCommand, deps: ProgramDeps): Program {
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
  for (const option of switches(command)) added.addOption(option);
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

function switches({ of, writes }: Command | EstateCommand): Option[] {
  const common = of === 'estate' ? OF_AN_ESTATE : OF_A_STACK;
  return (writes ? [...OF_WRITING, ...common] : common).map(([flags, says]) => new Option(flags, says));
}

const OF_WRITING = [
  ['-y, --yes', 'make the change without asking'],
  ['--dry-run', 'show the change and make none'],
] as const;

const JSON_SWITCH = ['--json', 'print the result as JSON on stdout'] as const;

const OF_A_STACK = [
  JSON_SWITCH,
  ['--local', 'use the stack on this machine (also HOLDFAST_LOCAL=1)'],
  ['--config <file>', 'the configuration (else HOLDFAST_CONFIG, else the nearest holdfast.yml upwards)'],
  ['--stage <stage>', `which deployed stack (else ${DEFAULT_STAGE})`],
  ['--region <region>', 'the AWS region of the stack (else that of your AWS profile)'],
] as const;

const OF_AN_ESTATE = [
  JSON_SWITCH,
  ['--local', 'use the estate on this machine (also HOLDFAST_LOCAL=1)'],
  ['--config <file>', 'what is captured and where to (else the nearest capture.yml upwards, else everything)'],
  ['--account <digits>', 'the AWS account it must be; with --local the one that is looked at'],
  ['--regions <regions>', 'the AWS regions, home first, e.g. us-east-1,eu-central-1 (else that of your AWS profile)'],
] as const;

function exitCodes(codes: readonly number[]): string {
  return Object.entries(EXIT_CODES)
    .filter(([code]) => codes.includes(Number(code)))
    .map(([code, meaning]) => `  ${code}  ${meaning}`)
    .join('\n');
}

async function run(command: Command | EstateCommand, input: Input, deps: ProgramDeps): Promise<void> {
  const { options } = input;
  const on = (name: string) => options[name] === true;
  try {
    command.check?.(input);
    const running =
      command.of === 'estate' ? command.run(input, deps.estate(deskSwitches(input))) : onStack(command, input, deps);
    deps.finish(await running, on('json'));
  } catch (error) {
    deps.finish(failed(error), on('json'));
  }
}

async function onStack(command: Command, input: Input, deps: ProgramDeps): Promise<Outcome> {
  const { stage, region, config } = texts(input);
  const switches = { ...asked(input), stage, region, config };
  return command.alone?.(input, deps.desk(switches)) ?? command.run(input, await deps.open(switches));
}

function deskSwitches(input: Input): DeskSwitches {
  const { config, account, regions } = texts(input);
  const named = regions?.split(',').map((region) => region.trim());
  return { ...asked(input), json: input.options['json'] === true, config, account, regions: named };
}

function asked({ options }: Input): { local: boolean; yes: boolean; dryRun: boolean } {
  return { local: options['local'] === true, yes: options['yes'] === true, dryRun: options['dryRun'] === true };
}

function texts({ options }: Input): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(options).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}
