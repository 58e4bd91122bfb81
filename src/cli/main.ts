#!/usr/bin/env node
import { outlivingReaders } from './heard.ts';

const written = outlivingReaders(process);
const asked = await program(process.argv[2]);
await asked.main();
const lost = await written();
if (lost) {
  process.exitCode ||= 1;
  process.stderr.write(
    `The result could not be written to stdout (${lost.code}).\n→ What was changed is changed: look before you run it again.\n`,
  );
}
// Idle connections of the AWS SDK must not keep the process waiting.
process.exit();

/**
 * An agent's hook asks before each of its commands, and who has an outage to mend is in a hurry: these do not wait until all the
 * other commands are loaded.
 */
function program(command: string | undefined): Promise<{ main(): Promise<void> }> {
  if (command === 'guard-command') return import('./guard-command/main.ts');
  if (command === 'capture' || command === 'restore-estate') return import('./capture/main.ts');
  return import('./whole-program.ts');
}
