import { CloudFront, type DistributionConfig } from '@aws-sdk/client-cloudfront';
import { Route53, type Change } from '@aws-sdk/client-route-53';
import type { Ground } from '../ground.ts';
import { zoneName } from '../names.ts';
import { secretOf } from '../random.ts';
import { changed, type EstateChange } from './change.ts';

/** What happens to zones and distributions. */
export const DELIVERY_CHANGES: readonly EstateChange[] = [
  {
    what: 'a record points elsewhere',
    async plant(ground) {
      const zone = zoneName(3);
      const Name = `*.any.${zone}.`;
      const record = { Name, Type: 'A' as const, TTL: 300, ResourceRecords: [{ Value: '203.0.113.9' }] };
      await changeZone(ground, zone, { Action: 'UPSERT', ResourceRecordSet: record });
      return changed(`route53/${zone}`, `records.json#["*.any.${zone}. A"].ResourceRecords[0].Value`);
    },
  },
  {
    what: 'a record is added',
    async plant(ground) {
      const zone = zoneName(5);
      const Name = `new.${zone}.`;
      const record = { Name, Type: 'TXT' as const, TTL: 60, ResourceRecords: [{ Value: '"verify=1"' }] };
      await changeZone(ground, zone, { Action: 'CREATE', ResourceRecordSet: record });
      return changed(`route53/${zone}`, `records.json#["${Name} TXT"]`);
    },
  },
  {
    what: "the secret header of a distribution's origin is another",
    plant: (ground) =>
      changeDistribution(ground, 9, (config) => {
        const api = config.Origins?.Items?.find(({ Id }) => Id === 'api');
        const header = api?.CustomHeaders?.Items?.find(({ HeaderName }) => HeaderName === 'X-Origin-Key');
        if (header) header.HeaderValue = secretOf('cloudfront/9, rolled');
        return 'config.json#Origins.Items[Id=api].CustomHeaders.Items[HeaderName=X-Origin-Key].HeaderValue';
      }),
  },
  {
    what: 'a cache behaviour compresses no more',
    plant: (ground) =>
      changeDistribution(ground, 13, (config) => {
        const assets = config.CacheBehaviors?.Items?.find(({ PathPattern }) => PathPattern === '/assets/*');
        if (assets) assets.Compress = false;
        return 'config.json#CacheBehaviors.Items[PathPattern=/assets/*].Compress';
      }),
  },
];

async function changeZone({ estate }: Ground, zone: string, change: Change): Promise<void> {
  const route53 = estate.client(Route53);
  const { HostedZones = [] } = await route53.listHostedZonesByName({ DNSName: zone, MaxItems: 1 });
  const HostedZoneId = HostedZones[0]?.Id?.replace('/hostedzone/', '');
  await route53.changeResourceRecordSets({ HostedZoneId, ChangeBatch: { Changes: [change] } });
}

async function changeDistribution({ estate }: Ground, index: number, edit: (config: DistributionConfig) => string) {
  const cloudFront = estate.client(CloudFront);
  const { DistributionList } = await cloudFront.listDistributions({ MaxItems: 1000 });
  const Id = DistributionList?.Items?.find(({ Comment }) => Comment?.endsWith(`, ${index}`))?.Id;
  const { DistributionConfig, ETag } = await cloudFront.getDistributionConfig({ Id });
  if (!DistributionConfig) throw new Error(`distribution ${index} is not there`);
  const place = edit(DistributionConfig);
  await cloudFront.updateDistribution({ Id, DistributionConfig, IfMatch: ETag });
  return changed(`cloudfront/${Id}`, place);
}
