import { isDeepStrictEqual } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { documentClient } from '../../src/lib/aws/clients.ts';
import { dynamoLists } from '../../src/lib/aws/dynamo-lists.ts';
import { wire, type Answer } from './wire.ts';

const key = (nth: number) => ({
  site: { S: 'demo' },
  openedAt: { S: `2026-03-01T09:00:${String(60 - nth).padStart(2, '0')}.000Z` },
  pk: { S: `INCIDENT#i${nth}` },
  sk: { S: 'INCIDENT' },
});

const page = (name: string) => ({
  pk: { S: 'SITE#demo' },
  sk: { S: `PAGE#${name}` },
  ref: { M: { site: { S: 'demo' }, key: { S: name } } },
  rev: { N: '1' },
  gen: { N: '1' },
  seen: { M: {} },
});

const cursorOf = (place: object): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/** Lists over a table that answers so; `asked` are the queries that it got. */
async function listsOn(answer: (nth: number, query: { ExclusiveStartKey?: unknown }) => object) {
  const { settings, requests } = await wire(({ body }, nth): Answer => {
    const headers = { 'content-type': 'application/x-amz-json-1.0' };
    return { headers, body: JSON.stringify(answer(nth, JSON.parse(body))) };
  });
  const asked = () => requests.map(({ body }) => JSON.parse(body));
  return { lists: dynamoLists(documentClient(new DynamoDBClient(settings)), 'registry'), asked };
}

test('ends a part where a rare state would take too many queries, and goes on from there', async () => {
  const { lists, asked } = await listsOn((nth) => ({ Items: [], LastEvaluatedKey: key(nth) }));
  const part = await lists.incidents('demo', { state: 'contested', limit: 10 });
  expect(part).toEqual({ items: [], cursor: expect.any(String) });
  expect(asked()).toHaveLength(5);
  await lists.incidents('demo', { state: 'contested', limit: 10, ...part });
  expect(asked()[5].ExclusiveStartKey).toEqual(key(5));
});

test('asks within the site alone, whatever the cursor says', async () => {
  const { lists, asked } = await listsOn(() => ({ Items: [] }));
  const place = { site: 'shop', sk: 'SITE', pk: 'INCIDENT#a', openedAt: key(1).openedAt.S };
  await lists.incidents('demo', { limit: 1, cursor: cursorOf(place) });
  expect(asked()[0].ExclusiveStartKey).toEqual({
    site: { S: 'demo' },
    sk: { S: 'INCIDENT' },
    pk: { S: 'INCIDENT#a' },
    openedAt: key(1).openedAt,
  });
  await lists.pages('demo', { limit: 1, cursor: cursorOf({ sk: 'PAGE#a', pk: 'SITE#shop' }) });
  expect(asked()[1].ExclusiveStartKey).toEqual({ pk: { S: 'SITE#demo' }, sk: { S: 'PAGE#a' } });
});

test('asks for one more than it gives, to know whether the list goes on', async () => {
  const { lists, asked } = await listsOn(() => ({ Items: ['a', 'b', 'c'].map(page), LastEvaluatedKey: page('c') }));
  const part = await lists.pages('demo', { limit: 2 });
  expect(asked()[0]).toMatchObject({ Limit: 3, ConsistentRead: true });
  expect(part?.items.map(({ ref }) => ref.key)).toEqual(['a', 'b']);
  await lists.pages('demo', { limit: 2, ...part });
  expect(asked()[1].ExclusiveStartKey).toEqual({ pk: { S: 'SITE#demo' }, sk: { S: 'PAGE#b' } });
});

test('ends a part before it is more than a function can answer, whatever is quoted in it, and leaves nothing out', async () => {
  const reason = { M: { reason: { S: '"'.repeat(150_000) } } };
  const all = Array.from({ length: 16 }, (_, at) => ({ ...page(`${at}.html`), allowances: { L: [reason] } }));
  const { lists } = await listsOn((_, { ExclusiveStartKey: after }) => {
    const from = all.findIndex(({ sk }) => isDeepStrictEqual(sk, Object(after).sk)) + 1;
    return { Items: all.slice(from) };
  });
  const seen: unknown[] = [];
  let part: Awaited<ReturnType<typeof lists.pages>>;
  do {
    part = await lists.pages('demo', { limit: 100, ...(part?.cursor && { cursor: part.cursor }) });
    const body = JSON.stringify(part);
    expect(Buffer.byteLength(JSON.stringify({ body }))).toBeLessThan(5_000_000);
    seen.push(...(part?.items.map(({ ref }) => ref.key) ?? []));
  } while (part?.cursor !== undefined);
  expect(seen).toEqual(all.map(({ ref }) => ref.M.key.S));
});
