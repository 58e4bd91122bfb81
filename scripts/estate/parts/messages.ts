import { EventBridge } from '@aws-sdk/client-eventbridge';
import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { each, type Ground } from '../ground.ts';
import { ELSEWHERE, FAILED_QUEUE, functionArn, queueArn, roleArn, topic, topicArn, UPLOADS_QUEUE } from '../names.ts';
import { secretOf } from '../random.ts';

const TOPICS = 5;
const RULES = 6;

/** Queues with dead letters, topics with subscriptions, and rules of two event buses. */
export async function makeMessages(ground: Ground): Promise<void> {
  await makeQueues(ground);
  await makeTopics(ground);
  await makeRules(ground);
}

async function makeQueues({ estate, account }: Ground): Promise<void> {
  const sqs = estate.client(SQS);
  await sqs.createQueue({ QueueName: FAILED_QUEUE, Attributes: { MessageRetentionPeriod: '1209600' } });
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: queueArn(account, FAILED_QUEUE), maxReceiveCount: 5 });
  const Policy = allow('s3.amazonaws.com', 'sqs:SendMessage', queueArn(account, UPLOADS_QUEUE));
  await sqs.createQueue({
    QueueName: UPLOADS_QUEUE,
    Attributes: { VisibilityTimeout: '180', RedrivePolicy, Policy },
    tags: { team: 'web' },
  });
  await sqs.createQueue({
    QueueName: 'booking.fifo',
    Attributes: { FifoQueue: 'true', ContentBasedDeduplication: 'true', DelaySeconds: '5' },
  });
  await sqs.createQueue({ QueueName: 'mail', Attributes: { ReceiveMessageWaitTimeSeconds: '20' } });
  const elsewhere = estate.client(SQS, ELSEWHERE);
  await elsewhere.createQueue({ QueueName: FAILED_QUEUE });
  await elsewhere.createQueue({ QueueName: 'mail', tags: { where: 'elsewhere' } });
}

async function makeTopics({ estate, account }: Ground): Promise<void> {
  const sns = estate.client(SNS);
  await each(TOPICS, async (index) => {
    const Name = `${topic(index)}-alerts`;
    const Attributes = { DisplayName: `Alerts of ${topic(index)}` };
    const { TopicArn } = await sns.createTopic({ Name, Attributes, Tags: [{ Key: 'site', Value: topic(index) }] });
    await sns.subscribe({
      TopicArn,
      Protocol: 'sqs',
      Endpoint: queueArn(account, 'mail'),
      Attributes: { RawMessageDelivery: 'true', FilterPolicy: JSON.stringify({ level: ['error', 'warning'] }) },
    });
    await sns.subscribe({ TopicArn, Protocol: 'email', Endpoint: 'web-lead@example.com' });
    // Nobody listens there; the address holds a token, as those of chats do.
    if (index === 2)
      await sns.subscribe({
        TopicArn,
        Protocol: 'http',
        Endpoint: `http://127.0.0.1:9/hooks/${secretOf('sns/hook')}?token=${secretOf('sns/token')}`,
      });
  });
}

async function makeRules({ estate, account }: Ground): Promise<void> {
  const events = estate.client(EventBridge);
  await events.createEventBus({ Name: 'sites' }).catch(ifThere);
  await each(RULES, async (index) => {
    const Name = `${topic(index)}-rule`;
    const EventBusName = index % 3 === 2 ? 'sites' : 'default';
    const scheduled = EventBusName === 'default' && index % 2 === 0;
    const Description = `Rule of ${topic(index)}`;
    await events.putRule({
      Name,
      EventBusName,
      Description,
      State: 'DISABLED',
      ...(scheduled
        ? { ScheduleExpression: `rate(${index + 1} hours)` }
        : { EventPattern: JSON.stringify({ source: ['aws.s3'], detail: { bucket: { name: [topic(index)] } } }) }),
      Tags: [{ Key: 'site', Value: topic(index) }],
    });
    await events.putTargets({
      Rule: Name,
      EventBusName,
      Targets: [
        { Id: 'function', Arn: functionArn(account, index % 3), Input: JSON.stringify({ topic: topic(index) }) },
        { Id: 'queue', Arn: queueArn(account, UPLOADS_QUEUE), RoleArn: roleArn(account, 0) },
      ],
    });
  });
}

function ifThere(error: unknown): void {
  if (!(error instanceof Error && error.name === 'ResourceAlreadyExistsException')) throw error;
}

/** A policy that lets a service of AWS use a resource. */
function allow(Service: string, Action: string, Resource: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: 'Service', Effect: 'Allow', Principal: { Service }, Action, Resource }],
  });
}

/** The topic of SNS that others refer to. */
export function alertsTopic(account: string): string {
  return topicArn(account, `${topic(0)}-alerts`);
}
