import { DescribeStacksCommand, type CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { GetDistributionCommand, type CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../api/api-client.ts';
import { HoldfastError } from '../errors.ts';
import type { Edge } from '../deploy/edge.ts';
import type { DistributionConfig } from '../deploy/compare-targets-cdn.ts';
import type { Releases } from '../deploy/release.ts';
import type { TargetBucket } from '../deploy/target-bucket.ts';
import type { Histories } from '../site/histories.ts';
import type { LookQueue } from '../site/look-queue.ts';
import type { Registry } from '../site/registry.ts';
import type { Snapshots } from '../site/snapshots.ts';
import { bearing, signing } from './api-authorize.ts';
import { apiHealth, httpApi } from './api-client.ts';
import { asAwsError, awsFailure } from './aws-failure.ts';
import { distributionConfig } from './cloudfront-distributions.ts';
import { cloudFrontEdge } from './cloudfront-edge.ts';
import { dynamoOperations, type Operations } from './dynamo-operations.ts';
import { dynamoRegistry } from './dynamo-registry.ts';
import { operatorBucket, type OperatorBucket } from './operator-bucket.ts';
import { parameterType, topicSubscriptions } from './operator-channels.ts';
import { operatorClients, type OperatorClients } from './operator-clients.ts';
import { queueState, type QueueState } from './operator-queue.ts';
import { s3Histories } from './s3-histories.ts';
import { s3Releases } from './s3-releases.ts';
import { s3Snapshots } from './s3-snapshots.ts';
import { s3TargetBucket } from './s3-target-bucket.ts';
import { sqsLookQueue } from './sqs-look-queue.ts';
import { deployedStack, hasLocalStack, localStack, type Stack, type StackChoice } from './stack.ts';

const SIGN_IN = 'Sign in to AWS, e.g. `aws sso login`, or set AWS_PROFILE. For the stack on this machine: --local.';

const HTTP = { fetch, wait: (milliseconds: number) => sleep(milliseconds) };

/** Whose credentials are used. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
}

/** A deployed Holdfast in the hands of a person at a terminal. */
export interface Operator {
  readonly stack: Stack;
  /** Where requests go: an address on this machine, or the name of the region. */
  readonly endpoint: string;
  readonly operations: Operations;
  readonly looks: LookQueue;
  /** The stack's API, in this person's name: what people decide goes through it and is checked there. */
  readonly api: ApiClient;
  /** Throws `API.*` when the API does not answer. */
  readonly health: () => Promise<void>;
  readonly caller: () => Promise<Caller>;
  readonly bucket: (name: string) => OperatorBucket;
  /** A bucket that is deployed to. */
  readonly target: (bucket: string) => TargetBucket;
  /** What is in front of targets: purges, and what visitors get. */
  readonly edge: Edge;
  /** What deploys read of the guard's stores, and keep there. */
  readonly stores: DeployStores;
  /** `undefined` when there is no such queue. */
  readonly queue: (url: string) => Promise<QueueState | undefined>;
  /** Confirmed subscriptions; `undefined` when there is no such topic. */
  readonly subscriptions: (topicArn: string) => Promise<number | undefined>;
  /** The type of an SSM parameter; `undefined` when there is no such parameter. */
  readonly parameter: (name: string) => Promise<string | undefined>;
  /** `undefined` when there is no such distribution. */
  readonly distribution: (id: string) => Promise<{ enabled: boolean; domain: string } | undefined>;
  /** What a distribution is set up to do; `undefined` when there is no such distribution. */
  readonly distributionConfig: (id: string) => Promise<DistributionConfig | undefined>;
}

/** The stores of the guard as a deployer uses them: reads what judging needs, and keeps what is overwritten. */
export interface DeployStores {
  readonly registry: Pick<Registry, 'read' | 'homes'>;
  readonly snapshots: Snapshots;
  readonly histories: Pick<Histories, 'get' | 'put'>;
  readonly releases: Releases;
}

/** Finds the stack and opens it; throws `STACK.MISSING` when there is none. */
export async function openOperator(choice: StackChoice, now: () => Date): Promise<Operator> {
  const local = choice.local ? localStack() : undefined;
  const clients = operatorClients({
    region: local?.region ?? choice.region,
    endpoint: local?.local?.endpoint,
  });
  const stack = local ?? (await stackOnAws(choice.stage, clients));
  return {
    stack,
    endpoint: stack.local?.endpoint ?? stack.region,
    operations: dynamoOperations(clients.dynamo, stack.table),
    looks: sqsLookQueue(stack.queue, { sqs: async () => clients.sqs }),
    api: apiOf(stack, clients, now),
    health: () => apiHealth(stack.api, HTTP),
    caller: () => caller(clients),
    bucket: (name) => operatorBucket(name, { s3: clients.s3, now }),
    target: (name) => s3TargetBucket(name, { s3: clients.s3, now }),
    edge: cloudFrontEdge({ cloudFront: clients.cloudFront, addresses: stack.local?.edges }),
    stores: {
      registry: dynamoRegistry(stack.table, clients),
      snapshots: s3Snapshots(stack.snapshots, clients),
      histories: s3Histories(stack.snapshots, clients),
      releases: s3Releases(stack.snapshots, clients),
    },
    queue: (url) => queueState(clients.sqs, url),
    subscriptions: (arn) => topicSubscriptions(clients.sns, arn),
    parameter: (name) => parameterType(clients.ssm, name),
    distribution: (id) => distribution(clients.cloudFront, id),
    distributionConfig: (id) => distributionConfig(clients.cloudFront, id),
  };
}

function apiOf({ api, region, local }: Stack, clients: OperatorClients, now: () => Date): ApiClient {
  const credentials = () => clients.credentials();
  const authorize = local ? bearing(local.caller.token) : signing({ region, credentials, now });
  return httpApi(api, { ...HTTP, authorize });
}

async function stackOnAws(stage: string, clients: OperatorClients): Promise<Stack> {
  const outputs = (name: string) => stackOutputs(clients.cloudFormation, name);
  return deployedStack(stage, await regionOf(clients), { outputs });
}

async function regionOf(clients: OperatorClients): Promise<string> {
  try {
    return await clients.region();
  } catch (error) {
    const { message } = asAwsError(error);
    const what = message === 'Region is missing' ? 'No AWS region is named.' : `No region can be used: ${message}.`;
    const local = hasLocalStack()
      ? 'For the stack on this machine: --local. For one on AWS, name its region'
      : 'Name it';
    const hint = `${local} with --region, AWS_REGION or your AWS profile.`;
    throw new HoldfastError('CONFIG.MISSING', what, { hint, cause: error });
  }
}

async function stackOutputs(client: CloudFormationClient, name: string): Promise<Record<string, string> | undefined> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    const outputs = Stacks[0]?.Outputs ?? [];
    return Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  } catch (error) {
    if (/does not exist/.test(asAwsError(error).message)) return undefined;
    throw notSignedIn(error) ?? awsFailure('STACK', `Asking for the stack ${name}`, error);
  }
}

/** Credentials that are missing, or hold no more, are no failure of AWS: `CONFIG.MISSING`. */
function notSignedIn(error: unknown): HoldfastError | undefined {
  const { name, message } = asAwsError(error);
  if (!/Credentials|ExpiredToken|InvalidClientTokenId/.test(name)) return undefined;
  const none = message === 'Could not load credentials from any providers';
  const what = none ? 'No AWS credentials were found.' : `No AWS credentials can be used: ${message.slice(0, 500)}`;
  return new HoldfastError('CONFIG.MISSING', what, { hint: SIGN_IN, cause: error });
}

async function caller({ sts }: OperatorClients): Promise<Caller> {
  try {
    const { Account = 'unknown', Arn = 'unknown' } = await sts.send(new GetCallerIdentityCommand({}));
    return { account: Account, arn: Arn };
  } catch (error) {
    throw notSignedIn(error) ?? awsFailure('STACK', 'Asking who you are', error, SIGN_IN);
  }
}

async function distribution(client: CloudFrontClient, id: string) {
  try {
    const { Distribution } = await client.send(new GetDistributionCommand({ Id: id }));
    return { enabled: Distribution?.DistributionConfig?.Enabled ?? false, domain: Distribution?.DomainName ?? '' };
  } catch (error) {
    if (asAwsError(error).name === 'NoSuchDistribution') return undefined;
    throw awsFailure('CDN', `Asking for the distribution ${id}`, error);
  }
}
