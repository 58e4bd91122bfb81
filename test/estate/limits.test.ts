import { Route53 } from '@aws-sdk/client-route-53';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { liveEstate } from '../../src/lib/aws/live-estate.ts';
import type { Service } from '../../src/lib/capture/service.ts';
import { limitsOf } from '../../src/lib/capture/token-bucket.ts';
import { service as acm } from '../../src/lib/estate/acm.ts';
import { service as route53 } from '../../src/lib/estate/route53.ts';
import { service as secretsmanager } from '../../src/lib/estate/secretsmanager.ts';
import { captureOf } from '../capture/run-capture.ts';
import { throttlingServer, type Operation, type ThrottlingServer } from './servers/throttling.ts';

const CERTIFICATES = Array.from({ length: 40 }, (_, index) => ({
  CertificateArn: `arn:aws:acm:us-east-1:123456789012:certificate/${index}`,
  DomainName: `s${index}.example.com`,
}));

const secrets = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ ARN: `arn:secret:${index}`, Name: `booking/${index}` }));

/** Certificates and secrets at the rates of their quotas, Route 53 at five requests a second for all of an account. */
function operations(count: number): Readonly<Record<string, Operation>> {
  const json = (document: unknown) => () => JSON.stringify(document);
  return {
    ListCertificates: { perSecond: 1, answer: json({ CertificateSummaryList: CERTIFICATES }) },
    DescribeCertificate: { perSecond: 10, answer: json({ Certificate: { DomainName: 'example.com' } }) },
    ListTagsForCertificate: { perSecond: 10, answer: json({ Tags: [] }) },
    ListSecrets: { perSecond: 100, answer: json({ SecretList: secrets(count) }) },
    DescribeSecret: { perSecond: 10_000, answer: json({ Name: 'booking' }) },
    GetResourcePolicy: { perSecond: 50, answer: json({ Name: 'booking' }) },
    'Route 53': {
      perSecond: 5,
      type: 'xml',
      answer: () =>
        '<ListHostedZonesResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><HostedZones/><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems></ListHostedZonesResponse>',
    },
  };
}

/** The estate behind the server, asked as a real account is: at the limits that the services say. */
function estateBehind({ url }: ThrottlingServer, services: readonly Service[]) {
  const clock = { now: () => performance.now(), wait: (milliseconds: number) => sleep(milliseconds) };
  const limits = limitsOf(
    services.map((service) => service.limits),
    clock,
  );
  return liveEstate({ account: '123456789012', regions: ['us-east-1'], endpoint: url, options: {}, limits });
}

function inVain(server: ThrottlingServer, operation: string): { asked: number; share: number } {
  const { asked, throttled } = server.counted.get(operation) ?? { asked: 0, throttled: 0 };
  return { asked, share: throttled / asked };
}

it('is not throttled at the documented rates of several APIs at once', async () => {
  const server = await throttlingServer(operations(150));
  const services = [acm, secretsmanager, route53];
  const estate = estateBehind(server, services);
  const zones = Array.from({ length: 25 }, () => estate.client(Route53).listHostedZones({}));
  const [capture] = await Promise.all([captureOf([acm, secretsmanager], estate), ...zones]);
  expect(capture.metadata.status).toBe('complete');
  expect(capture.metadata.resources).toHaveLength(190);
  expect(server.counted.get('DescribeCertificate')?.asked).toBeGreaterThanOrEqual(40);
  for (const operation of server.counted.keys())
    expect({ operation, ...inVain(server, operation) }).toMatchObject({ share: 0 });
  await server.close();
});

it('is throttled once in a hundred calls at most while somebody else takes part of the limit', async () => {
  const server = await throttlingServer(operations(450));
  const estate = estateBehind(server, [secretsmanager]);
  const other = { stop: false, asked: 0 };
  // Somebody who knows no limit takes three fifths of it.
  const others = (async () => {
    while (!other.stop) {
      server.takeAway('GetResourcePolicy');
      other.asked += 1;
      await sleep(1000 / 30);
    }
  })();
  const capture = await captureOf([secretsmanager], estate);
  other.stop = true;
  await others;
  expect(capture.metadata.status).toBe('complete');
  const { asked, share } = inVain(server, 'GetResourcePolicy');
  expect(asked).toBeGreaterThanOrEqual(450);
  expect(other.asked).toBeGreaterThan(100);
  expect(share).toBeLessThanOrEqual(0.01);
  await server.close();
});
