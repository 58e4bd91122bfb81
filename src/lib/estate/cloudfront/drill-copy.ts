import { paginateListDistributions, type CloudFront, type DistributionConfig } from '@aws-sdk/client-cloudfront';

/** Where a copy differs from what it is a copy of, and why. */
export const COPY_DIFFERS = [
  ['config.json#Enabled', 'A copy is disabled: it serves nobody.'],
  ['config.json#Comment', 'The comment says which drill made it.'],
  ['config.json#Aliases*', 'A name leads to one distribution alone.'],
  ['config.json#ViewerCertificate*', 'Without names of its own it needs no certificate.'],
  ['config.json#WebACLId*', 'Nobody asks it anything that would have to be filtered.'],
  ['config.json#Logging*', "Logging changes the rights of the log's bucket."],
  ['config.json#ContinuousDeploymentPolicyId*', 'A policy belongs to one distribution alone.'],
  ['config.json#Staging', 'A staging distribution belongs to another one.'],
  ['monitoring.json*', 'More metrics cost money.'],
  ['tags.json#*aws:*', "AWS's own tags cannot be set."],
] as const;

/** A configuration for a copy that touches nothing and serves nobody. `name` is the drill's name for it. */
export function copyConfig(config: DistributionConfig, name: string): DistributionConfig {
  return {
    ...config,
    Enabled: false,
    Comment: commentOf(name),
    Aliases: { Quantity: 0 },
    ViewerCertificate: { CloudFrontDefaultCertificate: true, MinimumProtocolVersion: 'TLSv1' },
    WebACLId: '',
    Logging: { Enabled: false, IncludeCookies: false, Bucket: '', Prefix: '' },
    ContinuousDeploymentPolicyId: '',
    Staging: false,
  };
}

/** The longest comment of CloudFront's has 128 characters; ids have 14. */
function commentOf(name: string): string {
  return `${name} is a copy that a drill made`;
}

export function copyReference(name: string): string {
  return `holdfast drill ${name}`;
}

/** The id of the copy that a drill made under this name. */
export async function copyNamed(client: CloudFront, name: string): Promise<string | undefined> {
  const comment = commentOf(name);
  for await (const { DistributionList } of paginateListDistributions({ client }, {})) {
    const found = DistributionList?.Items?.find(({ Comment }) => Comment === comment);
    if (found?.Id !== undefined) return found.Id;
  }
  return undefined;
}
