import { GetCommand, QueryCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Incident } from '../incident/incident.ts';
import type { PageRecord } from '../site/page-record.ts';
import type { Pause, SiteRecord, TokenRecord } from '../site/site-record.ts';
import type { Site } from '../site/site.ts';
import { awsFailure } from './aws-failure.ts';

/** A page of a list of incidents; `next` continues it. */
export interface IncidentList {
  readonly incidents: readonly Incident[];
  readonly next?: string;
}

/** What a person reads of the table and writes to it, besides what the functions do. */
export interface Operations {
  site(name: string): Promise<SiteRecord | undefined>;
  /** Writes what is configured; keeps what people retired, pauses and `since`. `conflict`: somebody else wrote. */
  applySite(site: Site, now: string, expect: number | 'absent'): Promise<'done' | 'conflict'>;
  setPauses(site: string, pauses: readonly Pause[], expect: number): Promise<'done' | 'conflict'>;
  pages(site: string): AsyncIterable<PageRecord>;
  tokens(site: string): AsyncIterable<TokenRecord>;
  incident(id: string): Promise<Incident | undefined>;
  /** Newest first, eventually consistent (an index). At most `limit`, fewer when `state` filters. */
  incidents(site: string, options: { state?: string; limit: number; after?: string }): Promise<IncidentList>;
}

// The table is written by Holdfast alone: what is checked on reading is that an item is of the kind that was asked for.
const SITE_ITEM = z.custom<SiteRecord>((item) => has(item, 'config', 'rev', 'since', 'retired', 'pauses'));
const PAGE_ITEM = z.custom<PageRecord>((item) => has(item, 'ref', 'rev', 'gen', 'seen', 'open'));
const TOKEN_ITEM = z.custom<TokenRecord>((item) => has(item, 'name', 'key', 'state', 'lastSeen'));
const INCIDENT_ITEM = z.custom<Incident>((item) => has(item, 'id', 'site', 'key', 'state', 'findings', 'openedAt'));
const CURSOR = z.record(z.string(), z.string());

/** The operations on the table of this name. */
export function dynamoOperations(client: DynamoDBDocumentClient, table: string): Operations {
  return {
    site: async (name) => read(client, table, siteKey(name), SITE_ITEM),
    applySite: (site, now, expect) => applySite(client, table, { site, now, expect }),
    setPauses: (site, pauses, expect) => setPauses(client, table, { site, pauses, expect }),
    pages: (site) => children(client, table, { site, prefix: 'PAGE#', kind: PAGE_ITEM }),
    tokens: (site) => children(client, table, { site, prefix: 'TOKEN#', kind: TOKEN_ITEM }),
    incident: (id) => read(client, table, { pk: `INCIDENT#${id}`, sk: 'INCIDENT' }, INCIDENT_ITEM),
    incidents: (site, options) => incidents(client, table, { site, ...options }),
  };
}

function siteKey(name: string): { pk: string; sk: string } {
  return { pk: `SITE#${name}`, sk: 'SITE' };
}

async function read<T>(
  client: DynamoDBDocumentClient,
  table: string,
  key: { pk: string; sk: string },
  kind: z.ZodType<T>,
) {
  try {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
    return Item === undefined ? undefined : kind.parse(Item);
  } catch (error) {
    throw awsFailure('REGISTRY', `Reading ${key.pk} ${key.sk}`, error);
  }
}

async function applySite(
  client: DynamoDBDocumentClient,
  table: string,
  { site, now, expect }: { site: Site; now: string; expect: number | 'absent' },
): Promise<'done' | 'conflict'> {
  const first = expect === 'absent';
  return conditional(client, {
    TableName: table,
    Key: siteKey(site.name),
    UpdateExpression:
      'SET #config = :config, #rev = :next, #since = if_not_exists(#since, :now), ' +
      '#retired = if_not_exists(#retired, :retired), #pauses = if_not_exists(#pauses, :pauses)',
    ConditionExpression: first ? 'attribute_not_exists(pk)' : '#rev = :rev',
    ExpressionAttributeNames: {
      '#config': 'config',
      '#rev': 'rev',
      '#since': 'since',
      '#retired': 'retired',
      '#pauses': 'pauses',
    },
    ExpressionAttributeValues: {
      ':config': site,
      ':next': first ? 1 : expect + 1,
      ':now': now,
      ':retired': { tokens: [], phrases: [] },
      ':pauses': [],
      ...(first ? {} : { ':rev': expect }),
    },
  });
}

async function setPauses(
  client: DynamoDBDocumentClient,
  table: string,
  { site, pauses, expect }: { site: string; pauses: readonly Pause[]; expect: number },
): Promise<'done' | 'conflict'> {
  return conditional(client, {
    TableName: table,
    Key: siteKey(site),
    UpdateExpression: 'SET #pauses = :pauses, #rev = :next',
    ConditionExpression: '#rev = :rev',
    ExpressionAttributeNames: { '#pauses': 'pauses', '#rev': 'rev' },
    ExpressionAttributeValues: { ':pauses': pauses, ':next': expect + 1, ':rev': expect },
  });
}

async function conditional(
  client: DynamoDBDocumentClient,
  update: UpdateCommand['input'],
): Promise<'done' | 'conflict'> {
  try {
    await client.send(new UpdateCommand(update));
    return 'done';
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'ConditionalCheckFailedException' || name === 'TransactionConflictException') return 'conflict';
    throw awsFailure('REGISTRY', 'Writing the site', error);
  }
}

async function* children<T>(
  client: DynamoDBDocumentClient,
  table: string,
  { site, prefix, kind }: { site: string; prefix: string; kind: z.ZodType<T> },
): AsyncGenerator<T> {
  let after: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await query(client, {
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': `SITE#${site}`, ':prefix': prefix },
      ConsistentRead: true,
      ...(after && { ExclusiveStartKey: after }),
    });
    yield* Items.map((item) => kind.parse(item));
    after = LastEvaluatedKey;
  } while (after);
}

async function incidents(
  client: DynamoDBDocumentClient,
  table: string,
  { site, state, limit, after }: { site: string; state?: string; limit: number; after?: string },
): Promise<IncidentList> {
  const { Items = [], LastEvaluatedKey } = await query(client, {
    TableName: table,
    IndexName: 'bySite',
    KeyConditionExpression: '#site = :site',
    ...(state !== undefined && { FilterExpression: '#state = :state' }),
    ExpressionAttributeNames: { '#site': 'site', ...(state !== undefined && { '#state': 'state' }) },
    ExpressionAttributeValues: { ':site': site, ...(state !== undefined && { ':state': state }) },
    ScanIndexForward: false,
    Limit: limit,
    ...(after !== undefined && { ExclusiveStartKey: decode(after) }),
  });
  const found = Items.map((item) => INCIDENT_ITEM.parse(item));
  return LastEvaluatedKey ? { incidents: found, next: encode(LastEvaluatedKey) } : { incidents: found };
}

async function query(client: DynamoDBDocumentClient, input: QueryCommand['input']) {
  try {
    return await client.send(new QueryCommand(input));
  } catch (error) {
    throw awsFailure('REGISTRY', 'Reading the table', error);
  }
}

function encode(key: Record<string, unknown>): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

function decode(cursor: string): Record<string, string> {
  return CURSOR.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
}

function has(item: unknown, ...fields: readonly string[]): boolean {
  return typeof item === 'object' && item !== null && fields.every((field) => field in item);
}
