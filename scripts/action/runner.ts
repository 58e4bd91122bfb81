import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';

/** What GitHub's runner gives a step, and where it takes results from. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Gives a named output to the steps that follow; its text may hold anything. */
export function setOutput(env: Environment, name: string, value: string): void {
  // What ends the value cannot be guessed by whoever chose the value.
  const end = `end-${randomUUID()}`;
  append(env['GITHUB_OUTPUT'], `${name}<<${end}\n${value}\n${end}\n`);
}

/** Adds Markdown to the page that sums up the job. */
export function addSummary(env: Environment, markdown: string): void {
  append(env['GITHUB_STEP_SUMMARY'], `${markdown}\n`);
}

/** Writes text to the log in which no line is a command to the runner, whatever the text says. */
export function log(text: string): void {
  const token = randomUUID();
  process.stdout.write(`::stop-commands::${token}\n${text}\n::${token}::\n`);
}

/** Marks the job as failed for a reason, which the runner shows beside it. */
export function logError(text: string): void {
  const said = text.slice(0, 2000).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  process.stdout.write(`::error::${said}\n`);
}

function append(file: string | undefined, text: string): void {
  if (file) appendFileSync(file, text);
}
