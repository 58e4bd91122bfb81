#!/usr/bin/env node
// An agent's hook asks before each of its commands: it must not wait until all the others are loaded.
const { main } =
  process.argv[2] === 'guard-command' ? await import('./guard-command/main.ts') : await import('./whole-program.ts');
await main();
// Idle connections of the AWS SDK must not keep the process waiting.
process.exit();
