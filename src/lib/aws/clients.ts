import type { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** A page is judged within seconds: a request that hangs is given up and tried again while the message is still ours. */
export const SETTINGS = {
  maxAttempts: 4,
  retryMode: 'standard',
  requestHandler: {
    connectionTimeout: 2000,
    requestTimeout: 15_000,
    throwOnRequestTimeout: true,
    socketTimeout: 15_000,
  },
} as const;

let s3: S3Client | undefined;
let dynamo: DynamoDBDocumentClient | undefined;
let sqs: Promise<SQSClient> | undefined;
let cloudFront: Promise<CloudFrontClient> | undefined;

/**
 * The container's S3 client. Checksums only where S3 asks for them: every version is checked against its SHA-256, and
 * the SDK's own would be taken over the wire twice.
 */
export function s3Client(): S3Client {
  s3 ??= new S3Client({
    ...SETTINGS,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return s3;
}

/** The container's table client; `undefined` fields are left out of items. */
export function dynamoClient(): DynamoDBDocumentClient {
  dynamo ??= documentClient(new DynamoDBClient(SETTINGS));
  return dynamo;
}

/** Wraps a client of one's own as `dynamoClient` does: the registry relies on these settings. */
export function documentClient(client: DynamoDBClient): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

/** The container's queue client, loaded when first needed. */
export function sqsClient(): Promise<SQSClient> {
  sqs ??= import('./lazy-sqs.ts').then(({ SQSClient }) => new SQSClient(SETTINGS));
  return sqs;
}

/** The container's CloudFront client, loaded when first needed: only a restore purges. */
export function cloudFrontClient(): Promise<CloudFrontClient> {
  cloudFront ??= import('./lazy-cloudfront.ts').then(({ CloudFrontClient }) => new CloudFrontClient(SETTINGS));
  return cloudFront;
}
