import { GetCommand, TransactWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Channel, Deliveries, Delivery, Route, Subject, Tally } from '../alert/deliveries.ts';
import type { Write } from '../site/registry.ts';
import { asAwsError, awsFailure } from './aws-failure.ts';

const DAY_S = 86_400;

interface Key {
  readonly pk: string;
  readonly sk: string;
}

// The table is written by Holdfast alone: what is checked on reading is that an item is of the kind that was asked for.
const DELIVERY = z.custom<Delivery>((item) => has(item, 'rev'));
const ROUTE = z.custom<Route>((item) => has(item, 'rev', 'entry'));
const TALLY = z.custom<Tally>((item) => has(item, 'rev', 'total', 'digested', 'lines'));

/** The memory of what was told, in the table. What belongs to a minute or an hour expires after two days. */
export function dynamoDeliveries(client: DynamoDBDocumentClient, table: string): Deliveries {
  return {
    read: (subject, channel) => read(client, table, deliveryKey(subject, channel), DELIVERY),
    write: (subject, channel, write) =>
      commit(client, table, [put(deliveryKey(subject, channel), write, expiryOf(subject))]),
    route: (incident) => read(client, table, routeKey(incident), ROUTE),
    tally: (site, minute) => read(client, table, tallyKey(site, minute), TALLY),
    admit: ({ id, route }, { site, minute, tally }) =>
      commit(client, table, [put(routeKey(id), route), put(tallyKey(site, minute), tally, twoDaysAfter(minute))]),
  };
}

const routeKey = (incident: string): Key => ({ pk: `INCIDENT#${incident}`, sk: 'ROUTE' });
const tallyKey = (site: string, minute: string): Key => ({ pk: `SITE#${site}`, sk: `ALERTS#${minute}` });

function deliveryKey(subject: Subject, channel: Channel): Key {
  switch (subject.kind) {
    case 'incident':
      return { pk: `INCIDENT#${subject.id}`, sk: `DELIVERY#${channel}` };
    case 'digest':
      return { pk: `SITE#${subject.site}`, sk: `DELIVERY#${channel}#DIGEST#${subject.minute}` };
    case 'pause':
      return { pk: `SITE#${subject.site}`, sk: `DELIVERY#${channel}#PAUSE#${subject.id}` };
    case 'retirement':
      return { pk: `SITE#${subject.site}`, sk: `DELIVERY#${channel}#RETIREMENT#${subject.id}` };
    case 'allowance':
      return { pk: `SITE#${subject.site}`, sk: `DELIVERY#${channel}#ALLOWANCE#${subject.id}` };
    case 'warning':
      return { pk: `SITE#${subject.site}`, sk: `DELIVERY#${channel}#WARNING#${subject.id}` };
    case 'escalation':
      return { pk: `SITE#${subject.site}`, sk: `DELIVERY#${channel}#ESCALATION#${subject.id}` };
    case 'refusal':
      return { pk: `SITE#${subject.site}`, sk: `DELIVERY#${channel}#REFUSAL#${subject.hour}` };
    default:
      return subject satisfies never;
  }
}

function expiryOf(subject: Subject): number | undefined {
  if (subject.kind === 'digest') return twoDaysAfter(subject.minute);
  return subject.kind === 'refusal' ? twoDaysAfter(`${subject.hour}:00Z`) : undefined;
}

function twoDaysAfter(time: string): number {
  return Math.floor(Date.parse(time) / 1000) + 2 * DAY_S;
}

function put(key: Key, { expect, next }: Write<object>, expiresAt?: number) {
  const condition =
    expect === 'absent'
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: '#rev = :rev',
          ExpressionAttributeNames: { '#rev': 'rev' },
          ExpressionAttributeValues: { ':rev': expect },
        };
  return { Item: { ...next, ...(expiresAt === undefined ? {} : { expiresAt }), ...key }, ...condition };
}

async function read<T>(
  client: DynamoDBDocumentClient,
  table: string,
  key: Key,
  kind: z.ZodType<T>,
): Promise<T | undefined> {
  try {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
    return Item === undefined ? undefined : kind.parse(Item);
  } catch (error) {
    throw awsFailure('REGISTRY', `Reading ${key.sk}`, error);
  }
}

async function commit(
  client: DynamoDBDocumentClient,
  table: string,
  puts: readonly ReturnType<typeof put>[],
): Promise<'done' | 'conflict'> {
  try {
    const TransactItems = puts.map((one) => ({ Put: { TableName: table, ...one } }));
    await client.send(new TransactWriteCommand({ TransactItems }));
    return 'done';
  } catch (error) {
    const { name } = asAwsError(error);
    if (name === 'TransactionCanceledException' || name === 'TransactionConflictException') return conflictOr(error);
    throw awsFailure('REGISTRY', 'Remembering what was told', error);
  }
}

// A transaction is also cancelled when the table is busy: that is a failure, no conflict.
function conflictOr(error: unknown): 'conflict' {
  const reasons = error instanceof Error && 'CancellationReasons' in error ? error.CancellationReasons : [];
  const codes = Array.isArray(reasons) ? reasons.map((reason: { Code?: string }) => reason.Code) : [];
  const lost = codes.every(
    (code) =>
      code === undefined || code === 'None' || code === 'ConditionalCheckFailed' || code === 'TransactionConflict',
  );
  if (lost) return 'conflict';
  throw awsFailure('REGISTRY', 'Remembering what was told', error);
}

function has(item: unknown, ...fields: readonly string[]): boolean {
  return typeof item === 'object' && item !== null && fields.every((field) => field in item);
}
