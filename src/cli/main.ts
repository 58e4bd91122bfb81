#!/usr/bin/env node
import { CommanderError } from 'commander';
import { COMMANDS } from './commands.ts';
import { failed, type Outcome } from './outcome.ts';
import { ownVersion } from './own-version.ts';
import { buildProgram } from './program.ts';
import { openDesk, openSession } from './session.ts';
import { processTerminal } from './terminal.ts';
import { untilEnded } from './until-ended.ts';
import { asksForJson, wrongUsage } from './wrong-usage.ts';

const terminal = processTerminal();
const now = () => new Date();
let end: Outcome['end'];
const program = buildProgram(COMMANDS, ownVersion(), {
  open: (switches) => openSession(switches, terminal, now),
  desk: (switches) => openDesk(switches, terminal, now),
  finish,
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
// Idle connections of the AWS SDK must not keep the process waiting.
process.exit();

function finish({ exitCode, value, lines, text, ...outcome }: Outcome, json: boolean): void {
  end = outcome.end;
  process.exitCode = exitCode;
  if (json && lines) for (const line of lines) process.stdout.write(`${JSON.stringify(line)}\n`);
  else if (json) printJson(value);
  const failure = typeof value === 'object' && value !== null && 'error' in value;
  if (failure) terminal.note(text);
  else if (!json && text !== '') process.stdout.write(`${text}\n`);
}

function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
}
