import { DescribeContinuousBackupsCommand, DescribeTimeToLiveCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { readFile } from 'node:fs/promises';
import { describe, expect, inject, it } from 'vitest';
import { parse } from 'yaml';
import { localSettings } from './probe-clients.ts';

const stack = inject('stack');

describe('the deployed stack', () => {
  it('gives messages up to the dead letters', async () => {
    const ask = new GetQueueAttributesCommand({ QueueUrl: stack.queue, AttributeNames: ['All'] });
    const { Attributes } = await new SQSClient(localSettings()).send(ask);
    expect(JSON.parse(Attributes?.['RedrivePolicy'] ?? '{}')).toMatchObject({ maxReceiveCount: 5 });
    expect(Attributes?.['VisibilityTimeout']).toBe('360');
  });

  it('wakes its functions as the template says', async () => {
    const { EventSourceMappings } = await new LambdaClient(localSettings()).send(
      new ListEventSourceMappingsCommand({}),
    );
    const of = (name: string, service: string) =>
      EventSourceMappings?.find(
        ({ FunctionArn, EventSourceArn }) =>
          FunctionArn?.endsWith(`local-${name}`) && EventSourceArn?.startsWith(`arn:aws:${service}:`),
      );
    expect(of('on-upload', 'sqs')).toMatchObject({
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 5 },
    });
    const filters = of('on-incident', 'dynamodb')?.FilterCriteria?.Filters ?? [];
    expect(filters.map(({ Pattern }) => JSON.parse(Pattern ?? ''))).toEqual(await filterPatterns());
    expect(of('on-incident', 'sqs')).toMatchObject({ FunctionResponseTypes: ['ReportBatchItemFailures'] });
  });

  it('has a snapshot bucket that is versioned and private', async () => {
    const s3 = new S3Client(localSettings());
    const Bucket = stack.buckets.snapshots;
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
    const { PublicAccessBlockConfiguration } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(Object.values(PublicAccessBlockConfiguration ?? {})).toEqual([true, true, true, true]);
  });

  it('has what the emulator left out of it, set by hand', async () => {
    const dynamo = new DynamoDBClient(localSettings());
    const s3 = new S3Client(localSettings());
    const TableName = stack.table;
    const ttl = await dynamo.send(new DescribeTimeToLiveCommand({ TableName }));
    expect(ttl.TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
    const backups = await dynamo.send(new DescribeContinuousBackupsCommand({ TableName }));
    const recovery = backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
    expect(recovery?.PointInTimeRecoveryStatus).toBe('ENABLED');
    const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: stack.buckets.snapshots }));
    expect(Rules?.map(({ ID }) => ID)).toEqual(['quarantine-ends', 'memory-forgets', 'tidy']);
  });
});

/** What serverless.yml lets through to on-incident. Its tags (`!GetAtt`) are nothing to this reader, who says so only at `warn`. */
async function filterPatterns(): Promise<unknown> {
  const { functions } = parse(await readFile('serverless.yml', 'utf8'), { logLevel: 'error' });
  const [{ stream }] = functions['on-incident'].events;
  return stream.filterPatterns;
}
