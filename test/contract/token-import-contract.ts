import { expect, test } from 'vitest';
import type { Operations } from '../../src/lib/aws/dynamo-operations.ts';
import type { TokenRecord } from '../../src/lib/site/site-record.ts';

/** A table of its own that holds these tokens. */
export type MakeTokens = (tokens: readonly TokenRecord[]) => Promise<Pick<Operations, 'importToken' | 'tokens'>>;

const EARLY = '2024-01-14T10:22:00.000Z';
const LATE = '2026-03-01T00:00:00.000Z';
const LIVE: TokenRecord = {
  site: 'demo',
  name: 'HERO',
  key: 'a b:c.html',
  state: 'live',
  firstSeen: '2025-06-01T00:00:00.000Z',
  gainedAt: '2025-07-01T00:00:00.000Z',
  lastSeen: '2025-07-01T00:00:00.000Z',
};
const seen = (at: string, { site, name, key }: TokenRecord = LIVE) => ({ site, name, key, at });

async function held(operations: Pick<Operations, 'tokens'>): Promise<TokenRecord[]> {
  const found: TokenRecord[] = [];
  for await (const token of operations.tokens('demo')) found.push(token);
  return found;
}

/** What every table must hold about tokens of a list. */
export function tokenImportContract(make: MakeTokens): void {
  test('records an unknown token as lost, once', async () => {
    const operations = await make([]);
    expect(await operations.importToken(seen(LATE))).toBe('recorded');
    expect(await operations.importToken(seen(LATE))).toBe('kept');
    expect(await held(operations)).toEqual([
      { ...LIVE, state: 'lost', firstSeen: LATE, gainedAt: LATE, lastSeen: LATE },
    ]);
  });

  test('moves when a known token was first seen back, and nothing else of it', async () => {
    const lost: TokenRecord = { ...LIVE, key: 'b.html', state: 'lost' };
    const operations = await make([LIVE, lost]);
    for (const token of [LIVE, lost]) {
      expect(await operations.importToken(seen(LATE, token))).toBe('kept');
      expect(await operations.importToken(seen(EARLY, token))).toBe('earlier');
      expect(await operations.importToken(seen(EARLY, token))).toBe('kept');
    }
    expect(await held(operations)).toEqual([
      { ...LIVE, firstSeen: EARLY },
      { ...lost, firstSeen: EARLY },
    ]);
  });

  test('keeps the earliest of many times that arrive at once', async () => {
    const operations = await make([]);
    const times = ['2025-03-01', '2025-01-01', '2025-02-01'].map((day) => `${day}T00:00:00.000Z`);
    await Promise.all(times.map((at) => operations.importToken(seen(at))));
    expect(await held(operations)).toMatchObject([{ state: 'lost', firstSeen: '2025-01-01T00:00:00.000Z' }]);
  });

  test('takes a page whose key does not fit into the table as it is', async () => {
    const long = { ...LIVE, key: `${'k'.repeat(1000)}.html` };
    const operations = await make([]);
    await operations.importToken(seen(EARLY, long));
    expect(await held(operations)).toMatchObject([{ key: long.key, state: 'lost' }]);
  });
}
