import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { documentClient } from '../../src/lib/aws/clients.ts';
import { dynamoRegistry } from '../../src/lib/aws/dynamo-registry.ts';
import { first, page, PAGE } from '../contract/registry-samples.ts';
import { wire } from './wire.ts';
import type { Answer, Sent } from './wire.ts';

const TABLE = 'registry';
const KEYS = {
  page: { pk: { S: 'SITE#demo' }, sk: { S: `PAGE#${PAGE.key}` } },
  site: { pk: { S: 'SITE#demo' }, sk: { S: 'SITE' } },
};
const SITE_ITEM = { ...KEYS.site, rev: { N: '4' }, config: { M: { name: { S: 'demo' } } }, retired: { M: {} } };

function json(value: unknown, status = 200): Answer {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(value) };
}

function failure(name: string, more: object = {}, status = 400): Answer {
  return json({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'no', ...more }, status);
}

async function registryOn(answer: (sent: Sent, nth: number) => Answer) {
  const { settings, requests } = await wire(answer);
  const dynamo = documentClient(new DynamoDBClient(settings));
  return { registry: dynamoRegistry(TABLE, { dynamo }), requests };
}

describe('reading', () => {
  test('takes one call for a page and its site, strongly consistent', async () => {
    const { registry, requests } = await registryOn(() =>
      json({ Responses: { [TABLE]: [SITE_ITEM] }, UnprocessedKeys: {} }),
    );
    expect((await registry.read(PAGE)).site?.rev).toBe(4);
    expect(requests).toHaveLength(1);
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
      RequestItems: { [TABLE]: { Keys: [KEYS.page, KEYS.site], ConsistentRead: true } },
    });
  });

  test('asks again for what the table left out', async () => {
    const { registry, requests } = await registryOn((_sent, nth) =>
      nth < 3
        ? json({
            Responses: { [TABLE]: [] },
            UnprocessedKeys: { [TABLE]: { Keys: nth === 1 ? [KEYS.page, KEYS.site] : [KEYS.site] } },
          })
        : json({ Responses: { [TABLE]: [SITE_ITEM] }, UnprocessedKeys: {} }),
    );
    expect((await registry.read(PAGE)).site?.rev).toBe(4);
    const asked = requests.map(({ body }) => JSON.parse(body).RequestItems[TABLE].Keys.length);
    expect(asked).toEqual([2, 2, 1]);
  });

  test('never takes what was left out for what is not there', async () => {
    const { registry } = await registryOn(() =>
      json({ Responses: {}, UnprocessedKeys: { [TABLE]: { Keys: [KEYS.page] } } }),
    );
    await expect(registry.read(PAGE)).rejects.toMatchObject({ code: 'REGISTRY.BUSY', retryable: true });
  });

  test.each([
    ['a page', { ...KEYS.page, gen: { N: '1' }, seen: { M: {} }, ref: { M: {} } }],
    ['a page', { ...KEYS.page, rev: { S: '1' }, gen: { N: '1' }, seen: { M: {} }, ref: { M: {} } }],
    ['a site', { ...KEYS.site, rev: { N: '1' }, retired: { M: {} } }],
  ])('refuses what is not %s', async (_what, item) => {
    const { registry } = await registryOn(() => json({ Responses: { [TABLE]: [item] }, UnprocessedKeys: {} }));
    await expect(registry.read(PAGE)).rejects.toMatchObject({ code: 'REGISTRY.SHAPE', retryable: false });
  });

  test('reads all pages of a token that is at home everywhere', async () => {
    const home = (key: string) => ({
      sk: { S: `TOKEN#HERO#${key}` },
      pk: { S: 'SITE#demo' },
      name: { S: 'HERO' },
      key: { S: key },
      gainedAt: { S: '' },
    });
    const { registry, requests } = await registryOn((_sent, nth) =>
      nth === 1
        ? json({ Items: [home('a')], LastEvaluatedKey: { pk: { S: 'SITE#demo' }, sk: { S: 'TOKEN#HERO#a' } } })
        : json({ Items: [home('b')] }),
    );
    expect((await registry.homes('demo', 'HERO')).map(({ key }) => key)).toEqual(['a', 'b']);
    expect(requests.map(({ body }) => JSON.parse(body).ExclusiveStartKey?.sk)).toEqual([
      undefined,
      { S: 'TOKEN#HERO#a' },
    ]);
    expect(requests.every(({ body }) => JSON.parse(body).ConsistentRead === true)).toBe(true);
  });
});

describe('committing', () => {
  test('writes one transaction under a token of its own', async () => {
    const { registry, requests } = await registryOn(() => json({}));
    expect(await registry.commit(first())).toBe('done');
    expect(await registry.commit(first({ page: { expect: 1, next: page(2) } }))).toBe('done');
    const tokens = requests.map(({ body }) => JSON.parse(body).ClientRequestToken);
    expect(new Set(tokens).size).toBe(2);
    expect(tokens.every((token) => typeof token === 'string')).toBe(true);
  });

  test.each(['ConditionalCheckFailed', 'TransactionConflict'])('takes %s for a conflict', async (Code) => {
    const reasons = { CancellationReasons: [{ Code: 'None' }, { Code }] };
    const { registry } = await registryOn(() => failure('TransactionCanceledException', reasons));
    expect(await registry.commit(first())).toBe('conflict');
  });

  test.each([
    ['ThrottlingException', {}, 'REGISTRY.BUSY', true],
    ['TransactionCanceledException', { CancellationReasons: [{ Code: 'ThrottlingError' }] }, 'REGISTRY.BUSY', true],
    ['TransactionCanceledException', { CancellationReasons: [{ Code: 'ValidationError' }] }, 'REGISTRY.FAILED', false],
    ['AccessDeniedException', {}, 'REGISTRY.DENIED', false],
    ['ResourceNotFoundException', {}, 'REGISTRY.MISSING', false],
  ])('takes %s %j for a failure', async (name, more, code, retryable) => {
    const { registry } = await registryOn(() => failure(name, more));
    await expect(registry.commit(first())).rejects.toMatchObject({ code, retryable });
  });
});
