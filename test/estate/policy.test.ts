import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import * as z from 'zod';
import { scriptId } from '../../scripts/estate/parts/scripts.ts';
import { loadServices } from '../../src/cli/capture/services.ts';
import { liveEstate } from '../../src/lib/aws/live-estate.ts';
import { UNLIMITED, type Limits } from '../../src/lib/capture/token-bucket.ts';
import { captureOf } from '../capture/run-capture.ts';
import { seeded, type Seeded } from './seeded.ts';

const POLICY = z.object({
  Version: z.literal('2012-10-17'),
  Statement: z.array(
    z.strictObject({
      Sid: z.string().regex(/^[A-Za-z0-9]+$/),
      Effect: z.literal('Allow'),
      Action: z.array(z.string()),
      Resource: z.union([z.literal('*'), z.array(z.string())]),
    }),
  ),
});

const TEXT = readFileSync(path.resolve(import.meta.dirname, '../../docs/capture-policy.json'), 'utf8');
const { Statement } = POLICY.parse(JSON.parse(TEXT));
const allowed = new Set(Statement.flatMap(({ Action }) => Action));

let estate: Seeded;

beforeAll(async () => {
  estate = await seeded(inject('emulator'), 'small');
});

afterAll(() => estate.close());

it('allows every request that capturing an estate makes', async () => {
  const asked = new Set<string>();
  const { endpoint, standIns } = estate;
  const { account } = estate.ground;
  const services = await loadServices();
  const options = { 'apps-script': { projects: [{ id: scriptId(0) }] } };
  const recorded = liveEstate({
    account,
    regions: ['us-east-1', 'eu-west-1'],
    endpoint,
    standIns,
    options: Object.fromEntries(
      services.map(({ name, options: own }) => [
        name,
        own?.parse(Object.entries(options).find(([to]) => to === name)?.[1] ?? {}) ?? {},
      ]),
    ),
    limits: recording(asked),
  });
  const { metadata } = await captureOf(services, recorded);
  expect(metadata.resources.filter(({ status }) => status === 'failed')).toEqual([]);
  const needed = [...asked].map(actionOf).filter((action) => action !== undefined);
  expect(needed.length).toBeGreaterThan(80);
  expect([...new Set(needed.filter((action) => !allowed.has(action)))].toSorted()).toEqual([]);
});

it('reads, but for the snapshot of a Lightsail instance', () => {
  const reading = /^[a-z0-9-]+:(?:(?:Get|List|Describe|BatchGet)[A-Za-z]+|GET|Scan)$/;
  expect([...allowed].filter((action) => !reading.test(action))).toEqual(['lightsail:CreateInstanceSnapshot']);
});

it('asks for no value of a secret', () => {
  const values = ['secretsmanager:GetSecretValue', 'ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath'];
  expect(values.filter((action) => allowed.has(action))).toEqual([]);
});

it('fits into one managed policy', () => {
  // IAM counts no white space (user guide, IAM and STS quotas): 6,144 characters.
  expect(TEXT.replaceAll(/\s/g, '').length).toBeLessThanOrEqual(6144);
});

/** No limits: notes what is asked for instead. */
function recording(asked: Set<string>): Limits {
  return {
    ...UNLIMITED,
    of(api, operation) {
      asked.add(`${api}.${operation}`);
      return UNLIMITED.of(api, operation);
    },
  };
}

/** IAM's prefix for an API of the SDK; AWS asks no right for the others. */
const PREFIXES: Readonly<Record<string, string>> = {
  ACM: 'acm',
  'CloudFront KeyValueStore': 'cloudfront-keyvaluestore',
  CloudFormation: 'cloudformation',
  CloudFront: 'cloudfront',
  CloudWatch: 'cloudwatch',
  DynamoDB: 'dynamodb',
  EventBridge: 'events',
  IAM: 'iam',
  Lambda: 'lambda',
  Lightsail: 'lightsail',
  'Route 53': 'route53',
  S3: 's3',
  SESv2: 'ses',
  SNS: 'sns',
  SQS: 'sqs',
  SSM: 'ssm',
  'Secrets Manager': 'secretsmanager',
};

/** Where the action has another name than the operation: service authorization reference. */
const OTHERWISE: Readonly<Record<string, string>> = {
  's3:GetBucketCors': 's3:GetBucketCORS',
  's3:GetBucketEncryption': 's3:GetEncryptionConfiguration',
  's3:GetBucketLifecycleConfiguration': 's3:GetLifecycleConfiguration',
  's3:GetBucketNotificationConfiguration': 's3:GetBucketNotification',
  's3:GetBucketReplication': 's3:GetReplicationConfiguration',
  's3:GetPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
  's3:HeadObject': 's3:GetObject',
  's3:ListBuckets': 's3:ListAllMyBuckets',
  's3:ListObjectVersions': 's3:ListBucketVersions',
  's3:ListObjectsV2': 's3:ListBucket',
};

function actionOf(request: string): string | undefined {
  const [, api = '', operation = ''] = /^(.*)\.([^.]*)$/.exec(request) ?? [];
  if (api === 'API Gateway' || api === 'ApiGatewayV2') return 'apigateway:GET';
  const prefix = PREFIXES[api];
  // The files of functions are fetched from addresses that Lambda signed; Apps Script is Google's.
  if (prefix === undefined) return /Lambda code|Apps Script/.test(api) ? undefined : request;
  return OTHERWISE[`${prefix}:${operation}`] ?? `${prefix}:${operation}`;
}
