import { ScanCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { SiteRecord, TokenRecord } from '../site/site-record.ts';
import type { Site } from '../site/site.ts';
import type { Warning } from '../site/warning.ts';
import type { PageSummary } from '../sweep.ts';
import { awsFailure } from './aws-failure.ts';
import { siteKey, siteOf, tokenOf, warningKey, warningOf } from './dynamo-items.ts';
import { dynamoRecords, updatedSite } from './dynamo-records.ts';
import { pagesOf } from './dynamo-registry-pages.ts';
import { queried } from './dynamo-registry.ts';
import { dynamoSweeps, type SweepRecord } from './dynamo-sweeps.ts';
import { importToken, type ImportedToken, type SeenToken } from './dynamo-tokens.ts';

/** What a person at a terminal reads of the table and writes to it; what people decide goes through the API instead. */
export interface Operations {
  site(name: string): Promise<SiteRecord | undefined>;
  /** Writes what is configured; keeps what people retired, pauses and `since`. `conflict`: somebody else wrote. */
  applySite(site: Site, now: string, expect: number | 'absent'): Promise<'done' | 'conflict'>;
  /** Every site that was ever applied. Reads the whole table. */
  appliedSites(): AsyncIterable<SiteRecord>;
  pages(site: string): AsyncIterable<PageSummary>;
  tokens(site: string): AsyncIterable<TokenRecord>;
  /** Warnings that block deploys, in no order. */
  openWarnings(site: string): AsyncIterable<Warning>;
  /** Notes that a token was on a page before the guard saw it there; never makes one live. May run twice. */
  importToken(token: SeenToken): Promise<ImportedToken>;
  lastSweep(site: string): Promise<SweepRecord | undefined>;
}

/** The operations on the table of this name. Failures are `REGISTRY.*`. */
export function dynamoOperations(dynamo: DynamoDBDocumentClient, table: string): Operations {
  const deps = { dynamo };
  return {
    site: (name) => dynamoRecords(dynamo, table).site(name),
    applySite: (site, now, expect) => applySite(dynamo, table, { site, now, expect }),
    appliedSites: () => appliedSites(dynamo, table),
    pages: (site) => pagesOf(table, site, undefined, deps),
    tokens: (site) => tokens(dynamo, table, site),
    openWarnings: (site) => openWarnings(dynamo, table, site),
    importToken: (token) => importToken(dynamo, table, token),
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
  return updatedSite(dynamo, {
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

async function* openWarnings(dynamo: DynamoDBDocumentClient, table: string, site: string): AsyncGenerator<Warning> {
  const { pk, sk } = warningKey({ site, id: '' });
  const query = {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    FilterExpression: 'attribute_not_exists(acknowledged)',
    ExpressionAttributeValues: { ':pk': pk, ':prefix': sk },
  };
  for await (const item of queried(table, query, { dynamo })) yield warningOf(item);
}

async function* tokens(dynamo: DynamoDBDocumentClient, table: string, site: string): AsyncGenerator<TokenRecord> {
  const query = {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': siteKey(site).pk, ':prefix': 'TOKEN#' },
    ConsistentRead: true,
  };
  for await (const item of queried(table, query, { dynamo })) yield tokenOf(item);
}
