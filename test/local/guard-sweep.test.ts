import { DeleteBucketCommand, PutBucketNotificationConfigurationCommand } from '@aws-sdk/client-s3';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { beforeAll, expect, inject, it } from 'vitest';
import type { Outsider } from './guard-outsider.ts';
import { pageWith } from './guard-pages.ts';
import { outsiderAt } from './guard-site.ts';

const GOOD = pageWith(['HERO', 'CHECKOUT']);
const STALE = pageWith(['HERO'], 'An old copy');

let guest: Outsider;

beforeAll(async () => {
  guest = await outsiderAt('guard-sweep');
  await guest.put('index.html', GOOD);
  await guest.untilAccepted('index.html', GOOD);
  const silent = { Bucket: guest.site.bucket, NotificationConfiguration: {} };
  await guest.aws.s3.send(new PutBucketNotificationConfigurationCommand(silent));
  const broken = await outsiderAt('guard-sweep-broken');
  await broken.aws.s3.send(new DeleteBucketCommand({ Bucket: broken.site.bucket }));
});

it('finds what no notice told, and a broken site does not keep it from the others', async () => {
  await guest.put('index.html', STALE);
  await guest.put('new.html', GOOD);
  const { FunctionError } = await sweep();
  expect(FunctionError).toBeDefined();
  await guest.untilIncident('index.html', 'restored');
  await guest.untilServed('index.html', GOOD);
  await guest.untilAccepted('new.html', GOOD);
});

/** Wakes the very function that the schedule wakes. */
function sweep() {
  const { endpoint, region, stage } = inject('stack');
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const lambda = new LambdaClient({ endpoint, region, credentials });
  return lambda.send(new InvokeCommand({ FunctionName: `holdfast-${stage}-on-sweep`, Payload: '{}' }));
}
