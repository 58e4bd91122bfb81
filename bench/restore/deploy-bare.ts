import { CreateEventSourceMappingCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutBucketNotificationConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { build } from 'esbuild';
import path from 'node:path';
import { zip } from '../../scripts/build/zip.ts';

const NAME = 'bench-bare';

/** Where the emulator is. */
export interface Endpoint {
  readonly endpoint: string;
  readonly region: string;
}

/** Deploys the bare function on the same kind of trigger as `on-upload`; gives back the bucket that it keeps. */
export async function deployBare(at: Endpoint, good: string): Promise<string> {
  const settings = { ...at, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const queue = await makeQueue(new SQSClient(settings));
  const lambda = new LambdaClient(settings);
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: NAME,
      Runtime: 'nodejs24.x',
      Handler: 'bare-function.handler',
      Role: `arn:aws:iam::000000000000:role/${NAME}`,
      Timeout: 60,
      MemorySize: 1024,
      Code: { ZipFile: await packed(good) },
    }),
  );
  await lambda.send(new CreateEventSourceMappingCommand({ FunctionName: NAME, EventSourceArn: queue, BatchSize: 10 }));
  await makeBucket(new S3Client(settings), queue);
  return NAME;
}

async function packed(good: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [path.join(import.meta.dirname, 'bare-function.ts')],
    outfile: 'bare-function.mjs',
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    external: ['bowser'],
    alias: {
      '@aws-sdk/credential-provider-node': path.resolve(
        import.meta.dirname,
        '../../scripts/build/lambda-credentials.ts',
      ),
    },
    write: false,
  });
  const [code] = outputFiles;
  return zip(
    new Map([
      ['bare-function.mjs', code?.contents ?? new Uint8Array()],
      ['good.html', Buffer.from(good)],
    ]),
  );
}

async function makeQueue(sqs: SQSClient): Promise<string> {
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: NAME, Attributes: { VisibilityTimeout: '360' } }),
  );
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  return Attributes?.QueueArn ?? '';
}

async function makeBucket(s3: S3Client, queue: string): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket: NAME }));
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: NAME,
      NotificationConfiguration: { QueueConfigurations: [{ QueueArn: queue, Events: ['s3:ObjectCreated:*'] }] },
    }),
  );
}
