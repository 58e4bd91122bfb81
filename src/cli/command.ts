import type { LoadedConfig } from '../lib/aws/config-file.ts';
import type { Operator } from '../lib/aws/operator.ts';
import type { Site } from '../lib/site/site.ts';
import type { EstateDesk } from './capture/estate-desk.ts';
import type { ExitCode, Outcome } from './outcome.ts';

/** What the person said to a change that was shown. `dry-run`: it was only to be shown. */
export type Answer = 'go' | 'dry-run';

/** What a command works with where it needs no stack. */
export interface Desk {
  /** The configuration as written, and its file. Throws `CONFIG.MISSING` or `CONFIG.INVALID`. */
  readonly config: () => Promise<LoadedConfig>;
  readonly now: () => Date;
  /** Tells on stderr how far a longer job is. */
  readonly progress: (text: string) => void;
  /** As `Session.ask`, for a change of what is on this machine, at `where`. */
  readonly askOf: (where: string, change: string) => Promise<Answer>;
}

/** What a command works with, for one run of it. */
export interface Session extends Desk {
  /** The configured sites; on a local stack its one site has the local places. */
  readonly sites: readonly Site[];
  readonly operator: Operator;
  readonly wait: (milliseconds: number) => Promise<void>;
  /**
   * Says to which account and endpoint, shows a change, and asks. Throws `CLI.DECLINED` when the person says no or breaks it
   * off, and `CLI.UNCONFIRMED` when nobody can be asked and `--yes` is missing.
   */
  readonly ask: (change: string) => Promise<Answer>;
}

/** What was written after a command's name. */
export interface Input {
  readonly args: readonly (string | undefined)[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** What every command says of itself. */
interface Described {
  /** Its words and arguments, as commander reads them, e.g. `apply [site]`. */
  readonly name: string;
  readonly summary: string;
  /** `many`: may be written several times. */
  readonly options?: readonly (readonly [flags: string, description: string, many?: 'many'])[];
  readonly examples: readonly string[];
  readonly exits: readonly ExitCode[];
  /** Whether it changes anything: then it has `--yes` and `--dry-run`. */
  readonly writes: boolean;
  /** Throws `CLI.USAGE` for what is wrong whatever the stack; runs before anything is opened. */
  check?(input: Input): void;
}

/** One command of `holdfast` that works with a stack. */
export interface Command extends Described {
  readonly of?: 'stack';
  /** Runs without a stack where the input asks nothing of one; else gives `undefined`, and a session is opened. */
  alone?(input: Input, desk: Desk): Promise<Outcome> | undefined;
  run(input: Input, session: Session): Promise<Outcome>;
}

/** One command of `holdfast` that works with captures and with the estate itself: it needs no stack. */
export interface EstateCommand extends Described {
  readonly of: 'estate';
  run(input: Input, desk: EstateDesk): Promise<Outcome>;
}

/** The text of an option, if it was written. */
export function optionText({ options }: Input, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** The texts of an option that may be written several times. */
export function optionTexts({ options }: Input, name: string): readonly string[] {
  const values: unknown = options[name];
  return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
}

/** Whether a switch was written. */
export function switchedOn({ options }: Input, name: string): boolean {
  return options[name] === true;
}
