import { CreateDistributionCommand, ListDistributionsCommand } from '@aws-sdk/client-cloudfront';
import { CreateBucketCommand, HeadBucketCommand } from '@aws-sdk/client-s3';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import type { Site, Target } from '../../src/lib/site/site.ts';
import type { LocalClients } from './clients.ts';
import { SIGNING_SECRET } from './slack-signature.ts';

/** What a team has before it deploys Holdfast: its buckets, its distributions, and the secrets of its Slack app. */
export async function makeEstate(clients: LocalClients, sites: readonly Site[]): Promise<ReadonlyMap<string, string>> {
  const targets = sites.flatMap((site) => (site.staging ? [site.production, site.staging] : [site.production]));
  for (const bucket of new Set(targets.map((target) => target.bucket))) await makeBucket(clients, bucket);
  for (const { slack } of sites) {
    if (slack) await putSecret(clients, slack.tokenParameter, 'xoxb-local');
    if (slack?.app) await putSecret(clients, slack.app.signingSecretParameter, SIGNING_SECRET);
  }
  return makeDistributions(clients, targets);
}

async function putSecret(clients: LocalClients, name: string, value: string): Promise<void> {
  await clients.ssm.send(new PutParameterCommand({ Name: name, Type: 'SecureString', Value: value, Overwrite: true }));
}

async function makeBucket(clients: LocalClients, bucket: string): Promise<void> {
  const there = await clients.s3.send(new HeadBucketCommand({ Bucket: bucket })).then(
    () => true,
    () => false,
  );
  if (!there) await clients.s3.send(new CreateBucketCommand({ Bucket: bucket }));
}

/** CloudFront chooses ids itself: each configured id gets a distribution, and the map says which one. */
async function makeDistributions(
  clients: LocalClients,
  targets: readonly Target[],
): Promise<ReadonlyMap<string, string>> {
  const listed = await clients.cloudFront.send(new ListDistributionsCommand({}));
  const known = new Map((listed.DistributionList?.Items ?? []).map(({ Comment, Id }) => [Comment ?? '', Id ?? '']));
  const ids = new Map<string, string>();
  for (const target of targets) {
    for (const id of target.distributions) {
      if (!ids.has(id)) ids.set(id, known.get(id) ?? (await makeDistribution(clients, id, target)));
    }
  }
  return ids;
}

async function makeDistribution(clients: LocalClients, configured: string, target: Target): Promise<string> {
  const origin = {
    Id: target.bucket,
    DomainName: `${target.bucket}.s3.amazonaws.com`,
    OriginPath: target.originPath,
    S3OriginConfig: { OriginAccessIdentity: '' },
  };
  const { Distribution } = await clients.cloudFront.send(
    new CreateDistributionCommand({
      DistributionConfig: {
        CallerReference: configured,
        Comment: configured,
        Enabled: true,
        DefaultRootObject: 'index.html',
        Origins: { Quantity: 1, Items: [origin] },
        DefaultCacheBehavior: {
          TargetOriginId: target.bucket,
          ViewerProtocolPolicy: 'redirect-to-https',
          ForwardedValues: { QueryString: false, Cookies: { Forward: 'none' } },
          MinTTL: 0,
        },
      },
    }),
  );
  if (!Distribution?.Id) throw new Error('the emulator made a distribution without an id');
  return Distribution.Id;
}
