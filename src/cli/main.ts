#!/usr/bin/env node
import { outlivingReaders } from './heard.ts';

const written = outlivingReaders(process);
// An agent's hook asks before each of its commands: it must not wait until all the others are loaded.
const { main } =
  process.argv[2] === 'guard-command' ? await import('./guard-command/main.ts') : await import('./whole-program.ts');
await main();
const lost = await written();
if (lost) {
  process.exitCode ||= 1;
  process.stderr.write(
    `The result could not be written to stdout (${lost.code}).\n→ What was changed is changed: look before you run it again.\n`,
  );
}
// Idle connections of the AWS SDK must not keep the process waiting.
process.exit();
