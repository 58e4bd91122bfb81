import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { beforeAll, inject } from 'vitest';
import type { Deliveries } from '../../src/lib/alert/deliveries.ts';
import { dynamoDeliveries } from '../../src/lib/aws/dynamo-deliveries.ts';
import { deliveriesContract } from '../alert/deliveries-contract.ts';
import { dynamoWorld } from '../contract/dynamo-world.ts';

const { endpoint, region } = inject('stack');
let deliveries: Deliveries;

beforeAll(async () => {
  const settings = { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const { dynamo, table } = await dynamoWorld(new DynamoDBClient(settings));
  deliveries = dynamoDeliveries(dynamo, table);
});

deliveriesContract('the deliveries in a table of DynamoDB', () => deliveries, randomUUID());
