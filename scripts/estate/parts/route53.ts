import { Route53, type ResourceRecordSet } from '@aws-sdk/client-route-53';
import { each, type Ground } from '../ground.ts';
import { topic, zoneName } from '../names.ts';
import type { MadeDistribution } from './cloudfront.ts';

/** The zone that every alias of CloudFront names: https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html */
const CLOUDFRONT_ZONE = 'Z2FDTNDATAQYW2';

/** Zones with records of all kinds, and two health checks. */
export async function makeZones({ estate, size }: Ground, distributions: readonly MadeDistribution[]): Promise<void> {
  const route53 = estate.client(Route53);
  const checks = await Promise.all(
    [0, 1].map(async (index) => {
      const { HealthCheck } = await route53.createHealthCheck({
        CallerReference: `estate-${topic(index)}`,
        HealthCheckConfig: {
          Type: 'HTTPS',
          FullyQualifiedDomainName: zoneName(index),
          ResourcePath: '/health',
          RequestInterval: 30,
          FailureThreshold: 3,
        },
      });
      return HealthCheck?.Id ?? '';
    }),
  );
  await each(size.zones, async (index) => {
    const Name = zoneName(index);
    const { HostedZone } = await route53.createHostedZone({
      Name,
      CallerReference: `estate-${topic(index)}`,
      HostedZoneConfig: { Comment: `Zone of ${topic(index)}` },
    });
    const Id = HostedZone?.Id?.replace('/hostedzone/', '');
    const AddTags = [{ Key: 'site', Value: topic(index) }];
    await route53.changeTagsForResource({ ResourceType: 'hostedzone', ResourceId: Id, AddTags });
    const records = recordsOf(index, distributions[index]?.domain ?? 'd0.cloudfront.net', checks);
    await route53.changeResourceRecordSets({
      HostedZoneId: Id,
      ChangeBatch: { Changes: records.map((ResourceRecordSet) => ({ Action: 'UPSERT', ResourceRecordSet })) },
    });
  });
}

function recordsOf(index: number, distribution: string, checks: readonly string[]): readonly ResourceRecordSet[] {
  const zone = zoneName(index);
  const simple = (name: string, Type: 'A' | 'AAAA' | 'CNAME' | 'MX' | 'TXT' | 'CAA' | 'SRV', ...values: string[]) => ({
    Name: `${name}${zone}.`,
    Type,
    TTL: 300,
    ResourceRecords: values.map((Value) => ({ Value })),
  });
  const AliasTarget = { HostedZoneId: CLOUDFRONT_ZONE, DNSName: `${distribution}.`, EvaluateTargetHealth: false };
  const alias = (name: string, Type: 'A' | 'AAAA') => ({ Name: `${name}${zone}.`, Type, AliasTarget });
  return [
    alias('', 'A'),
    alias('', 'AAAA'),
    alias('www.', 'A'),
    simple('old.', 'CNAME', `www.${zone}.`),
    simple('', 'MX', '10 mail.example.com.', '20 mail2.example.com.'),
    simple('', 'TXT', '"v=spf1 include:mail.example.com -all"', `"long ${'x'.repeat(180)}" "second \\"half\\""`),
    simple('', 'CAA', '0 issue "amazon.com"'),
    simple('_sip._tcp.', 'SRV', '10 5 5060 sip.example.com.'),
    simple('\\052.wild.', 'A', '192.0.2.7'),
    simple('*.any.', 'A', '192.0.2.8'),
    simple(`n${index}.`, 'AAAA', '2001:db8::1'),
    ...[0, 1].map((half) => ({
      ...simple('api.', 'A', `192.0.2.${10 + half}`),
      SetIdentifier: `half-${half}`,
      Weight: 50,
      ...(index < 2 && { HealthCheckId: checks[half] }),
    })),
  ];
}
