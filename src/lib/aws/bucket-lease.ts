import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import * as z from 'zod';
import type { HoldfastError } from '../errors.ts';
import { deleteAll, putIf, textOf, type BucketPlace } from './bucket-place.ts';

/** A lock in a bucket: an object that its holder writes again and again. */
export interface Lease {
  /**
   * Throws where somebody else has taken it over, or it was released. One that could not be renewed for a while, as while the machine
   * slept, is renewed before.
   */
  check(): Promise<void>;
  release(): Promise<void>;
}

/** How often it is renewed, and how old it is when its holder counts as dead. Clocks may differ by `SKEW_MS`. */
const RENEWED_MS = 45_000;
const LEFT_MS = 300_000;
const SKEW_MS = 180_000;

const HOLDER = z.object({ id: z.string(), pid: z.int().positive(), host: z.string() });

/** Takes it; one that a process left that is gone is taken over. Throws `busy` where somebody has it. */
export async function takeLease(place: BucketPlace, key: string, busy: HoldfastError): Promise<Lease> {
  const id = randomUUID();
  let writes = 0;
  // No two writes are alike: neither are their ETags.
  const body = () => Buffer.from(JSON.stringify({ id, pid: process.pid, host: hostname(), write: (writes += 1) }));
  let since = Date.now();
  let etag =
    (await putIf(place, key, body(), { IfNoneMatch: '*' })) ??
    (await takenOver(place, key, { id, body: body(), busy }));
  let lost = false;
  const renew = async () => {
    const asked = Date.now();
    const renewed = await putIf(place, key, body(), { IfMatch: etag });
    // A try whose answer was lost may have written it.
    const found = renewed === undefined ? await textOf(place, key) : undefined;
    if (renewed === undefined && holderIn(found?.text)?.id !== id) lost = true;
    else {
      etag = renewed ?? found?.etag ?? '';
      since = asked;
    }
  };
  let renewing: Promise<void> | undefined;
  const renewed = () => (renewing ??= renew().finally(() => (renewing = undefined)));
  // Where S3 does not answer, the next time may do: the lease is good for longer.
  const timer = setInterval(() => void renewed().catch(() => undefined), RENEWED_MS);
  timer.unref();
  return {
    async check() {
      if (!lost && Date.now() - since > LEFT_MS - SKEW_MS) await renewed();
      if (lost) throw busy;
    },
    async release() {
      clearInterval(timer);
      await renewing?.catch(() => undefined);
      const held = !lost;
      lost = true;
      if (held && holderIn((await textOf(place, key))?.text)?.id === id) await deleteAll(place, [key]);
    },
  };
}

/**
 * Throws `busy` where somebody has it who may be alive. One that was left is taken away: whoever comes back to it sees that others were
 * here.
 */
export async function refuseHeld(place: BucketPlace, key: string, busy: HoldfastError): Promise<void> {
  if (await textOf(place, key)) await (await takeLease(place, key, busy)).release();
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
