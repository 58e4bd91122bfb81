import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { REGION } from './places.ts';

/** Clients of the emulator: never of AWS, whatever the caller's environment says. */
export type LocalClients = ReturnType<typeof localClients>;

/** One client per service that the local stack is made with. */
export function localClients(endpoint: string) {
  const settings = { endpoint, region: REGION, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  return {
    api: new ApiGatewayV2Client(settings),
    cloudFormation: new CloudFormationClient(settings),
    cloudFront: new CloudFrontClient(settings),
    dynamo: new DynamoDBClient(settings),
    lambda: new LambdaClient(settings),
    s3: new S3Client(settings),
    sns: new SNSClient(settings),
    sqs: new SQSClient(settings),
    ssm: new SSMClient(settings),
  };
}
