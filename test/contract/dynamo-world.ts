import { randomUUID } from 'node:crypto';
import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../../src/lib/aws/clients.ts';
import { siteKey } from '../../src/lib/aws/dynamo-items.ts';
import { dynamoEscalations } from '../../src/lib/aws/dynamo-escalations.ts';
import { dynamoLinks } from '../../src/lib/aws/dynamo-links.ts';
import { dynamoRecords } from '../../src/lib/aws/dynamo-records.ts';
import { dynamoRegistry } from '../../src/lib/aws/dynamo-registry.ts';
import { dynamoVerifications } from '../../src/lib/aws/dynamo-verifications.ts';
import { dynamoWarnings } from '../../src/lib/aws/dynamo-warnings.ts';
import type { RegistryWorld } from './registry-samples.ts';

/** A table of its own, with the client that reaches it. */
export interface DynamoWorld extends RegistryWorld {
  readonly table: string;
  readonly dynamo: DynamoDBDocumentClient;
}

/** Makes a table of its own on DynamoDB, with the keys and the index that the stack gives it. */
export async function dynamoWorld(client: DynamoDBClient): Promise<DynamoWorld> {
  const table = `contract-${randomUUID()}`;
  const keys = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ];
  await client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'site', 'openedAt'].map((name) => ({
        AttributeName: name,
        AttributeType: 'S',
      })),
      KeySchema: keys('pk', 'sk'),
      GlobalSecondaryIndexes: [
        { IndexName: 'bySite', KeySchema: keys('site', 'openedAt'), Projection: { ProjectionType: 'ALL' } },
      ],
    }),
  );
  const dynamo = documentClient(client);
  return {
    table,
    dynamo,
    registry: dynamoRegistry(table, { dynamo }),
    links: dynamoLinks(dynamo, table),
    sites: dynamoRecords(dynamo, table),
    warnings: dynamoWarnings(dynamo, table),
    verifications: dynamoVerifications(dynamo, table),
    escalations: dynamoEscalations(dynamo, table),
    putSite: async (record) =>
      void (await dynamo.send(
        new PutCommand({ TableName: table, Item: { ...record, ...siteKey(record.config.name) } }),
      )),
  };
}
