import type { DynamoDBDocumentClient, QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Lists } from '../../console/deps.ts';
import type { Part } from '../api/part.ts';
import {
  BY_SITE,
  incidentKey,
  incidentOf,
  pageOf,
  siteKey,
  tokenOf,
  warningKey,
  warningOf,
  type Item,
} from './dynamo-items.ts';
import { queryOnce } from './dynamo-registry.ts';
import { readCursor, writeCursor } from './list-cursor.ts';

// A state that few incidents are in must not make one request read years of them.
const MOST_QUERIES = 5;
const FEWEST_READ = 100;

/** Bytes of JSON in one part. A function answers at most 6 MB, in which the quotes of that JSON are escaped once more. */
const MOST_BYTES = 2_000_000;

const INCIDENT = z.object({ openedAt: z.iso.datetime(), pk: z.string().regex(/^INCIDENT#[\w-]{1,128}$/) });

interface Wanted<T> {
  readonly query: Omit<QueryCommandInput, 'TableName'>;
  readonly read: (item: Item) => T;
  readonly limit: number;
  /** What a cursor has to say of the item that it stands behind. */
  readonly place: z.ZodType<object>;
  /** The table's key of such a place. */
  readonly keyOf: (place: object) => Record<string, unknown>;
  readonly cursor?: string;
}

/** The lists that people look at, part by part, of 2 MB at most. A part may have fewer than asked for, and still be continued. */
export function dynamoLists(dynamo: DynamoDBDocumentClient, table: string): Lists {
  const list = <T>(wanted: Wanted<T>) => part(wanted, (query) => queryOnce(table, query, { dynamo }));
  return {
    incidents: (site, { state, limit, cursor }) =>
      list({
        query: incidentsOf(site, state),
        read: incidentOf,
        limit,
        place: INCIDENT,
        keyOf: (place) => ({ ...place, site, sk: incidentKey('').sk }),
        ...(cursor !== undefined && { cursor }),
      }),
    pages: (site, query) => list({ ...under(site, 'PAGE#'), read: pageOf, ...query }),
    tokens: (site, query) => list({ ...under(site, 'TOKEN#'), read: tokenOf, ...query }),
    warnings: (site, { key, all, ...query }) => list({ ...warningsOf(site, { key, all }), read: warningOf, ...query }),
  };
}

function incidentsOf(site: string, state: string | undefined): Wanted<never>['query'] {
  const filtered = state !== undefined;
  return {
    IndexName: BY_SITE,
    KeyConditionExpression: '#site = :site',
    ...(filtered && { FilterExpression: '#state = :state' }),
    ExpressionAttributeNames: { '#site': 'site', ...(filtered && { '#state': 'state' }) },
    ExpressionAttributeValues: { ':site': site, ...(filtered && { ':state': state }) },
    ScanIndexForward: false,
  };
}

function warningsOf(site: string, { key, all }: { key: string | undefined; all: boolean }): ReturnType<typeof under> {
  const { query, ...place } = under(site, warningKey({ site, id: '' }).sk);
  const filters = [
    ...(all ? [] : ['attribute_not_exists(#acknowledged)']),
    ...(key === undefined ? [] : ['(attribute_not_exists(#key) OR #key = :key)']),
  ];
  if (filters.length === 0) return { query, ...place };
  return {
    ...place,
    query: {
      ...query,
      FilterExpression: filters.join(' AND '),
      ExpressionAttributeNames: {
        ...(!all && { '#acknowledged': 'acknowledged' }),
        ...(key !== undefined && { '#key': 'key' }),
      },
      ExpressionAttributeValues: { ...query.ExpressionAttributeValues, ...(key !== undefined && { ':key': key }) },
    },
  };
}

function under(site: string, prefix: string): Pick<Wanted<never>, 'query' | 'place' | 'keyOf'> {
  const { pk } = siteKey(site);
  return {
    query: {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
      ConsistentRead: true,
    },
    // A sort key has at most 1,024 bytes.
    place: z.object({ sk: z.string().max(1024).startsWith(prefix) }),
    keyOf: (place) => ({ ...place, pk }),
  };
}

async function part<T>(
  { query, read, limit, place, keyOf, cursor }: Wanted<T>,
  ask: (query: Wanted<T>['query']) => Promise<{ Items?: Item[]; LastEvaluatedKey?: Item }>,
): Promise<Part<T> | undefined> {
  const from = cursor === undefined ? undefined : readCursor(place, cursor);
  if (cursor !== undefined && !from) return undefined;
  const Limit = query.FilterExpression === undefined ? limit + 1 : Math.max(limit + 1, FEWEST_READ);
  const found: Item[] = [];
  let start = from && keyOf(from);
  for (let queries = 0; queries < MOST_QUERIES && found.length <= limit; queries += 1) {
    const { Items = [], LastEvaluatedKey } = await ask({ ...query, Limit, ExclusiveStartKey: start });
    found.push(...Items);
    start = LastEvaluatedKey;
    if (!start) break;
  }
  const fit = fitting(found.slice(0, limit));
  const items = fit.map(read);
  const last = fit.length < found.length ? fit.at(-1) : start;
  return last ? { items, cursor: writeCursor(place.parse(last)) } : { items };
}

/** As many from the front as fit into one part; one item always does, for the table's have at most 400 KB. */
function fitting(items: readonly Item[]): readonly Item[] {
  let bytes = 0;
  const end = items.findIndex((item, at) => {
    bytes += Buffer.byteLength(JSON.stringify(item));
    return at > 0 && bytes > MOST_BYTES;
  });
  return end === -1 ? items : items.slice(0, end);
}
