import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localSettings } from './probe-clients.ts';
import { newFunction } from './probe-function.ts';

const dynamo = new DynamoDBClient(localSettings());
let made: Awaited<ReturnType<typeof newFunction>> | undefined;
let table: { name: string; stream: string };

beforeEach(async () => {
  table = await newTable();
});

afterEach(async () => {
  await made?.remove();
  made = undefined;
});

describe('the stream of a table', () => {
  it('wakes a function for what passes the filter only, with both images', async () => {
    made = await newFunction(`for (const record of event.Records) note(record);`);
    const Pattern = JSON.stringify({
      eventName: ['INSERT', 'MODIFY'],
      dynamodb: { Keys: { sk: { S: ['INCIDENT'] } } },
    });
    await made.readFrom({ ...source(), FilterCriteria: { Filters: [{ Pattern }] } });
    await put('a', 'PAGE', 1);
    await put('a', 'INCIDENT', 1);
    await put('a', 'INCIDENT', 2);
    const noted = await made.untilNoted(2);
    expect(noted.map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY']);
    expect(noted[1].dynamodb).toMatchObject({ OldImage: { rev: { N: '1' } }, NewImage: { rev: { N: '2' } } });
  });

  it('begins with what was written before the function read it', async () => {
    await put('a', 'INCIDENT', 1);
    made = await newFunction(`for (const record of event.Records) note(record.dynamodb.NewImage.rev.N);`);
    await made.readFrom(source());
    expect(await made.untilNoted(1)).toEqual(['1']);
  });

  it('brings a whole batch again after the function threw, and what follows only after it', async () => {
    made = await newFunction(`
      note(event.Records.map((record) => record.dynamodb.NewImage.rev.N));
      throw new Error('not now');`);
    for (const rev of [1, 2]) await put('a', 'INCIDENT', rev);
    await made.readFrom({ ...source(), BatchSize: 2 });
    await put('a', 'INCIDENT', 3);
    expect(await made.untilNoted(2)).toEqual([
      ['1', '2'],
      ['1', '2'],
    ]);
  });

  // AWS reads on from there: what a function only reports as failed is never seen again here.
  it('passes over a record that the function reports as failed', async () => {
    made = await newFunction(`
      const [{ dynamodb }] = event.Records;
      note(dynamodb.NewImage.rev.N);
      return { batchItemFailures: [{ itemIdentifier: dynamodb.SequenceNumber }] };`);
    for (const rev of [1, 2]) await put('a', 'INCIDENT', rev);
    await made.readFrom({ ...source(), BatchSize: 1, FunctionResponseTypes: ['ReportBatchItemFailures'] });
    expect(await made.untilNoted(2)).toEqual(['1', '2']);
  });

  // AWS would give up after one retry, tell the queue and go on; neither bisecting nor giving up is shown here.
  it('does not count attempts', async () => {
    made = await newFunction(`note(event.Records[0].dynamodb.NewImage.rev.N); throw new Error('never');`);
    await put('a', 'INCIDENT', 1);
    await put('a', 'INCIDENT', 2);
    await made.readFrom({ ...source(), BatchSize: 1, MaximumRetryAttempts: 1, BisectBatchOnFunctionError: true });
    expect(await made.untilNoted(4)).toEqual(['1', '1', '1', '1']);
  });
});

function source() {
  return { EventSourceArn: table.stream, StartingPosition: 'TRIM_HORIZON' as const, BatchSize: 10 };
}

async function put(pk: string, sk: string, rev: number): Promise<void> {
  const Item = { pk: { S: pk }, sk: { S: sk }, rev: { N: String(rev) } };
  await dynamo.send(new PutItemCommand({ TableName: table.name, Item }));
}

async function newTable(): Promise<{ name: string; stream: string }> {
  const name = `probe-${crypto.randomUUID()}`;
  const { TableDescription } = await dynamo.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((key) => ({ AttributeName: key, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  return { name, stream: TableDescription?.LatestStreamArn ?? '' };
}
