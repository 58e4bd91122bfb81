import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { localSettings, newBucket, newOpenQueue, refusal } from './probe-clients.ts';

const s3 = new S3Client(localSettings());
const sqs = new SQSClient(localSettings());

describe('notices of S3 to a queue', () => {
  let Bucket: string;
  let queue: { url: string; arn: string };

  beforeEach(async () => {
    Bucket = await newBucket(s3, 'Enabled');
    queue = await newOpenQueue(sqs);
    await notify(Bucket, queue.arn);
  });

  it('begin with a test event, which is no notice', async () => {
    expect(await receive()).toMatchObject({ Event: 's3:TestEvent', Bucket });
  });

  it('name the version, its ETag and who wrote it, and count up', async () => {
    await receive();
    const put = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' }));
    const first = (await receive()).Records[0];
    expect(first).toMatchObject({
      eventSource: 'aws:s3',
      eventName: 'ObjectCreated:Put',
      requestParameters: { sourceIPAddress: '127.0.0.1' },
      s3: { bucket: { name: Bucket }, object: { key: 'a', size: 1, versionId: put.VersionId } },
    });
    expect(`"${first.s3.object.eTag}"`).toBe(put.ETag);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'y' }));
    expect((await receive()).Records[0].s3.object.sequencer > first.s3.object.sequencer).toBe(true);
  });

  it('are refused to a queue whose policy does not let S3 send', async () => {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `probe-${crypto.randomUUID()}` }));
    const got = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
    const closed = notify(Bucket, got.Attributes?.['QueueArn'] ?? '');
    expect(await refusal(closed)).toMatchObject({ status: 400, name: 'InvalidArgument' });
  });

  // Never who it was: the principal is a constant, so that only in-process tests can tell writers apart.
  it('call every writer EXAMPLE', async () => {
    await receive();
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' }));
    expect((await receive()).Records[0].userIdentity).toEqual({ principalId: 'EXAMPLE' });
  });

  it('encode keys as a form does: a space is a plus', async () => {
    await receive();
    await s3.send(new PutObjectCommand({ Bucket, Key: 'ü b/c+d&e.html', Body: 'x' }));
    expect((await receive()).Records[0].s3.object.key).toBe('%C3%BC+b/c%2Bd%26e.html');
  });

  it('tell of copies, multipart uploads and deletions, but not of an upload given up', async () => {
    await receive();
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' }));
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/a` }));
    await multipart('given-up', false);
    await multipart('c', true);
    const marker = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId: marker.VersionId }));
    const records = [await receive(), await receive(), await receive(), await receive(), await receive()];
    expect(records.map(({ Records: [record] }) => `${record.eventName} ${record.s3.object.key}`)).toEqual([
      'ObjectCreated:Put a',
      'ObjectCreated:Copy b',
      'ObjectCreated:CompleteMultipartUpload c',
      'ObjectRemoved:DeleteMarkerCreated a',
      'ObjectRemoved:Delete a',
    ]);
    expect(records[3].Records[0].s3.object.versionId).toBe(marker.VersionId);
  });

  it('tell of every object of a batch delete', async () => {
    await receive();
    for (const Key of ['a', 'b']) await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    await Promise.all([receive(), receive()]);
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'a' }, { Key: 'b' }] } }));
    const deleted = [await receive(), await receive()].map(({ Records: [record] }) => record);
    expect(new Set(deleted.map(({ eventName, s3: of }) => `${eventName} ${of.object.key}`))).toEqual(
      new Set(['ObjectRemoved:DeleteMarkerCreated a', 'ObjectRemoved:DeleteMarkerCreated b']),
    );
  });

  // AWS refuses it: that `protect` sees an overlap itself is shown in-process.
  it('are taken for two rules that overlap', async () => {
    const rules = ['one', 'two'].map((Id) => ({ Id, QueueArn: queue.arn, Events: ['s3:ObjectCreated:*' as const] }));
    const NotificationConfiguration = { QueueConfigurations: rules };
    await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
    const { QueueConfigurations } = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
    expect(QueueConfigurations?.map(({ Id }) => Id)).toEqual(['one', 'two']);
  });

  async function notify(bucket: string, QueueArn: string): Promise<void> {
    const rule = { QueueArn, Events: ['s3:ObjectCreated:*' as const, 's3:ObjectRemoved:*' as const] };
    const NotificationConfiguration = { QueueConfigurations: [rule] };
    await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket: bucket, NotificationConfiguration }));
  }

  async function multipart(Key: string, complete: boolean): Promise<void> {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const part = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'x' }));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag: part.ETag }] };
    if (complete) await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }));
    else await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- what the emulator sends is what is probed
  async function receive(): Promise<any> {
    const ask = new ReceiveMessageCommand({ QueueUrl: queue.url, MaxNumberOfMessages: 1, WaitTimeSeconds: 10 });
    const [message] = (await sqs.send(ask)).Messages ?? [];
    if (!message) throw new Error('no notice came within ten seconds');
    await sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle: message.ReceiptHandle }));
    return JSON.parse(message.Body ?? '');
  }
});
