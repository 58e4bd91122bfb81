import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { PutBucketNotificationConfigurationCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SNSClient, PublishCommand } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, inject, it } from 'vitest';
import { localSettings, newBucket, newOpenQueue } from './probe-clients.ts';

const stack = inject('stack');
const s3 = new S3Client(localSettings());
const sqs = new SQSClient(localSettings());

describe('EventBridge', () => {
  it('brings notices of a bucket that sends them there to a queue, keys as they are', async () => {
    const bucket = await newBucket(s3, 'Enabled');
    const queue = await newOpenQueue(sqs);
    const events = new EventBridgeClient(localSettings());
    const Name = `probe-${crypto.randomUUID()}`;
    const detail = { bucket: { name: [bucket] }, object: { key: [{ prefix: 'www/' }] } };
    const pattern = { source: ['aws.s3'], 'detail-type': ['Object Created', 'Object Deleted'], detail };
    await events.send(new PutRuleCommand({ Name, EventPattern: JSON.stringify(pattern) }));
    await events.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: 'queue', Arn: queue.arn }] }));
    const NotificationConfiguration = { EventBridgeConfiguration: {} };
    await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket: bucket, NotificationConfiguration }));
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'elsewhere/a b.html', Body: 'x' }));
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'www/a b.html', Body: 'x' }));
    const received = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queue.url, WaitTimeSeconds: 20 }));
    expect(received.Messages).toHaveLength(1);
    const event = JSON.parse(received.Messages?.[0]?.Body ?? '');
    expect(event).toMatchObject({
      source: 'aws.s3',
      'detail-type': 'Object Created',
      detail: { bucket: { name: bucket }, object: { key: 'www/a b.html' } },
    });
    // AWS has it.
    expect(event.detail.object).not.toHaveProperty('version-id');
  });
});

describe('the topic of the stack', () => {
  it('brings a message with subject and attributes to the inbox', async () => {
    const subject = `probe ${crypto.randomUUID()}`;
    await new SNSClient(localSettings()).send(
      new PublishCommand({
        TopicArn: stack.topic,
        Subject: subject,
        Message: 'line one\nline two',
        MessageAttributes: { site: { DataType: 'String', StringValue: 'probe' } },
      }),
    );
    expect(await inboxEntry(subject)).toMatchObject({
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      channel: 'sns',
      subject,
      message: 'line one\nline two',
      attributes: { site: 'probe' },
    });
  });
});

async function inboxEntry(part: string): Promise<unknown> {
  for (let waited = 0; waited < 30_000; waited += 100) {
    const line = readFileSync(stack.inbox, 'utf8')
      .split('\n')
      .find((entry) => entry.includes(part));
    if (line) return JSON.parse(line);
    await sleep(100);
  }
  throw new Error(`nothing about ${part} came to the inbox`);
}
