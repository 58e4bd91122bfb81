import { STS } from '@aws-sdk/client-sts';
import { HoldfastError } from '../errors.ts';
import { asAwsError, awsFailure } from './aws-failure.ts';

/** Who asks AWS, and in which region by the settings of the caller. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
  readonly region: string;
}

/**
 * Who the caller is to AWS. Throws `CLI.USAGE` where no region is set, and `STACK.DENIED`, `STACK.BUSY` or `STACK.FAILED` where
 * AWS does not say.
 */
export async function callerOnAws(region: string | undefined): Promise<Caller> {
  const sts = new STS({ maxAttempts: 5, ...(region !== undefined && { region }) });
  const home = region ?? (await sts.config.region().catch(noRegion));
  const { Account = '', Arn = '' } = await sts.getCallerIdentity({}).catch(noCaller);
  return { account: Account, arn: Arn, region: home };
}

/** Throws `STACK.MISSING` where no emulator answers at this address. */
export async function answersLocally(endpoint: string, region: string): Promise<void> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const sts = new STS({ endpoint, region, credentials, maxAttempts: 2 });
  try {
    await sts.getCallerIdentity({});
  } catch (cause) {
    const hint = 'Start it again.';
    const message = `The estate on this machine does not answer at ${endpoint}.`;
    throw new HoldfastError('STACK.MISSING', message, { hint, cause });
  }
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
