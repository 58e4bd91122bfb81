import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { describe, inject } from 'vitest';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { tokenKey } from '../../src/lib/aws/dynamo-items.ts';
import { dynamoOperations } from '../../src/lib/aws/dynamo-operations.ts';
import { dynamoViewSecret } from '../../src/lib/aws/dynamo-links.ts';
import { s3Histories } from '../../src/lib/aws/s3-histories.ts';
import { s3Releases } from '../../src/lib/aws/s3-releases.ts';
import { s3Snapshots } from '../../src/lib/aws/s3-snapshots.ts';
import { bucketContract } from '../contract/bucket-contract.ts';
import { dynamoWorld } from '../contract/dynamo-world.ts';
import { historiesContract } from '../contract/histories-contract.ts';
import { registryContract } from '../contract/registry-contract.ts';
import { releasesContract } from '../contract/releases-contract.ts';
import { newBucket, s3World } from '../contract/s3-world.ts';
import { snapshotsContract } from '../contract/snapshots-contract.ts';
import { tokenImportContract } from '../contract/token-import-contract.ts';
import { viewSecretContract } from '../contract/view-secret-contract.ts';

const { endpoint, region } = inject('stack');
const settings = { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
const s3 = new S3Client({
  ...settings,
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
});

describe('a bucket on S3', () => {
  bucketContract((mode) => s3World(s3, mode));
});

describe('a table on DynamoDB', () => {
  registryContract(() => dynamoWorld(new DynamoDBClient(settings)));
});

describe('the secret of view links on DynamoDB', () => {
  viewSecretContract(async () => {
    const { dynamo, table } = await dynamoWorld(new DynamoDBClient(settings));
    return (random) => dynamoViewSecret(dynamo, table, random);
  });
});

describe('a snapshot store on S3', () => {
  snapshotsContract(async () => s3Snapshots(await newBucket(s3), { s3 }));
});

describe('what is remembered of pages on S3', () => {
  historiesContract(async () => s3Histories(await newBucket(s3), { s3 }));
});

describe('what a person at a terminal writes of tokens on DynamoDB', () => {
  tokenImportContract(async (tokens) => {
    const { dynamo, table } = await dynamoWorld(new DynamoDBClient(settings));
    for (const token of tokens) {
      await dynamo.send(new PutCommand({ TableName: table, Item: { ...token, ...tokenKey(token.site, token) } }));
    }
    return dynamoOperations(dynamo, table);
  });
});

describe('release records on S3', () => {
  releasesContract(async () => s3Releases(await newBucket(s3), { s3 }));
});
