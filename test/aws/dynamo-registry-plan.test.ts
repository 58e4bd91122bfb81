import { expect, test } from 'vitest';
import { planTransition } from '../../src/lib/aws/dynamo-registry-plan.ts';
import type { Operation } from '../../src/lib/aws/dynamo-transact.ts';
import type { TokenChange } from '../../src/lib/site/registry.ts';
import { first, incident, page, token } from '../contract/registry-samples.ts';

function tokens(lost: number, live: number): TokenChange[] {
  const some = (count: number, state: TokenChange['state']) =>
    Array.from({ length: count }, (_, i) => token(`${state}-${i}`, state));
  return [...some(lost, 'lost'), ...some(live, 'live')];
}

function plan(changes: readonly TokenChange[], incidents = 0) {
  const writes = Array.from({ length: incidents }, (_, i) => ({ expect: 1, next: incident(2, { id: String(i) }) }));
  const site = { name: 'demo', expect: 7, moves: true };
  return planTransition('t', first({ page: { expect: 4, next: page(5) }, site, incidents: writes, tokens: changes }));
}

function tokensIn(operations: readonly Operation[], state: TokenChange['state']): number {
  return operations.filter(({ Update }) => Update?.ExpressionAttributeValues?.[':state'] === state).length;
}

function revisions(operations: readonly Operation[], sk: string): unknown[] {
  const named = operations.flatMap(({ Put, Update, ConditionCheck }) => [
    ...(Put?.Item?.['sk'] === sk ? [Put] : []),
    ...[Update, ConditionCheck].filter((operation) => operation?.Key?.['sk'] === sk),
  ]);
  return named.map((operation) => operation?.ExpressionAttributeValues?.[':expect']);
}

test.each([
  [0, 0, 0],
  [49, 49, 0],
  [0, 90, 8],
])('needs one transaction for %i losses, %i gains and %i incidents', (lost, live, incidents) => {
  const { before, main, after } = plan(tokens(lost, live), incidents);
  expect([before, after]).toEqual([[], []]);
  expect(main).toHaveLength(2 + incidents + lost + live);
});

test('writes losses before and what gains are left after, a hundred items at most', () => {
  const { before, main, after } = plan(tokens(200, 200), 3);
  for (const operations of [...before, main, ...after]) expect(operations.length).toBeLessThanOrEqual(100);
  expect(before.map((operations) => tokensIn(operations, 'lost'))).toEqual([90, 90, 20]);
  expect([main, ...after].map((operations) => tokensIn(operations, 'live'))).toEqual([95, 90, 15]);
  expect([main, ...after].map((operations) => tokensIn(operations, 'lost'))).toEqual([0, 0, 0]);
});

test('holds every transaction to the revisions of its turn', () => {
  const { before, main, after } = plan(tokens(200, 200));
  const pageKey = 'PAGE#book/index.html';
  expect(before.map((operations) => revisions(operations, pageKey))).toEqual([[4], [4], [4]]);
  expect(before.map((operations) => revisions(operations, 'SITE'))).toEqual([[7], [8], [9]]);
  expect([revisions(main, pageKey), revisions(main, 'SITE')]).toEqual([[4], [10]]);
  expect(after.map((operations) => revisions(operations, pageKey))).toEqual(after.map(() => [5]));
  expect(after.map((operations) => revisions(operations, 'SITE'))).toEqual(after.map(() => [undefined]));
});
