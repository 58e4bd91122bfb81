import { createInterface } from 'node:readline/promises';
import { HoldfastError } from '../lib/errors.ts';
import type { Answer } from './command.ts';

/** How long a job is quiet before it tells how far it is, and how often then. */
const QUIET_MS = 2000;

/** Where a command's words go besides its result. */
export interface Terminal {
  note(text: string): void;
  /** Whether somebody can be asked. */
  readonly interactive: boolean;
  /** What was answered; `undefined` when that was broken off. */
  prompt(question: string): Promise<string | undefined>;
}

/** This process's own terminal: notes and questions go to stderr, so that stdout holds the result alone. */
export function processTerminal(): Terminal {
  return {
    note: (text) => void process.stderr.write(`${text}\n`),
    interactive: process.stdin.isTTY && process.stderr.isTTY,
    async prompt(question) {
      const reader = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return await reader.question(question);
      } catch (error) {
        // Ctrl-C and Ctrl-D: nothing was agreed to.
        if (error instanceof Error && error.name === 'AbortError') return undefined;
        throw error;
      } finally {
        reader.close();
      }
    },
  };
}

/** Tells how far a job is, at most every two seconds. */
export function progressOn(terminal: Terminal, now: () => Date): (text: string) => void {
  let last = now().getTime();
  return (text) => {
    if (now().getTime() - last < QUIET_MS) return;
    last = now().getTime();
    terminal.note(`… ${text}`);
  };
}

/** Shows a change and asks whether to make it; see `Session.ask`. */
export async function askFor(
  change: string,
  { yes, dryRun, where }: { yes: boolean; dryRun: boolean; where: string },
  terminal: Terminal,
): Promise<Answer> {
  terminal.note(`${where}\n${change}`);
  if (dryRun) {
    terminal.note('Nothing was changed (--dry-run).');
    return 'dry-run';
  }
  if (yes) return 'go';
  if (!terminal.interactive) {
    const hint = 'Run it again with --yes, or with --dry-run to see the change alone.';
    throw new HoldfastError('CLI.UNCONFIRMED', 'Nothing was changed: nobody can be asked here.', { hint });
  }
  const answer = await terminal.prompt('Make this change? [y/N] ');
  if (answer === undefined) throw new HoldfastError('CLI.DECLINED', 'Interrupted: nothing was changed.');
  if (/^y(es)?$/i.test(answer.trim())) return 'go';
  throw new HoldfastError('CLI.DECLINED', 'Nothing was changed: you said no.');
}
