import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { localSettings, refusal } from './probe-clients.ts';

const dynamo = new DynamoDBClient(localSettings());
const TableName = `probe-${crypto.randomUUID()}`;

beforeAll(async () => {
  await dynamo.send(
    new CreateTableCommand({
      TableName,
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
});

describe('the table', () => {
  it('refuses a write whose condition fails', async () => {
    await dynamo.send(
      new PutItemCommand({ TableName, Item: item('one', 1), ConditionExpression: 'attribute_not_exists(pk)' }),
    );
    const again = new PutItemCommand({
      TableName,
      Item: item('one', 2),
      ConditionExpression: 'rev = :rev',
      ExpressionAttributeValues: { ':rev': { N: '7' } },
    });
    expect(await refusal(dynamo.send(again))).toEqual({ status: 400, name: 'ConditionalCheckFailedException' });
    expect(await revOf('one')).toBe('1');
  });

  it('writes all of a transaction or nothing, and says for each part why', async () => {
    await dynamo.send(new PutItemCommand({ TableName, Item: item('two', 1) }));
    const outcome = await transact([
      { Put: { TableName, Item: item('three', 1) } },
      { ConditionCheck: { TableName, Key: key('two'), ...revIs(9) } },
    ]);
    expect(outcome).toEqual(['None', 'ConditionalCheckFailed']);
    expect(await revOf('three')).toBeUndefined();
  });

  it('checks one item and writes others under it', async () => {
    await dynamo.send(new PutItemCommand({ TableName, Item: item('four', 3) }));
    const outcome = await transact([
      { Put: { TableName, Item: item('five', 1) } },
      { ConditionCheck: { TableName, Key: key('four'), ...revIs(3) } },
    ]);
    expect(outcome).toBe('done');
    expect(await revOf('five')).toBe('1');
  });

  it('takes 100 writes in one transaction and no more', async () => {
    const puts = (count: number): TransactWriteItem[] =>
      Array.from({ length: count }, (_, index) => ({ Put: { TableName, Item: item(`many-${index}`, 1) } }));
    expect(await transact(puts(100))).toBe('done');
    expect(await refusal(dynamo.send(new TransactWriteItemsCommand({ TransactItems: puts(101) })))).toMatchObject({
      name: 'ValidationException',
    });
  });

  it('refuses an item over 400 KB', async () => {
    const big = { ...item('big', 1), text: { S: 'x'.repeat(410_000) } };
    expect(await refusal(dynamo.send(new PutItemCommand({ TableName, Item: big })))).toMatchObject({
      name: 'ValidationException',
    });
  });

  it('refuses an index key that is not text', async () => {
    const odd = { ...item('odd', 1), site: { M: {} } };
    expect(await refusal(dynamo.send(new PutItemCommand({ TableName, Item: odd })))).toMatchObject({
      name: 'ValidationException',
    });
  });

  it('finds by the index in order, and only what has both of its keys', async () => {
    for (const openedAt of ['2026-01-02', '2026-01-01']) {
      const Item = { ...item(openedAt, 1), site: { S: 'demo' }, openedAt: { S: openedAt } };
      await dynamo.send(new PutItemCommand({ TableName, Item }));
    }
    await dynamo.send(new PutItemCommand({ TableName, Item: { ...item('no-time', 1), site: { S: 'demo' } } }));
    const found = await dynamo.send(
      new QueryCommand({
        TableName,
        IndexName: 'bySite',
        KeyConditionExpression: 'site = :site',
        ExpressionAttributeValues: { ':site': { S: 'demo' } },
      }),
    );
    expect(found.Items?.map(({ openedAt }) => openedAt?.S)).toEqual(['2026-01-01', '2026-01-02']);
  });
});

function keys(hash: string, range: string) {
  return [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ];
}

function key(name: string) {
  return { pk: { S: name }, sk: { S: 'PAGE' } };
}

function item(name: string, rev: number) {
  return { ...key(name), rev: { N: String(rev) } };
}

function revIs(rev: number) {
  return { ConditionExpression: 'rev = :rev', ExpressionAttributeValues: { ':rev': { N: String(rev) } } };
}

async function revOf(name: string): Promise<string | undefined> {
  const { Item } = await dynamo.send(new GetItemCommand({ TableName, Key: key(name), ConsistentRead: true }));
  return Item?.['rev']?.N;
}

/** The reasons of a transaction that was cancelled, part by part. */
async function transact(TransactItems: TransactWriteItem[]): Promise<'done' | (string | undefined)[]> {
  try {
    await dynamo.send(new TransactWriteItemsCommand({ TransactItems }));
    return 'done';
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    return (error.CancellationReasons ?? []).map(({ Code }) => Code);
  }
}
