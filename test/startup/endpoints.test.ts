import { expect, it } from 'vitest';
import { shakeEndpoints } from '../../scripts/build/shake-endpoints.ts';
import { bundled } from './bundled.ts';

type Parameters = Readonly<Record<string, string | boolean | undefined>>;
type Resolver = { defaultEndpointResolver: (parameters: Parameters) => { url: URL; properties?: unknown } };

const RESOLVER = `export { defaultEndpointResolver } from './node_modules/@aws-sdk/client-s3/dist-es/endpoint/endpointResolver.js';`;

const REGIONS = ['eu-central-1', 'us-east-1', 'cn-north-1', 'us-gov-west-1', 'aws-global', 'no_region', undefined];
const BUCKETS = ['demo-prod', 'demo.example.org', 'a--b', undefined];
const ENDPOINTS = ['http://localhost:4566', 'https://10.0.0.1:9000', 'https://s3.example.org/base', undefined];
const FLAGS = ['UseFIPS', 'UseDualStack', 'ForcePathStyle', 'UseGlobalEndpoint', 'UseS3ExpressControlEndpoint'];

const REFUSED: readonly Parameters[] = [
  { Bucket: 'demo--use1-az4--x-s3' },
  { Bucket: 'demo--use1-az4--xa-s3' },
  { Bucket: 'demo--op-s3' },
  { Bucket: 'arn:aws:s3:us-east-1:123456789012:accesspoint:demo' },
  { Bucket: 'arn:aws:s3::123456789012:accesspoint:demo.mrap' },
  { Bucket: 'demo-prod', Accelerate: true },
  { UseObjectLambdaEndpoint: true },
];

it('finds with the bundled rules the endpoints that all rules find, whatever the bucket and settings', async () => {
  const whole = await bundled(RESOLVER, [], outcomes);
  expect(await bundled(RESOLVER, [shakeEndpoints], outcomes)).toEqual(whole);
  expect(whole.some((outcome) => outcome.startsWith('https://demo-prod.s3.eu-central-1.amazonaws.com/ '))).toBe(true);
  expect(new Set(whole).size).toBeGreaterThan(40);
});

it('refuses what the bundled rules leave out', async () => {
  await bundled(RESOLVER, [shakeEndpoints], async (file) => {
    const { defaultEndpointResolver }: Resolver = await import(file);
    for (const parameters of REFUSED) {
      expect(() => defaultEndpointResolver(settings(parameters))).toThrow(/left out of this bundle/);
    }
  });
});

async function outcomes(file: string): Promise<readonly string[]> {
  const { defaultEndpointResolver }: Resolver = await import(file);
  return everySetting().map((parameters) => {
    try {
      const { url, properties } = defaultEndpointResolver(parameters);
      return `${url.href} ${JSON.stringify(properties)}`;
    } catch (error) {
      return String(error);
    }
  });
}

function everySetting(): readonly Parameters[] {
  const flags = Array.from({ length: 2 ** FLAGS.length }, (_, bits) =>
    Object.fromEntries(FLAGS.map((flag, at) => [flag, ((bits >> at) & 1) === 1])),
  );
  return REGIONS.flatMap((Region) =>
    BUCKETS.flatMap((Bucket) =>
      ENDPOINTS.flatMap((Endpoint) => flags.map((flag) => settings({ Region, Bucket, Endpoint, ...flag }))),
    ),
  );
}

/** As the client fills them in. */
function settings(parameters: Parameters): Parameters {
  const all = { Region: 'us-east-1', UseFIPS: false, UseDualStack: false, Accelerate: false, ForcePathStyle: false };
  return { ...all, UseGlobalEndpoint: false, DisableMultiRegionAccessPoints: false, ...parameters };
}
