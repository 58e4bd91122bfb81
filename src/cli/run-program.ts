import { CommanderError } from 'commander';
import { openEstateDesk } from './capture/estate-desk.ts';
import { finishing, printJson } from './finish.ts';
import { failed, type Outcome } from './outcome.ts';
import { ownVersion } from './own-version.ts';
import { buildProgram, type CommandGroup } from './program.ts';
import { openDesk, openSession } from './session.ts';
import { processTerminal } from './terminal.ts';
import { untilEnded } from './until-ended.ts';
import { asksForJson, wrongUsage } from './wrong-usage.ts';

/** Runs what this process was called with, of these commands, tells how it ended, and sets the exit code. */
export async function runProgram(groups: readonly CommandGroup[]): Promise<void> {
  const terminal = processTerminal();
  const now = () => new Date();
  let end: Outcome['end'];
  const program = buildProgram(groups, ownVersion(), {
    open: (switches) => openSession(switches, terminal, now),
    desk: (switches) => openDesk(switches, terminal, now),
    estate: (switches) => openEstateDesk(switches, terminal, now),
    finish: (outcome, json) => {
      end = outcome.end;
      finishing(outcome, json, terminal);
    },
  });
  try {
    await program.parseAsync();
    if (end) await untilEnded().then(end);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Commander has said what is wrong. Asking for help is no mistake, and everything else is wrong usage.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
    if (error.exitCode !== 0 && asksForJson(process.argv.slice(2))) printJson(failed(wrongUsage(error)).value);
  }
}
