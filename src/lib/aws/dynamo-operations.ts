import { ScanCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { SiteChange } from '../approval/change-site.ts';
import { HoldfastError } from '../errors.ts';
import type { Incident } from '../incident/incident.ts';
import type { SiteRecord, TokenRecord } from '../site/site-record.ts';
import type { Site } from '../site/site.ts';
import type { PageSummary } from '../sweep.ts';
import { asAwsError, awsFailure } from './aws-failure.ts';
import { BY_SITE, incidentKey, incidentOf, siteKey, siteOf, tokenOf } from './dynamo-items.ts';
import { pagesOf } from './dynamo-registry-pages.ts';
import { queried, readItem } from './dynamo-registry.ts';
import { dynamoSweeps, type SweepRecord } from './dynamo-sweeps.ts';

/** What to list of a site's incidents. */
export interface IncidentQuery {
  readonly state?: string;
  readonly limit: number;
  /** Where an earlier list ended. */
  readonly after?: string;
}

/** A part of a list of incidents; `next` continues it. */
export interface IncidentList {
  readonly incidents: readonly Incident[];
  readonly next?: string;
}

/** What a person reads of the table and writes to it, besides what the functions do. */
export interface Operations {
  site(name: string): Promise<SiteRecord | undefined>;
  /** Writes what is configured; keeps what people retired, pauses and `since`. `conflict`: somebody else wrote. */
  applySite(site: Site, now: string, expect: number | 'absent'): Promise<'done' | 'conflict'>;
  /** Writes what people changed, and moves the revision by one. `conflict`: somebody else wrote. */
  changeSite(name: string, change: SiteChange, expect: number): Promise<'done' | 'conflict'>;
  /** Every site that was ever applied. Reads the whole table. */
  appliedSites(): AsyncIterable<SiteRecord>;
  pages(site: string): AsyncIterable<PageSummary>;
  tokens(site: string): AsyncIterable<TokenRecord>;
  incident(id: string): Promise<Incident | undefined>;
  /** Newest first, from an index that may lag by seconds. */
  incidents(site: string, query: IncidentQuery): Promise<IncidentList>;
  lastSweep(site: string): Promise<SweepRecord | undefined>;
}

/** The operations on the table of this name. Failures are `REGISTRY.*`. */
export function dynamoOperations(dynamo: DynamoDBDocumentClient, table: string): Operations {
  const deps = { dynamo };
  return {
    async site(name) {
      const item = await readItem(table, siteKey(name), deps);
      return item && siteOf(item);
    },
    applySite: (site, now, expect) => applySite(dynamo, table, { site, now, expect }),
    changeSite: (name, change, expect) => changeSite(dynamo, table, { name, change, expect }),
    appliedSites: () => appliedSites(dynamo, table),
    pages: (site) => pagesOf(table, site, undefined, deps),
    tokens: (site) => tokens(dynamo, table, site),
    async incident(id) {
      const item = await readItem(table, incidentKey(id), deps);
      return item && incidentOf(item);
    },
    incidents: (site, query) => incidents(dynamo, table, { site, query }),
    lastSweep: (site) => dynamoSweeps(dynamo, table).read(site),
  };
}

async function* appliedSites(dynamo: DynamoDBDocumentClient, table: string): AsyncGenerator<SiteRecord> {
  const filter = { FilterExpression: 'sk = :sk', ExpressionAttributeValues: { ':sk': 'SITE' }, ConsistentRead: true };
  let after: Record<string, unknown> | undefined;
  do {
    const command = new ScanCommand({ TableName: table, ...filter, ...(after && { ExclusiveStartKey: after }) });
    const { Items = [], LastEvaluatedKey } = await dynamo.send(command).catch((error: unknown) => {
      throw awsFailure('REGISTRY', 'Reading the whole table', error);
    });
    yield* Items.map(siteOf);
    after = LastEvaluatedKey;
  } while (after);
}

async function applySite(
  dynamo: DynamoDBDocumentClient,
  table: string,
  { site, now, expect }: { site: Site; now: string; expect: number | 'absent' },
): Promise<'done' | 'conflict'> {
  const first = expect === 'absent';
  return conditional(dynamo, {
    TableName: table,
    Key: { ...siteKey(site.name) },
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

async function changeSite(
  dynamo: DynamoDBDocumentClient,
  table: string,
  { name, change, expect }: { name: string; change: SiteChange; expect: number },
): Promise<'done' | 'conflict'> {
  const [[field, value] = ['', undefined]] = Object.entries(change);
  return conditional(dynamo, {
    TableName: table,
    Key: { ...siteKey(name) },
    UpdateExpression: 'SET #field = :value, #rev = :next',
    ConditionExpression: '#rev = :rev',
    ExpressionAttributeNames: { '#field': field, '#rev': 'rev' },
    ExpressionAttributeValues: { ':value': value, ':next': expect + 1, ':rev': expect },
  });
}

async function conditional(
  dynamo: DynamoDBDocumentClient,
  update: UpdateCommand['input'],
): Promise<'done' | 'conflict'> {
  try {
    await dynamo.send(new UpdateCommand(update));
    return 'done';
  } catch (error) {
    if (/^(ConditionalCheckFailed|TransactionConflict)Exception$/.test(asAwsError(error).name)) return 'conflict';
    throw awsFailure('REGISTRY', 'Writing the site', error);
  }
}

async function* tokens(dynamo: DynamoDBDocumentClient, table: string, site: string): AsyncGenerator<TokenRecord> {
  const query = {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': siteKey(site).pk, ':prefix': 'TOKEN#' },
    ConsistentRead: true,
  };
  for await (const item of queried(table, query, { dynamo })) yield tokenOf(item);
}

async function incidents(
  dynamo: DynamoDBDocumentClient,
  table: string,
  { site, query: { state, limit, after } }: { site: string; query: IncidentQuery },
): Promise<IncidentList> {
  const query = {
    IndexName: BY_SITE,
    KeyConditionExpression: '#site = :site',
    ...(state !== undefined && { FilterExpression: '#state = :state' }),
    ExpressionAttributeNames: { '#site': 'site', ...(state !== undefined && { '#state': 'state' }) },
    ExpressionAttributeValues: { ':site': site, ...(state !== undefined && { ':state': state }) },
    ScanIndexForward: false,
    Limit: Math.max(limit, 50),
    ...(after !== undefined && { ExclusiveStartKey: startKey(site, after) }),
  };
  const found: Incident[] = [];
  for await (const item of queried(table, query, { dynamo })) {
    const last = found.at(-1);
    if (last && found.length === limit) return { incidents: found, next: cursorAfter(last) };
    found.push(incidentOf(item));
  }
  return { incidents: found };
}

const CURSOR = z.tuple([z.iso.datetime(), z.string().regex(/^[\w-]{1,128}$/)]);

/** A cursor names the last incident that was listed, so that it holds whatever was added since. */
function cursorAfter({ openedAt, id }: Incident): string {
  return Buffer.from(JSON.stringify([openedAt, id])).toString('base64url');
}

function startKey(site: string, cursor: string): Record<string, string> {
  try {
    const [openedAt, id] = CURSOR.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { site, openedAt, ...incidentKey(id) };
  } catch (cause) {
    const hint = 'Leave it out to begin with the newest incident.';
    throw new HoldfastError('CLI.USAGE', 'That is not where a list ended.', { hint, cause });
  }
}
