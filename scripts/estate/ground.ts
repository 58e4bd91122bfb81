import pMap from 'p-map';
import { liveEstate } from '../../src/lib/aws/live-estate.ts';
import type { Estate } from '../../src/lib/capture/estate.ts';
import { UNLIMITED } from '../../src/lib/capture/token-bucket.ts';
import { REGIONS, type Size } from './names.ts';

/** What the estate is made on. */
export interface Ground {
  readonly estate: Estate;
  readonly account: string;
  readonly size: Size;
}

/** Where an estate is made: an emulator on this machine, and stand-ins for what it lacks. */
export interface GroundChoice {
  readonly endpoint: string;
  readonly account: string;
  readonly size: Size;
  readonly standIns: Readonly<Record<string, string>>;
}

const LOOPBACK = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d+\/?$/;

/** The emulator, asked without the limits of a real account. Throws for any address that is not on this machine. */
export function groundAt({ endpoint, account, size, standIns }: GroundChoice): Ground {
  for (const address of [endpoint, ...Object.values(standIns)])
    if (!LOOPBACK.test(address)) throw new Error(`${address} is not on this machine: an estate is made nowhere else`);
  const estate = liveEstate({ account, regions: REGIONS, endpoint, standIns, options: {}, limits: UNLIMITED });
  return { estate, account, size };
}

/** Makes so many of something, eight at once. */
export async function each(count: number, make: (index: number) => Promise<unknown>): Promise<void> {
  await pMap(
    Array.from({ length: count }, (_, index) => index),
    make,
    { concurrency: 8 },
  );
}

const THERE = /exist|already|conflict|duplicate|inuse/i;

/** What making gave; `undefined` where it is there already. */
export async function unlessThere<Made>(made: Promise<Made>): Promise<Made | undefined> {
  try {
    return await made;
  } catch (error) {
    if (error instanceof Error && THERE.test(`${error.name} ${error.message}`)) return undefined;
    throw error;
  }
}
