import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { end, freePort, running, start } from '../local/background.ts';
import type { Places } from '../local/places.ts';

const NAME = 'stand-ins';

/** Runs the stand-ins in the background, and gives their addresses. */
export async function hosted(places: Places, endpoint: string): Promise<Readonly<Record<string, string>>> {
  const found = running(places.dir, NAME);
  const known = found && (await ask(found.port));
  if (known?.endpoint === endpoint) return known.standIns;
  await endHosted(places);
  const port = await freePort(0);
  const args = [path.join(import.meta.dirname, 'host.ts'), String(port), endpoint];
  start(places.dir, NAME, { command: process.execPath, args, env: { PATH: process.env['PATH'] }, port });
  for (let waited = 0; waited < 10_000; waited += 50) {
    const answered = await ask(port);
    if (answered) return answered.standIns;
    await sleep(50);
  }
  throw new Error(`the stand-ins did not start: see ${NAME}.log`);
}

/** Whether they run. */
export function hostedRun(places: Places): boolean {
  return running(places.dir, NAME) !== undefined;
}

interface Known {
  readonly endpoint: string;
  readonly standIns: Readonly<Record<string, string>>;
}

async function ask(port: number): Promise<Known | undefined> {
  const answered = await fetch(`http://127.0.0.1:${port}`).catch(() => undefined);
  return answered?.ok ? JSON.parse(await answered.text()) : undefined;
}

/** Ends them; what they held is gone. */
export async function endHosted(places: Places): Promise<void> {
  await end(places.dir, NAME);
}
