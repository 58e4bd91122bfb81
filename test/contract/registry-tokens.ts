import { expect, test } from 'vitest';
import type { TokenChange } from '../../src/lib/site/registry.ts';
import type { RegistryWorld } from './registry-samples.ts';
import { AT, first, LATER, page, PAGE, site, token } from './registry-samples.ts';
import type { MakeRegistry } from './registry-samples.ts';

const LATEST = '2026-03-01T09:10:00.000Z';

async function change({ registry }: RegistryWorld, key: string, tokens: readonly TokenChange[]): Promise<void> {
  const ref = { site: 'demo', key };
  const rev = (await registry.read(ref)).page?.rev ?? 0;
  const write = { expect: rev === 0 ? ('absent' as const) : rev, next: page(rev + 1, { ref }) };
  expect(await registry.commit(first({ page: write, tokens }))).toBe('done');
}

/** What every registry must hold about tokens and about restored pages. */
export function tokensContract(make: MakeRegistry): void {
  test('remembers when a page first had, last gained and last changed a token', async () => {
    const world = await make();
    const home = { site: 'demo', name: 'HERO', key: PAGE.key, firstSeen: AT };
    await change(world, PAGE.key, [token('HERO', 'live', AT)]);
    expect(await world.registry.homes('demo', 'HERO')).toEqual([
      { ...home, state: 'live', gainedAt: AT, lastSeen: AT },
    ]);
    await change(world, PAGE.key, [token('HERO', 'lost', LATER)]);
    expect(await world.registry.homes('demo', 'HERO')).toEqual([
      { ...home, state: 'lost', gainedAt: AT, lastSeen: LATER },
    ]);
    await change(world, PAGE.key, [token('HERO', 'live', LATEST)]);
    expect(await world.registry.homes('demo', 'HERO')).toEqual([
      { ...home, state: 'live', gainedAt: LATEST, lastSeen: LATEST },
    ]);
  });

  test('finds every home of a token, of that token and that site alone', async () => {
    const world = await make();
    for (const key of ['a.html', 'b/ü.html', 'c#d.html']) {
      await change(
        world,
        key,
        ['HERO', 'HERO_FADE', 'HER'].map((name) => token(name, 'live', AT, key)),
      );
    }
    const homes = await world.registry.homes('demo', 'HERO');
    expect(homes.map(({ name, key }) => `${name} ${key}`).toSorted()).toEqual([
      'HERO a.html',
      'HERO b/ü.html',
      'HERO c#d.html',
    ]);
    expect(await world.registry.homes('other', 'HERO')).toEqual([]);
    expect(await world.registry.homes('demo', 'NEVER')).toEqual([]);
  });

  test('changes as many tokens at once as most pages have', async () => {
    const world = await make();
    await world.putSite(site(1));
    const names = Array.from({ length: 90 }, (_, i) => `TOKEN_${i}`);
    const tokens = names.map((name, i) => token(name, i % 3 === 0 ? 'lost' : 'live'));
    const moves = { name: 'demo', expect: 1, moves: true };
    expect(await world.registry.commit(first({ site: moves, tokens }))).toBe('done');
    expect((await world.registry.read(PAGE)).site?.rev).toBe(2);
    for (const i of [0, 1, 89]) {
      const state = i % 3 === 0 ? 'lost' : 'live';
      expect(await world.registry.homes('demo', `TOKEN_${i}`)).toMatchObject([{ state }]);
    }
  });

  test('tells which pages were restored of late, for as long as they remember it', async () => {
    const { registry } = await make();
    const remembering = (key: string, at: string, tokens: readonly string[]) => {
      const next = page(1, { ref: { site: 'demo', key }, justRestored: { incident: 'i', tokens, at } });
      return registry.commit(first({ page: { expect: 'absent', next } }));
    };
    await remembering('early.html', AT, ['A']);
    await remembering('late.html', LATER, ['B', 'C']);
    await remembering('later.html', LATEST, []);
    const restored = await registry.recentlyRestored('demo', LATER);
    expect(restored.toSorted((a, b) => a.key.localeCompare(b.key))).toEqual([
      { key: 'late.html', tokens: ['B', 'C'] },
      { key: 'later.html', tokens: [] },
    ]);
    const forgetting = page(2, { ref: { site: 'demo', key: 'late.html' }, justRestored: undefined });
    await registry.commit(first({ page: { expect: 1, next: forgetting } }));
    expect(await registry.recentlyRestored('demo', LATER)).toEqual([{ key: 'later.html', tokens: [] }]);
    expect(await registry.recentlyRestored('other', AT)).toEqual([]);
  });
}
