import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, inject, test } from 'vitest';
import { pagesOf } from '../../src/lib/aws/dynamo-registry-pages.ts';
import type { PageSummary } from '../../src/lib/sweep.ts';
import { dynamoWorld } from '../contract/dynamo-world.ts';
import { AT, first, LATER, link, page, PAGE, site, token } from '../contract/registry-samples.ts';

const { endpoint, region } = inject('stack');
const client = new DynamoDBClient({ endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });

describe('a transition of more tokens than one transaction takes', () => {
  const names = (prefix: string) => Array.from({ length: 200 }, (_, i) => `${prefix}_${i}`);
  const changes = [
    ...names('OLD').map((name) => token(name, 'lost')),
    ...names('NEW').map((name) => token(name, 'live')),
  ];

  test('is written whole', async () => {
    const { registry, putSite } = await dynamoWorld(client);
    await putSite(site(1));
    const moves = { name: 'demo', expect: 1, moves: true };
    const gain = names('OLD').map((name) => token(name, 'live'));
    expect(await registry.commit(first({ site: moves, tokens: gain }))).toBe('done');
    const { rev = 0 } = (await registry.read(PAGE)).site ?? {};
    expect(rev).toBeGreaterThan(1);
    const swap = { page: { expect: 1, next: page(2) }, site: { ...moves, expect: rev }, tokens: changes };
    expect(await registry.commit(first(swap))).toBe('done');
    expect(await registry.read(PAGE)).toMatchObject({ page: page(2) });
    for (const i of [0, 99, 199]) {
      expect(await registry.homes('demo', `OLD_${i}`)).toMatchObject([{ state: 'lost' }]);
      expect(await registry.homes('demo', `NEW_${i}`)).toMatchObject([{ state: 'live' }]);
    }
  });

  test('is refused whole where the page or the site has moved', async () => {
    const { registry, putSite } = await dynamoWorld(client);
    await putSite(site(2));
    await registry.commit(first());
    const stale = [
      { page: { expect: 1, next: page(2) }, site: { name: 'demo', expect: 1, moves: true }, tokens: changes },
      {
        page: { expect: 'absent' as const, next: page(1) },
        site: { name: 'demo', expect: 2, moves: true },
        tokens: changes,
      },
    ];
    for (const transition of stale) expect(await registry.commit(first(transition))).toBe('conflict');
    expect(await registry.read(PAGE)).toEqual({ page: page(1), site: site(2) });
    expect([await registry.homes('demo', 'OLD_0'), await registry.homes('demo', 'NEW_0')]).toEqual([[], []]);
  });
});

describe('a decision by a link that changes more tokens than one transaction takes', () => {
  const names = Array.from({ length: 150 }, (_, i) => `TOKEN_${i}`);
  const decision = first({
    page: { expect: 1, next: page(2) },
    site: { name: 'demo', expect: 1, moves: true },
    tokens: names.map((name) => token(name, 'lost')),
    link: { incident: link().incident, hash: link().hash, at: LATER },
  });

  test('uses the link up', async () => {
    const { registry, links, putSite } = await dynamoWorld(client);
    await putSite(site(1));
    await links.keep(link());
    await registry.commit(first());
    expect(await registry.commit(decision)).toBe('done');
    expect(await links.find(link().incident, link().hash)).toEqual(link({ usedAt: LATER }));
    expect(await registry.homes('demo', 'TOKEN_149')).toMatchObject([{ state: 'lost' }]);
  });

  test('writes nothing at all once the link was used', async () => {
    const { registry, links, putSite } = await dynamoWorld(client);
    await putSite(site(1));
    await links.keep(link({ usedAt: AT }));
    await registry.commit(first());
    expect(await registry.commit(decision)).toBe('conflict');
    expect(await registry.read(PAGE)).toEqual({ page: page(1), site: site(1) });
    expect(await registry.homes('demo', 'TOKEN_0')).toEqual([]);
  });
});

test('tells a sweep of the pages by key, from a key on, with what it compares', async () => {
  const { registry, putSite, table, dynamo } = await dynamoWorld(client);
  await putSite(site());
  const keys = ['b.html', 'ü.html', 'a/index.html', 'a.html', '⛵.html', 'B.html'];
  for (const key of keys) {
    const next = page(1, { ref: { site: 'demo', key }, open: ['i1'], purge: 'c1', baseline: undefined });
    await registry.commit(first({ page: { expect: 'absent', next }, tokens: [token('HERO', 'live', undefined, key)] }));
  }
  await registry.commit(first({ page: { expect: 1, next: page(2, { ref: { site: 'demo', key: 'b.html' } }) } }));
  const told = async (after?: string) => {
    const found: PageSummary[] = [];
    for await (const one of pagesOf(table, 'demo', after, { dynamo })) found.push(one);
    return found;
  };
  const all = await told();
  const sorted = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  expect(all.map(({ ref }) => ref.key)).toEqual(sorted);
  const { baseline, seen } = page(1);
  expect(all.find(({ ref }) => ref.key === 'a.html')).toEqual({
    ref: { site: 'demo', key: 'a.html' },
    seen,
    open: ['i1'],
    purge: 'c1',
    allowances: [],
  });
  expect(all.find(({ ref }) => ref.key === 'b.html')).toMatchObject({ baselineIdentity: baseline?.identity, open: [] });
  expect((await told('a/index.html')).map(({ ref }) => ref.key)).toEqual(
    sorted.slice(sorted.indexOf('a/index.html') + 1),
  );
  expect((await told('c')).map(({ ref }) => ref.key)).toEqual(['ü.html', '⛵.html']);
});
