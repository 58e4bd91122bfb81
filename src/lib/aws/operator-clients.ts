import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Credentials } from './api-authorize.ts';
import { documentClient } from './clients.ts';

/** The clients of a person at a terminal: with that person's own credentials, or for a stack on this machine. */
export interface OperatorClients {
  readonly s3: S3Client;
  readonly dynamo: DynamoDBDocumentClient;
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
  readonly ssm: SSMClient;
  readonly cloudFront: CloudFrontClient;
  readonly cloudFormation: CloudFormationClient;
  readonly sts: STSClient;
  /** The region that is used, from `region` or the person's own settings. */
  region(): Promise<string>;
  /** Whose requests these are. */
  credentials(): Promise<Credentials>;
}

// A person waits: a hanging request is given up, and connections are kept for the many reads of a scan.
const SETTINGS = {
  maxAttempts: 5,
  requestHandler: { connectionTimeout: 3000, requestTimeout: 30_000, throwOnRequestTimeout: true },
} as const;

/** Makes the clients. With `endpoint` they talk to that address alone, and never with the person's credentials. */
export function operatorClients(choice: { region?: string; endpoint?: string }): OperatorClients {
  const { region, endpoint } = choice;
  const local =
    endpoint === undefined ? {} : { endpoint, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const settings = { ...SETTINGS, ...(region !== undefined && { region }), ...local };
  const sts = new STSClient(settings);
  return {
    s3: new S3Client({ ...settings, forcePathStyle: endpoint !== undefined }),
    dynamo: documentClient(new DynamoDBClient(settings)),
    sqs: new SQSClient(settings),
    sns: new SNSClient(settings),
    ssm: new SSMClient(settings),
    // CloudFront is a service of one region, whatever the site's.
    cloudFront: new CloudFrontClient({ ...settings, region: 'us-east-1' }),
    cloudFormation: new CloudFormationClient(settings),
    sts,
    region: () => sts.config.region(),
    credentials: () => sts.config.credentials(),
  };
}
