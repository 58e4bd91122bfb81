import { HoldfastError } from '../lib/errors.ts';
import { printableLines } from './printable.ts';

/** What each exit code means; the same for every command. */
export const EXIT_CODES = {
  0: 'done',
  1: 'failed',
  2: 'wrong usage or configuration',
  3: 'refused by a rule',
  4: 'production is ahead',
  5: 'lost a race: run it again',
  6: 'differences, or incomplete',
  7: 'not allowed',
} as const;

/** How a command ended, as its process's exit code. */
export type ExitCode = keyof typeof EXIT_CODES;

/** What a command gives back: the value that `--json` prints, and the text that people read. */
export interface Outcome {
  readonly exitCode: ExitCode;
  readonly value: unknown;
  /** What `--json` prints in the value's place: each on a line of its own, for results of any length. */
  readonly lines?: readonly unknown[];
  readonly text: string;
  /** Ends what goes on once this was told, until somebody asks the process to end. */
  readonly end?: () => Promise<void>;
}

/** A command that was done. */
export function done(value: unknown, text: string): Outcome {
  return { exitCode: 0, value, text };
}

/** A wrong argument: exit code 2. */
export function usage(message: string, hint: string): HoldfastError {
  return new HoldfastError('CLI.USAGE', message, { hint });
}

/** Something that Holdfast will not do as things are: exit code 3. */
export function refusal(message: string, hint: string): HoldfastError {
  return new HoldfastError('CLI.REFUSED', message, { hint });
}

const BY_CODE: Readonly<Record<string, ExitCode>> = {
  'CLI.USAGE': 2,
  'CLI.UNCONFIRMED': 2,
  'CLI.DECLINED': 1,
  'CLI.REFUSED': 3,
  'DEPLOY.REFUSED': 3,
  'DEPLOY.AHEAD': 4,
  'DEPLOY.LOST': 5,
  'DEPLOY.INCOMPLETE': 6,
  'RELEASE.EXISTS': 5,
  'CONFIG.INVALID': 2,
  'CONFIG.MISSING': 2,
  'FOLDER.MISSING': 2,
  'FOLDER.LARGE': 2,
  'WORKSPACE.MISSING': 2,
  'WORKSPACE.DAMAGED': 2,
  'WORKSPACE.BUSY': 5,
  'GIT.EMPTY': 2,
  'GIT.NOWHERE': 2,
  'STACK.MISSING': 2,
  'API.INVALID': 2,
  'API.UNKNOWN': 2,
  'API.STATE': 3,
  'API.MOVED': 3,
  'API.PAUSED': 3,
  'API.EXPIRED': 3,
  'API.CONFLICT': 5,
  'CAPTURE.MISSING': 2,
  'CAPTURE.UNSEALED': 2,
  'CAPTURE.NAME': 2,
  'CAPTURE.PLACE': 2,
  'CAPTURE.EXISTS': 2,
  'CAPTURE.OPEN': 3,
  'CAPTURE.BUSY': 5,
  'CAPTURE.DAMAGED': 6,
  'RESTORE.MOVED': 5,
  'RESTORE.BUSY': 5,
  'BUCKET.CHANGED': 5,
  'CONFIG.CHANGED': 5,
  'REGISTRY.CONFLICT': 5,
};

/** The exit code of a failure. */
export function exitCodeOf(error: unknown): ExitCode {
  if (!(error instanceof HoldfastError)) return 1;
  if (error.code.endsWith('.DENIED')) return 7;
  return BY_CODE[error.code] ?? 1;
}

/** A failure as an outcome: what happened, and what to do next. */
export function failed(error: unknown): Outcome {
  const exitCode = exitCodeOf(error);
  if (!(error instanceof HoldfastError)) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const hint = 'This is a fault of Holdfast: please report it with the lines above.';
    return { exitCode, value: { error: { code: 'CLI.FAULT', message, hint } }, text: `${message}\n${hint}` };
  }
  const { code, message, hint } = error;
  const text = printableLines(hint === undefined ? message : `${message}\n→ ${hint}`);
  return { exitCode, value: { error: { code, message, ...(hint !== undefined && { hint }) } }, text };
}
