import { setTimeout as sleep } from 'node:timers/promises';
import { answersLocally, callerOnAws } from '../../lib/aws/caller.ts';
import { liveEstate, type EstateChoice } from '../../lib/aws/live-estate.ts';
import { localEstate, wantsLocal } from '../../lib/aws/stack.ts';
import type { Estate } from '../../lib/capture/estate.ts';
import type { Service } from '../../lib/capture/service.ts';
import { limitsOf, UNLIMITED, type Limits } from '../../lib/capture/token-bucket.ts';
import { refusal, usage } from '../outcome.ts';

/** Which estate is meant. */
export interface EstateSwitches {
  /** The one on this machine; else `HOLDFAST_LOCAL=1` says so. */
  readonly local: boolean;
  /** On AWS the account that must be the one that is signed in to; on this machine the one to look at. */
  readonly account?: string;
  /** The first is home; else that of the AWS profile. */
  readonly regions?: readonly string[];
}

/** An estate that answers. */
export interface OpenEstate {
  readonly estate: Estate;
  /** What its requests wait for. */
  readonly limits: Limits;
  /** Where it is and who asks, for people. */
  readonly where: string;
}

/** What is asked of an estate. */
export interface EstateNeeds {
  /** Whose limits are kept to. */
  readonly services: readonly Pick<Service, 'limits'>[];
  /** What is asked and is no service, e.g. KMS. */
  readonly limits?: readonly Readonly<Record<string, number>>[];
  /** What `capture.yml` says of each service, as its `options` read it. */
  readonly options?: EstateChoice['options'];
}

/** The account of an emulator that is asked with no account's key. */
export const LOCAL_ACCOUNT = '000000000000';

/**
 * The live estate, once it was seen who asks it. Throws `CLI.USAGE`, `CLI.REFUSED` where the account is another one,
 * `STACK.DENIED`, `STACK.BUSY` or `STACK.FAILED` where AWS does not say who asks, and `STACK.MISSING` where nothing is on
 * this machine.
 */
export async function openEstate(switches: EstateSwitches, needs: EstateNeeds): Promise<OpenEstate> {
  checked(switches);
  const local = switches.local || wantsLocal();
  const { where, ...choice } = local ? await onThisMachine(switches) : await onAws(switches);
  const rates = [...needs.services.map(({ limits }) => limits), ...(needs.limits ?? [])];
  const clock = { now: () => performance.now(), wait: (milliseconds: number) => sleep(milliseconds) };
  const limits = local ? UNLIMITED : limitsOf(rates, clock);
  return { estate: liveEstate({ ...choice, options: needs.options ?? {}, limits }), limits, where };
}

type Found = Omit<EstateChoice, 'options' | 'limits'> & { readonly where: string };

async function onThisMachine({ account = LOCAL_ACCOUNT, regions }: EstateSwitches): Promise<Found> {
  const { endpoint, region, standIns } = localEstate();
  await answersLocally(endpoint, region);
  const where = `The estate on this machine, ${endpoint}, account ${account}`;
  return { account, regions: first(regions, region), endpoint, standIns, where };
}

async function onAws({ account, regions }: EstateSwitches): Promise<Found> {
  const caller = await callerOnAws(regions?.[0]);
  if (account !== undefined && account !== caller.account) {
    const hint = `Sign in to ${account}, or leave out --account.`;
    throw refusal(`You are signed in to the account ${caller.account}, not ${account}.`, hint);
  }
  const where = `Account ${caller.account} (${caller.arn})`;
  return { account: caller.account, regions: first(regions, caller.region), where };
}

function first([home, ...others]: readonly string[] = [], fallback: string): readonly [string, ...string[]] {
  return home === undefined ? [fallback] : [home, ...others];
}

function checked({ account, regions = [] }: EstateSwitches): void {
  if (account !== undefined && !/^\d{12}$/.test(account))
    throw usage(`"${account.slice(0, 50)}" is no account.`, 'Write its 12 digits.');
  const wrong = regions.find((region) => !/^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/.test(region));
  if (wrong !== undefined)
    throw usage(`"${wrong.slice(0, 50)}" is no region.`, 'Write e.g. --regions us-east-1,eu-central-1.');
}
