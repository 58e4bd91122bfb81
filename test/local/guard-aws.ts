import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** What an outsider has of a local stack: the plain SDK at its address, as anybody would write it. */
export interface LocalAws {
  readonly s3: S3Client;
  readonly table: DynamoDBDocumentClient;
  readonly cloudFront: CloudFrontClient;
  readonly sqs: SQSClient;
}

/** Clients of the local stack at this address. */
export function localAws({ endpoint, region }: { endpoint: string; region: string }): LocalAws {
  const settings = { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  return {
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    table: DynamoDBDocumentClient.from(new DynamoDBClient(settings)),
    cloudFront: new CloudFrontClient(settings),
    sqs: new SQSClient(settings),
  };
}
