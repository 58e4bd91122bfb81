import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { HoldfastError } from '../errors.ts';
import type { PageSummary } from '../sweep.ts';
import type { Item } from './dynamo-items.ts';
import { pageKey, siteKey } from './dynamo-items.ts';
import { queried } from './dynamo-registry.ts';

interface Deps {
  readonly dynamo: DynamoDBDocumentClient;
}

// The fields of a PageSummary; of the baseline only its identity.
const FIELDS = ['ref', 'seen', 'open', 'purge', 'contested', 'justRestored', 'allowances'];

/** What a sweep compares of a site's pages, by key in UTF-8 order, beginning after a key; strongly consistent. */
export async function* pagesOf(
  table: string,
  site: string,
  after: string | undefined,
  deps: Deps,
): AsyncGenerator<PageSummary> {
  const query = {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ProjectionExpression: `${FIELDS.map((field) => `#${field}`).join(', ')}, #baseline.#identity`,
    ExpressionAttributeNames: {
      ...Object.fromEntries(FIELDS.map((field) => [`#${field}`, field])),
      '#baseline': 'baseline',
      '#identity': 'identity',
    },
    ExpressionAttributeValues: { ':pk': siteKey(site).pk, ':prefix': 'PAGE#' },
    ConsistentRead: true,
    ...(after !== undefined && { ExclusiveStartKey: { ...pageKey({ site, key: after }) } }),
  };
  for await (const item of queried(table, query, deps)) yield summaryOf(site, item);
}

function summaryOf(site: string, { baseline, ...page }: Item): PageSummary {
  if (!isSummary(page)) throw new HoldfastError('REGISTRY.SHAPE', `A page of ${site} is not what it should be`);
  return { ...page, ...(hasIdentity(baseline) && { baselineIdentity: baseline.identity }) };
}

function isSummary(page: object): page is PageSummary {
  return ['ref', 'seen', 'open'].every((field) => field in page);
}

function hasIdentity(baseline: unknown): baseline is { identity: string } {
  return typeof baseline === 'object' && baseline !== null && 'identity' in baseline;
}
