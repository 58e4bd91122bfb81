import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import * as z from 'zod';
import type { HoldfastError } from '../errors.ts';
import { deleteAll, putIf, textOf, type BucketPlace } from './bucket-place.ts';

/** A lock in a bucket: an object that its holder writes again and again. */
export interface Lease {
  /** Throws where somebody else has taken it over. */
  check(): void;
  release(): Promise<void>;
}

/** How often it is renewed, and how old it is when its holder counts as dead. Clocks may differ by three minutes. */
const RENEWED_MS = 45_000;
const LEFT_MS = 300_000;

const HOLDER = z.object({ id: z.string(), pid: z.int().positive(), host: z.string() });

/** Takes it; one that a process left that is gone is taken over. Throws `busy` where somebody has it. */
export async function takeLease(place: BucketPlace, key: string, busy: HoldfastError): Promise<Lease> {
  const id = randomUUID();
  const body = () => Buffer.from(JSON.stringify({ id, pid: process.pid, host: hostname() }));
  let etag =
    (await putIf(place, key, body(), { IfNoneMatch: '*' })) ??
    (await takenOver(place, key, { id, body: body(), busy }));
  let lost = false;
  const renew = async () => {
    const renewed = await putIf(place, key, body(), { IfMatch: etag });
    if (renewed !== undefined) etag = renewed;
    else if (holderIn((await textOf(place, key))?.text)?.id !== id) lost = true;
  };
  // Where S3 does not answer, the next time may do: the lease is good for longer.
  let renewing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    renewing = renew().catch(() => undefined);
  }, RENEWED_MS);
  timer.unref();
  return {
    check() {
      if (lost) throw busy;
    },
    async release() {
      clearInterval(timer);
      await renewing;
      if (!lost && holderIn((await textOf(place, key))?.text)?.id === id) await deleteAll(place, [key]);
    },
  };
}

/** Whether somebody has it now who may be alive. */
export async function isHeld(place: BucketPlace, key: string): Promise<boolean> {
  const found = await textOf(place, key);
  return found !== undefined && !isLeft(found);
}

async function takenOver(
  place: BucketPlace,
  key: string,
  { id, body, busy }: { id: string; body: Buffer; busy: HoldfastError },
): Promise<string> {
  const found = await textOf(place, key);
  // A try whose answer was lost may have written it.
  if (found && holderIn(found.text)?.id === id) return found.etag;
  const condition = found ? { IfMatch: found.etag } : ({ IfNoneMatch: '*' } as const);
  const taken = !found || isLeft(found) ? await putIf(place, key, body, condition) : undefined;
  if (taken === undefined) throw busy;
  return taken;
}

function isLeft({ text, at }: { text: string; at: Date }): boolean {
  const holder = holderIn(text);
  if (holder?.host === hostname() && !isAlive(holder.pid)) return true;
  return Date.now() - at.getTime() > LEFT_MS;
}

function holderIn(text = ''): z.infer<typeof HOLDER> | undefined {
  try {
    return HOLDER.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
