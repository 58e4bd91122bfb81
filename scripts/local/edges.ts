import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { end, freePort, running, start } from './background.ts';
import type { Places } from './places.ts';

const NAME = 'edge';

/** Starts what stands in for CloudFront's edges, and gives the base address of each distribution by its id. */
export async function edges(places: Places, endpoint: string): Promise<Readonly<Record<string, string>>> {
  const found = running(places.dir, NAME);
  const known = found && (await ask(found.port));
  if (known?.endpoint === endpoint) return known.edges;
  await endEdges(places);
  const port = await freePort(0);
  const args = [path.join(import.meta.dirname, 'edge.ts'), String(port), endpoint];
  start(places.dir, NAME, { command: process.execPath, args, env: { PATH: process.env['PATH'] }, port });
  for (let waited = 0; waited < 10_000; waited += 50) {
    const answered = await ask(port);
    if (answered) return answered.edges;
    await sleep(50);
  }
  throw new Error(`the stand-in for CloudFront's edges did not start: see ${NAME}.log`);
}

/** Whether it runs. */
export function edgesRun(places: Places): boolean {
  return running(places.dir, NAME) !== undefined;
}

interface Known {
  readonly endpoint: string;
  readonly edges: Readonly<Record<string, string>>;
}

async function ask(port: number): Promise<Known | undefined> {
  const answered = await fetch(`http://127.0.0.1:${port}`).catch(() => undefined);
  return answered?.ok ? JSON.parse(await answered.text()) : undefined;
}

/** Ends it; what it held is gone. */
export async function endEdges(places: Places): Promise<void> {
  await end(places.dir, NAME);
}
