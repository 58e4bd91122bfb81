import { setTimeout as wait } from 'node:timers/promises';
import type { DynamoDBDocumentClient, QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { BatchGetCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { HoldfastError } from '../errors.ts';
import type { Registry } from '../site/registry.ts';
import { asAwsError, awsFailure } from './aws-failure.ts';
import type { Item, ItemKey } from './dynamo-items.ts';
import {
  BY_SITE,
  incidentItem,
  incidentKey,
  incidentOf,
  pageKey,
  pageOf,
  restoredIn,
  siteKey,
  siteOf,
  tokenOf,
  tokenPrefix,
  warningKey,
  warningOf,
} from './dynamo-items.ts';
import { commitTransition } from './dynamo-registry-commit.ts';

const ATTEMPTS = 5;
const FIRST_WAIT_MS = 25;
const RECENT = 100;

interface Deps {
  readonly dynamo: DynamoDBDocumentClient;
}

/** The registry port on DynamoDB. Failures are `REGISTRY.*`; throttling, 5xx and broken connections are retryable. */
export function dynamoRegistry(table: string, deps: Deps): Registry {
  return {
    async read(ref) {
      const keys = [pageKey(ref), siteKey(ref.site)];
      const items = await readBoth(table, keys, deps);
      const [page, site] = keys.map(({ sk }) => items.find((item) => item['sk'] === sk));
      return { ...(page && { page: pageOf(page) }), ...(site && { site: siteOf(site) }) };
    },
    async incident(id) {
      const item = await readItem(table, incidentKey(id), deps);
      return item && incidentOf(item);
    },
    async warning(site, id) {
      const item = await readItem(table, warningKey({ site, id }), deps);
      return item && warningOf(item);
    },
    async homes(site, token) {
      const homes = [];
      const query = {
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': siteKey(site).pk, ':prefix': tokenPrefix(token) },
        ConsistentRead: true,
      };
      for await (const item of queried(table, query, deps)) homes.push(tokenOf(item));
      return homes;
    },
    async recentlyRestored(site, since) {
      const query = {
        IndexName: BY_SITE,
        KeyConditionExpression: '#site = :site AND openedAt >= :since',
        ExpressionAttributeNames: { '#site': 'site' },
        ExpressionAttributeValues: { ':site': restoredIn(site), ':since': since },
        ScanIndexForward: false,
        Limit: RECENT,
      };
      const { Items = [] } = await queryOnce(table, query, deps);
      return Items.map(pageOf).flatMap(({ ref, justRestored }) =>
        justRestored ? [{ key: ref.key, tokens: justRestored.tokens }] : [],
      );
    },
    async open(incident) {
      const command = new PutCommand({
        TableName: table,
        Item: { ...incidentItem(incident) },
        ConditionExpression: 'attribute_not_exists(pk)',
      });
      await deps.dynamo.send(command).catch((error: unknown) => {
        if (asAwsError(error).name === 'ConditionalCheckFailedException') return;
        throw awsFailure('REGISTRY', `Opening incident ${incident.id}`, error);
      });
    },
    commit: (transition) => commitTransition(table, transition, deps),
  };
}

/** Reads one item, strongly consistent. */
export async function readItem(table: string, key: ItemKey, { dynamo }: Deps): Promise<Item | undefined> {
  try {
    const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: { ...key }, ConsistentRead: true }));
    return Item;
  } catch (error) {
    throw awsFailure('REGISTRY', `Reading ${key.pk} ${key.sk}`, error);
  }
}

/** Every item that a query finds, page by page as far as the caller goes. */
export async function* queried(
  table: string,
  query: Omit<QueryCommandInput, 'TableName'>,
  deps: Deps,
): AsyncGenerator<Item> {
  let after = query.ExclusiveStartKey;
  do {
    const { Items = [], LastEvaluatedKey } = await queryOnce(table, { ...query, ExclusiveStartKey: after }, deps);
    yield* Items;
    after = LastEvaluatedKey;
  } while (after);
}

/** What one query finds, and where the next goes on. */
export async function queryOnce(table: string, query: Omit<QueryCommandInput, 'TableName'>, { dynamo }: Deps) {
  try {
    return await dynamo.send(new QueryCommand({ TableName: table, ...query }));
  } catch (error) {
    throw awsFailure('REGISTRY', 'Reading the table', error);
  }
}

/** One call for all of the keys; what DynamoDB leaves out under load is asked for again. */
async function readBoth(table: string, keys: readonly ItemKey[], { dynamo }: Deps): Promise<Item[]> {
  const found: Item[] = [];
  let wanted: Record<string, unknown>[] = keys.map((key) => ({ ...key }));
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (attempt > 0) await wait(FIRST_WAIT_MS * 2 ** attempt);
    const command = new BatchGetCommand({ RequestItems: { [table]: { Keys: wanted, ConsistentRead: true } } });
    const output = await dynamo.send(command).catch((error: unknown) => {
      throw awsFailure('REGISTRY', 'Reading a page and its site', error);
    });
    found.push(...(output.Responses?.[table] ?? []));
    wanted = output.UnprocessedKeys?.[table]?.Keys ?? [];
    if (wanted.length === 0) return found;
  }
  throw new HoldfastError('REGISTRY.BUSY', 'The table does not answer for a page and its site', { retryable: true });
}
