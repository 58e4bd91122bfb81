import { ListDistributionsCommand } from '@aws-sdk/client-cloudfront';
import { inject } from 'vitest';
import { localAws } from './guard-aws.ts';
import { outsider, type Outsider, type StackDescription } from './guard-outsider.ts';

/** An outsider at this site of guard-sites.yml, on the stack that these tests share. */
export async function outsiderAt(name: string): Promise<Outsider> {
  const stack: StackDescription = inject('stack');
  const bucket = `${name}-prod`;
  return outsider(stack, { name, bucket, distribution: await distributionOf(stack, bucket) });
}

async function distributionOf(stack: StackDescription, bucket: string): Promise<string> {
  const { cloudFront } = localAws(stack);
  const { DistributionList } = await cloudFront.send(new ListDistributionsCommand({}));
  const found = DistributionList?.Items?.find(({ Origins }) =>
    Origins?.Items?.some(({ DomainName }) => DomainName?.startsWith(`${bucket}.`)),
  );
  if (!found?.Id) throw new Error(`no distribution is in front of ${bucket}`);
  return found.Id;
}
