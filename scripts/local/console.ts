import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { end, freePort, running, start } from './background.ts';
import type { Places } from './places.ts';

const NAME = 'console';
const PATIENCE_MS = 30_000;

/**
 * Starts the console of the local stack in the background, in place of the one that runs, and gives the address that opens
 * it once: however much later, while the stack stays up.
 */
export async function startConsole(places: Places): Promise<{ readonly address: string }> {
  await endConsole(places);
  const log = path.join(places.dir, `${NAME}.log`);
  // The address that it prints is for whoever started it alone.
  await writeFile(log, '', { mode: 0o600 });
  await chmod(log, 0o600);
  const port = await freePort(0);
  const program = path.join(places.root, 'src', 'cli', 'main.ts');
  const args = [program, 'console', '--local', '--json', '--port', String(port)];
  start(places.dir, NAME, { command: process.execPath, args, env: environment(places), port });
  return { address: await printedAddress(places, log) };
}

/** Ends it. */
export async function endConsole(places: Places): Promise<void> {
  await end(places.dir, NAME);
}

/** Nothing of the caller's own AWS settings gets in. */
function environment({ dir, config }: Places): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOLDFAST_LOCAL_DIR: dir, HOLDFAST_CONFIG: config };
}

async function printedAddress(places: Places, log: string): Promise<string> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 50) {
    const printed = await readFile(log, 'utf8');
    const address = /"address": "([^"]+)"/.exec(printed)?.[1];
    if (address !== undefined) return address;
    if (!running(places.dir, NAME)) throw new Error(`the console did not start:\n${printed}`);
    await sleep(50);
  }
  throw new Error(`the console did not start: see ${log}`);
}
