import type { Ground } from './ground.ts';
import { makeAccounts } from './parts/accounts.ts';
import { makeApis } from './parts/apis.ts';
import { makeDistributions } from './parts/cloudfront.ts';
import { makeTables } from './parts/dynamodb.ts';
import { makeRoles } from './parts/iam.ts';
import { makeFunctions } from './parts/lambda.ts';
import { makeMessages } from './parts/messages.ts';
import { makeZones } from './parts/route53.ts';
import { makeBuckets } from './parts/s3.ts';

/** Makes the estate. What is there already stays as it is. */
export async function seed(ground: Ground): Promise<void> {
  await makeRoles(ground);
  await makeMessages(ground);
  await Promise.all([makeAccounts(ground), makeTables(ground), makeBuckets(ground)]);
  await makeFunctions(ground);
  await makeApis(ground);
  await makeZones(ground, await makeDistributions(ground));
}
