import { DynamoDB, type AttributeValue, type CreateTableInput } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { service } from '../../src/lib/estate/dynamodb.ts';
import { captureOf, estateAt, ownAccount, resourceOf } from '../capture/run-capture.ts';
import { changesOf } from './changes-of.ts';
import { linesOf } from './lines-of.ts';

const account = ownAccount();
const estate = estateAt({ endpoint: inject('emulator'), account });
const db = estate.client(DynamoDB);

const BOOKINGS: CreateTableInput = {
  TableName: 'bookings',
  KeySchema: [
    { AttributeName: 'id', KeyType: 'HASH' },
    { AttributeName: 'day', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'S' },
    { AttributeName: 'day', AttributeType: 'N' },
    { AttributeName: 'guest', AttributeType: 'S' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-guest',
      KeySchema: [{ AttributeName: 'guest', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['room', 'price'] },
    },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  Tags: [{ Key: 'team', Value: 'web' }],
};

const ODD: Record<string, AttributeValue> = {
  id: { S: 'odd \u0000\n"\u{1F600}' },
  day: { N: '-1.5' },
  bytes: { B: Buffer.from([0, 255, 10, 13]) },
  many: { BS: [Buffer.from([2]), Buffer.from([1])] },
  names: { SS: ['b', 'a'] },
  numbers: { NS: ['2', '1'] },
  deep: { M: { list: { L: [{ NULL: true }, { BOOL: false }, { M: {} }] }, empty: { S: '' } } },
};

async function fill(TableName: string, count: number): Promise<void> {
  for (let from = 0; from < count; from += 25) {
    const items = Array.from({ length: Math.min(25, count - from) }, (_, index) => ({
      PutRequest: { Item: { id: { S: `b-${from + index}` }, day: { N: '1' }, price: { N: String(from + index) } } },
    }));
    await db.batchWriteItem({ RequestItems: { [TableName]: items } });
  }
}

const captured = async (name: string, from = estate) => resourceOf(await captureOf([service], from), name);

describe('tables', () => {
  beforeAll(async () => {
    await db.createTable(BOOKINGS);
    await db.updateTimeToLive({
      TableName: 'bookings',
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' },
    });
    await db.updateContinuousBackups({
      TableName: 'bookings',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    await fill('bookings', 5000);
    await db.putItem({ TableName: 'bookings', Item: ODD });
  });

  it('are captured with schema and every item', async () => {
    const table = await captured('bookings');
    expect(await table.json('table-schema.json')).toMatchObject({
      KeySchema: BOOKINGS.KeySchema,
      BillingMode: 'PAY_PER_REQUEST',
      GlobalSecondaryIndexes: { 'by-guest': { Projection: { NonKeyAttributes: ['price', 'room'] } } },
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      TimeToLiveAttribute: 'expires',
      PointInTimeRecovery: { Enabled: true },
      Tags: { team: 'web' },
    });
    const items = await linesOf(table, 'data.ndjson');
    expect(items).toHaveLength(5001);
    expect(items.find((item) => JSON.stringify(item).includes('odd'))).toEqual({
      id: { S: 'odd \u0000\n"\u{1F600}' },
      day: { N: '-1.5' },
      bytes: { B: 'AP8KDQ==' },
      many: { BS: ['AQ==', 'Ag=='] },
      names: { SS: ['a', 'b'] },
      numbers: { NS: ['1', '2'] },
      deep: { M: { list: { L: [{ NULL: true }, { BOOL: false }, { M: {} }] }, empty: { S: '' } } },
    });
    expect(table.entry.objects).toBe(5001);
  });

  it('are the same whatever the order of their items, and else tell which items differ', async () => {
    const before = await captured('bookings');
    expect(await changesOf(service, before, await captured('bookings'))).toEqual([]);
    const TableName = 'bookings';
    const key = (id: string) => ({ id: { S: id }, day: { N: '1' } });
    await db.deleteItem({ TableName, Key: key('b-7') });
    await db.putItem({ TableName, Item: { ...key('new'), price: { N: '9' } } });
    await db.putItem({ TableName, Item: { ...key('b-8'), price: { N: '88' } } });
    expect(await changesOf(service, before, await captured('bookings'))).toEqual([
      { file: 'data.ndjson', kind: 'removed', path: '[id="b-7", day="1"]', before: expect.stringContaining('7') },
      { file: 'data.ndjson', kind: 'changed', path: '[id="b-8", day="1"].price.N', before: '"8"', after: '"88"' },
      { file: 'data.ndjson', kind: 'added', path: '[id="new", day="1"]', after: expect.stringContaining('9') },
    ]);
  });

  it('are captured as far as it is asked for', async () => {
    const endpoint = inject('emulator');
    const sampled = await captured(
      'bookings',
      estateAt({ endpoint, account, options: { dynamodb: { data: 'sample', sample: 10 } } }),
    );
    expect(await linesOf(sampled, 'data.ndjson')).toHaveLength(10);
    expect(await changesOf(service, sampled, await captured('bookings'))).toEqual([]);
    const none = await captured('bookings', estateAt({ endpoint, account, options: { dynamodb: { data: 'none' } } }));
    expect(none.file('data.ndjson')).toBeUndefined();
  });
});
