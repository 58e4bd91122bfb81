import type { Outcome } from './outcome.ts';
import type { Terminal } from './terminal.ts';

/** Tells how a command ended: its result on stdout, a failure on stderr; and sets the exit code. */
export function finishing(
  { exitCode, value, lines, text }: Outcome,
  json: boolean,
  terminal: Pick<Terminal, 'note'>,
): void {
  process.exitCode = exitCode;
  if (json && lines) for (const line of lines) process.stdout.write(`${JSON.stringify(line)}\n`);
  else if (json) printJson(value);
  const failure = typeof value === 'object' && value !== null && 'error' in value;
  if (failure) terminal.note(text);
  else if (!json && text !== '') process.stdout.write(`${text}\n`);
}

/** Prints the one JSON value of a command. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
}
