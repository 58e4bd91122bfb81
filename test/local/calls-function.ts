import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import {
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  type NotificationConfiguration,
} from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import type { Outsider } from './guard-outsider.ts';

/** A second `on-upload`, of the same code and settings, that only one bucket tells and whose AWS is elsewhere. */
export interface OwnFunction {
  remove(): Promise<void>;
}

/** Makes it: with a queue of its own, and the site's bucket telling that queue. */
export async function ownFunction(
  guest: Outsider,
  { stage, name, aws }: { stage: string; name: string; aws: string },
): Promise<OwnFunction> {
  const { endpoint, region } = guest.stack;
  const lambda = new LambdaClient({ endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  const queue = await makeQueue(guest, name);
  await copyFunction(lambda, `holdfast-${stage}-on-upload`, {
    name,
    variables: { HOLDFAST_QUEUE_URL: queue.url, AWS_ENDPOINT_URL: aws },
  });
  const mapping = await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: name,
      EventSourceArn: queue.arn,
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    }),
  );
  await tellQueue(guest, queue.arn);
  return {
    async remove() {
      await lambda.send(new DeleteEventSourceMappingCommand({ UUID: mapping.UUID }));
      await lambda.send(new DeleteFunctionCommand({ FunctionName: name }));
      await guest.aws.sqs.send(new DeleteQueueCommand({ QueueUrl: queue.url }));
    },
  };
}

async function makeQueue({ aws: { sqs } }: Outsider, name: string): Promise<{ url: string; arn: string }> {
  const { QueueUrl: url = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: { VisibilityTimeout: '360' } }),
  );
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }));
  const arn = Attributes?.QueueArn ?? '';
  // The copied role knows the stack's queue only, and S3 sends nowhere unasked: here the queue itself lets them in.
  const statement = { Effect: 'Allow', Principal: '*', Action: 'sqs:*', Resource: arn };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy } }));
  return { url, arn };
}

async function copyFunction(
  lambda: LambdaClient,
  from: string,
  { name, variables }: { name: string; variables: Readonly<Record<string, string>> },
): Promise<void> {
  const { Configuration: like, Code } = await lambda.send(new GetFunctionCommand({ FunctionName: from }));
  const zip = await fetch(Code?.Location ?? '');
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: like?.Runtime,
      Role: like?.Role,
      Handler: like?.Handler,
      Timeout: like?.Timeout,
      MemorySize: like?.MemorySize,
      Environment: { Variables: { ...like?.Environment?.Variables, ...variables } },
      Code: { ZipFile: await zip.bytes() },
    }),
  );
}

/** Points the site's own rule at another queue. */
async function tellQueue({ aws: { s3 }, site }: Outsider, queueArn: string): Promise<void> {
  const at = { Bucket: site.bucket };
  const { $metadata: _, ...rules } = await s3.send(new GetBucketNotificationConfigurationCommand(at));
  const NotificationConfiguration: NotificationConfiguration = {
    ...rules,
    QueueConfigurations: rules.QueueConfigurations?.map((rule) => ({ ...rule, QueueArn: queueArn })),
  };
  await s3.send(new PutBucketNotificationConfigurationCommand({ ...at, NotificationConfiguration }));
}
