import { DynamoDB, type AttributeValue } from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import { REGION } from '../../local/places.ts';
import { each, unlessThere, type Ground } from '../ground.ts';
import { ELSEWHERE, tableName, topic } from '../names.ts';
import { bytesOf, randomOf } from '../random.ts';

const ITEMS = 30;

/** Where the nth table is: the last of fourteen is elsewhere. */
const tableRegion = (index: number): string => (index === 13 ? ELSEWHERE : REGION);

/** Tables with indexes, TTL, streams and items of every type. */
export async function makeTables(ground: Ground): Promise<void> {
  await each(ground.size.tables, (index) => makeTable(ground, index));
}

async function makeTable({ estate }: Ground, index: number): Promise<void> {
  const dynamo = estate.client(DynamoDB, tableRegion(index));
  const TableName = tableName(index);
  const ranged = index % 2 === 0;
  const keys = (range: string) => [
    { AttributeName: 'id', KeyType: 'HASH' as const },
    ...(ranged ? [{ AttributeName: range, KeyType: 'RANGE' as const }] : []),
  ];
  const provisioned = index % 4 === 1;
  const throughput = { ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 2 } };
  const made = await unlessThere(
    dynamo.createTable({
      TableName,
      KeySchema: keys('at'),
      AttributeDefinitions: [
        { AttributeName: 'id', AttributeType: 'S' },
        { AttributeName: 'guest', AttributeType: 'S' },
        ...(ranged ? ([{ AttributeName: 'at', AttributeType: 'N' }] as const) : []),
      ],
      ...(provisioned ? throughput : { BillingMode: 'PAY_PER_REQUEST' }),
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byGuest',
          KeySchema: [{ AttributeName: 'guest', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['seats'] },
          ...(provisioned && throughput),
        },
      ],
      ...(ranged && {
        LocalSecondaryIndexes: [
          {
            IndexName: 'byGuestWithin',
            KeySchema: [
              { AttributeName: 'id', KeyType: 'HASH' },
              { AttributeName: 'guest', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'KEYS_ONLY' },
          },
        ],
      }),
      ...(index % 3 === 0 && { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } }),
      Tags: [{ Key: 'site', Value: topic(index) }],
      DeletionProtectionEnabled: index === 5,
    }),
  );
  if (!made) return;
  const Requests = Array.from({ length: ITEMS }, (_, item) => itemOf(index, item));
  await pMap(Requests, (Item) => dynamo.putItem({ TableName, Item }), { concurrency: 4 });
  if (index % 3 === 1) {
    const TimeToLiveSpecification = { AttributeName: 'expiresAt', Enabled: true };
    await dynamo.updateTimeToLive({ TableName, TimeToLiveSpecification });
  }
  if (index % 5 === 0) {
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
    await dynamo.updateContinuousBackups({ TableName, PointInTimeRecoverySpecification });
  }
}

/** One item of a table, the same each time. */
export function itemOf(index: number, item: number): Record<string, AttributeValue> {
  const random = randomOf(`item ${index} ${item}`);
  const seats = Math.floor(random() * 12) + 1;
  return {
    id: { S: `${topic(index)}-${String(item).padStart(4, '0')}` },
    ...(index % 2 === 0 && { at: { N: String(1_773_144_000 + item * 3600) } }),
    guest: { S: item % 7 === 0 ? 'Zoë Ñandú 🐋' : `guest ${item}` },
    seats: { N: String(seats) },
    price: { N: '12345678901234567890.12345678901234567' },
    paid: { BOOL: item % 2 === 0 },
    ...(item % 3 === 0 && { ticket: { B: bytesOf(`ticket ${index} ${item}`, 24) } }),
    ...(item % 4 === 0 && { decks: { SS: ['bow', 'stern', 'mast'] }, weights: { NS: ['1', '2.5', '-3'] } }),
    ...(item % 5 === 0 && { none: { NULL: true }, empty: { S: '' }, list: { L: [{ S: 'a' }, { N: '1' }, { M: {} }] } }),
    ...(item % 6 === 0 && { expiresAt: { N: '4102444800' } }),
    note: { M: { text: { S: 'line one\nline "two" \\ </script>' }, nested: { M: { deep: { BOOL: true } } } } },
  };
}
