import { STS } from '@aws-sdk/client-sts';
import { setTimeout as sleep } from 'node:timers/promises';
import { asAwsError, awsFailure } from '../../lib/aws/aws-failure.ts';
import { liveEstate, type EstateChoice } from '../../lib/aws/live-estate.ts';
import { localEstate, wantsLocal } from '../../lib/aws/stack.ts';
import type { Estate } from '../../lib/capture/estate.ts';
import type { Service } from '../../lib/capture/service.ts';
import { limitsOf, type Limits } from '../../lib/capture/token-bucket.ts';
import { HoldfastError } from '../../lib/errors.ts';
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

interface Needed {
  /** Whose limits are kept to. */
  readonly services: readonly Pick<Service, 'limits'>[];
  /** What else is asked and not by a service, e.g. KMS. */
  readonly limits?: readonly Readonly<Record<string, number>>[];
  /** What `capture.yml` says of each service, as its `options` read it. */
  readonly options?: EstateChoice['options'];
}

/** The account of an emulator that is asked with no account's key. */
const LOCAL_ACCOUNT = '000000000000';

/**
 * The live estate, once it was seen who asks it. Throws `CLI.USAGE`, `CLI.REFUSED` where the account is another one,
 * `STACK.DENIED`, `STACK.BUSY` or `STACK.FAILED` where AWS does not say who asks, and `STACK.MISSING` where nothing is on
 * this machine.
 */
export async function openEstate(switches: EstateSwitches, needed: Needed): Promise<OpenEstate> {
  checked(switches);
  const rates = [...needed.services.map(({ limits }) => limits), ...(needed.limits ?? [])];
  const limits = limitsOf(rates, { now: () => performance.now(), wait: (milliseconds) => sleep(milliseconds) });
  const { where, ...choice } = switches.local || wantsLocal() ? await onThisMachine(switches) : await onAws(switches);
  return { estate: liveEstate({ ...choice, options: needed.options ?? {}, limits }), limits, where };
}

type Found = Omit<EstateChoice, 'options' | 'limits'> & { readonly where: string };

async function onThisMachine({ account = LOCAL_ACCOUNT, regions }: EstateSwitches): Promise<Found> {
  const { endpoint, region, standIns } = localEstate();
  const sts = new STS({ region, endpoint, credentials: { accessKeyId: account, secretAccessKey: 'test' } });
  try {
    await sts.getCallerIdentity({});
  } catch (cause) {
    const hint = 'Start it again.';
    throw new HoldfastError('STACK.MISSING', `The estate on this machine does not answer at ${endpoint}.`, {
      hint,
      cause,
    });
  }
  const where = `The estate on this machine, ${endpoint}, account ${account}`;
  return { account, regions: first(regions) ?? [region], endpoint, standIns, where };
}

async function onAws({ account, regions }: EstateSwitches): Promise<Found> {
  const region = regions?.[0];
  const sts = new STS({ maxAttempts: 5, ...(region !== undefined && { region }) });
  const home = region ?? (await sts.config.region().catch(noRegion));
  const { Account = '', Arn = '' } = await sts.getCallerIdentity({}).catch(noCaller);
  if (account !== undefined && account !== Account) {
    const hint = `Sign in to ${account}, or leave out --account.`;
    throw refusal(`You are signed in to the account ${Account}, not ${account}.`, hint);
  }
  return { account: Account, regions: first(regions) ?? [home], where: `Account ${Account} (${Arn})` };
}

function noRegion(cause: unknown): never {
  const hint = 'Name the regions with --regions, or in capture.yml, or set AWS_REGION.';
  throw new HoldfastError('CLI.USAGE', 'It is not said which region is meant.', { hint, cause });
}

function noCaller(error: unknown): never {
  if (/CredentialsProvider|Token/.test(asAwsError(error).name)) {
    const hint =
      'Sign in, e.g. with `aws sso login`, and choose a profile with AWS_PROFILE. For this machine: --local.';
    throw new HoldfastError('STACK.DENIED', 'There are no AWS credentials to use.', { hint, cause: error });
  }
  throw awsFailure('STACK', 'who asks', error);
}

function first(regions: readonly string[] | undefined): readonly [string, ...string[]] | undefined {
  const [home, ...others] = regions ?? [];
  return home === undefined ? undefined : [home, ...others];
}

function checked({ account, regions = [] }: EstateSwitches): void {
  if (account !== undefined && !/^\d{12}$/.test(account))
    throw usage(`"${account.slice(0, 50)}" is no account.`, 'Write its 12 digits.');
  const wrong = regions.find((region) => !/^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/.test(region));
  if (wrong !== undefined)
    throw usage(`"${wrong.slice(0, 50)}" is no region.`, 'Write e.g. --regions us-east-1,eu-central-1.');
}
