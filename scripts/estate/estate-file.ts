import { existsSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import * as z from 'zod';
import type { Places } from '../local/places.ts';

const ESTATE = z.object({
  endpoint: z.string(),
  region: z.string(),
  standIns: z.record(z.string(), z.string()).default({}),
});

/** What `stack.json` says of an estate on this machine. */
export type EstateFile = z.infer<typeof ESTATE>;

/** The estate as last written, if any. */
export function readEstate(places: Places): EstateFile | undefined {
  return ESTATE.safeParse(read(places)).data;
}

/** Whether Holdfast's own stack is described there, and not an estate alone. */
export function describesStack(places: Places): boolean {
  return 'table' in read(places);
}

/** Writes this into `stack.json` beside what it says already, in one move. */
export async function addStandIns(places: Places, estate: Partial<EstateFile>): Promise<void> {
  const text = `${JSON.stringify({ ...read(places), ...estate }, undefined, 2)}\n`;
  await writeFile(`${places.stack}.new`, text);
  await rename(`${places.stack}.new`, places.stack);
}

function read(places: Places): object {
  if (!existsSync(places.stack)) return {};
  const found: unknown = JSON.parse(readFileSync(places.stack, 'utf8'));
  return typeof found === 'object' && found !== null ? found : {};
}
