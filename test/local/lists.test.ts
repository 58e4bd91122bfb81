import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { Lists } from '../../src/console/deps.ts';
import type { Part } from '../../src/lib/api/part.ts';
import { dynamoLists } from '../../src/lib/aws/dynamo-lists.ts';
import type { IncidentState } from '../../src/lib/incident/incident.ts';
import { dynamoWorld } from '../contract/dynamo-world.ts';
import type { Warning } from '../../src/lib/site/warning.ts';
import { AT, first, incident, page, site, token } from '../contract/registry-samples.ts';

const { endpoint, region } = inject('stack');
const client = new DynamoDBClient({ endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });

const KEYS = ['B.html', 'a/index.html', 'b & c.html', 'b.html', 'ü.html', '⛵.html', `${'x'.repeat(900)}.html`];
const LONG = `TOKEN_${'y'.repeat(150)}`;

let lists: Lists;

beforeAll(async () => {
  const { registry, warnings, putSite, table, dynamo } = await dynamoWorld(client);
  await putSite(site());
  await putSite(site(1, 'shop'));
  for (const [index, key] of KEYS.entries()) {
    const next = page(1, { ref: { site: 'demo', key } });
    const opened = new Date(Date.UTC(2026, 2, 1, 9, index)).toISOString();
    const state: IncidentState = index % 3 === 0 ? 'dismissed' : 'restored';
    const opens = incident(1, { id: `incident-${index}`, key, openedAt: opened, state });
    await registry.commit(
      first({
        page: { expect: 'absent', next },
        incidents: [{ expect: 'absent', next: opens }],
        tokens: [token('HERO', 'live', undefined, key), token(LONG, 'live', undefined, key)],
      }),
    );
  }
  const other = page(1, { ref: { site: 'shop', key: 'a.html' } });
  const opens = incident(1, { id: 'elsewhere', site: 'shop', key: 'a.html' });
  const incidents = [{ expect: 'absent' as const, next: opens }];
  await registry.commit(first({ page: { expect: 'absent', next: other }, incidents }));
  for (const [index, key] of KEYS.entries()) await warnings.raise(warning(index, { key }));
  await warnings.raise(warning(8));
  await warnings.raise(warning(9));
  await warnings.acknowledge(warning(9, { acknowledged: { by: 'cb', reason: 'read', at: AT } }), 1);
  await warnings.raise(warning(0, { site: 'shop' }));
  lists = dynamoLists(dynamo, table);
});

function warning(index: number, change: Partial<Warning> = {}): Warning {
  return { id: `${index}`.repeat(20), site: 'demo', says: 'Wait.', by: 'cb', at: AT, ...change };
}

/** Everything, in parts of so many. */
async function all<T>(
  limit: number,
  ask: (query: { limit: number; cursor?: string }) => Promise<Part<T> | undefined>,
): Promise<T[][]> {
  const parts: T[][] = [];
  let cursor: string | undefined;
  do {
    const part = await ask({ limit, ...(cursor !== undefined && { cursor }) });
    if (!part) throw new Error('a cursor that was given out is not taken');
    parts.push([...part.items]);
    cursor = part.cursor;
  } while (cursor !== undefined);
  return parts;
}

describe.each([1, 2, 7, 100])('lists in parts of %i', (limit) => {
  it('have all incidents of a site, the newest first', async () => {
    const parts = await all(limit, (query) => lists.incidents('demo', query));
    expect(parts.flat().map(({ id }) => id)).toEqual(KEYS.map((_, index) => `incident-${KEYS.length - 1 - index}`));
    expect(parts.slice(0, -1).every((part) => part.length === limit)).toBe(true);
  });

  it('have the incidents of one state', async () => {
    const parts = await all(limit, (query) => lists.incidents('demo', { ...query, state: 'dismissed' }));
    expect(parts.flat().map(({ id }) => id)).toEqual(['incident-6', 'incident-3', 'incident-0']);
  });

  it('have all pages of a site by key, and no other site', async () => {
    const parts = await all(limit, (query) => lists.pages('demo', query));
    expect(parts.flat().map(({ ref }) => ref.key)).toEqual(
      KEYS.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    );
    expect(await lists.pages('nowhere', { limit })).toEqual({ items: [] });
  });

  it('have every token on every page, also where a name and a key do not fit into one', async () => {
    const parts = await all(limit, (query) => lists.tokens('demo', query));
    expect(parts.flat()).toHaveLength(2 * KEYS.length);
    expect(new Set(parts.flat().map(({ name, key }) => `${name} ${key}`)).size).toBe(2 * KEYS.length);
  });

  it.each([
    ['that are open', { all: false }, [0, 1, 2, 3, 4, 5, 6, 8]],
    ['that ever were', { all: true }, [0, 1, 2, 3, 4, 5, 6, 8, 9]],
    ['of one page and of the whole site', { all: false, key: 'ü.html' }, [4, 8]],
    ['that ever were of one page', { all: true, key: '⛵.html' }, [5, 8, 9]],
  ])('have the warnings %s', async (_which, which, expected) => {
    const parts = await all(limit, (query) => lists.warnings('demo', { ...query, ...which }));
    expect(parts.flat().map(({ id }) => Number(id[0]))).toEqual(expected);
  });
});

it.each([
  ['nothing', ''],
  ['no JSON', 'bm8ganNvbg'],
  ['another list', Buffer.from(JSON.stringify({ sk: 'SITE' })).toString('base64url')],
  ['another item', Buffer.from(JSON.stringify({ openedAt: 'now', pk: 'STACK' })).toString('base64url')],
  ['too much', 'x'.repeat(9000)],
])('take no cursor that holds %s', async (_, cursor) => {
  const query = { limit: 1, cursor };
  expect(await lists.incidents('demo', query)).toBeUndefined();
  expect(await lists.pages('demo', query)).toBeUndefined();
  expect(await lists.tokens('demo', query)).toBeUndefined();
  expect(await lists.warnings('demo', { ...query, all: false })).toBeUndefined();
});
