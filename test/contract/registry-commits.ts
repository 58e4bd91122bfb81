import { describe, expect, test } from 'vitest';
import type { Transition } from '../../src/lib/site/registry.ts';
import { first, incident, page, PAGE, site, token } from './registry-samples.ts';
import type { MakeRegistry } from './registry-samples.ts';

/** What every registry must hold about transitions. */
export function commitsContract(make: MakeRegistry): void {
  test('knows nothing at first', async () => {
    const { registry } = await make();
    expect(await registry.read(PAGE)).toEqual({});
    expect(await registry.incident('1'.repeat(64))).toBeUndefined();
  });

  test('opens an incident that belongs to no page once, and never over a known one', async () => {
    const { registry } = await make();
    await registry.open(incident(1));
    await registry.open(incident(1, { state: 'dismissed' }));
    expect(await registry.incident(incident(1).id)).toEqual(incident(1));
  });

  test('reads what was committed, and the site with it', async () => {
    const { registry, putSite } = await make();
    await putSite(site(3));
    expect(await registry.read(PAGE)).toEqual({ site: site(3) });
    const write = { expect: 'absent', next: incident(1) } as const;
    expect(await registry.commit(first({ incidents: [write] }))).toBe('done');
    expect(await registry.read(PAGE)).toEqual({ page: page(1), site: site(3) });
    expect(await registry.incident(incident(1).id)).toEqual(incident(1));
    expect(await registry.read({ ...PAGE, key: 'book/index.htm' })).toEqual({ site: site(3) });
    expect(await registry.read({ ...PAGE, site: 'dem' })).toEqual({});
  });

  test('leaves out what is undefined', async () => {
    const { registry } = await make();
    await registry.commit(first({ page: { expect: 'absent', next: page(1, { purge: 'c1', contested: 'x' }) } }));
    const next = page(2, { purge: undefined, contested: undefined });
    expect(await registry.commit(first({ page: { expect: 1, next } }))).toBe('done');
    expect((await registry.read(PAGE)).page).toEqual(page(2));
  });

  test.each(['grüße/⛵.html', 'a#b#.html', ' x ', 'k'.repeat(1000)])('keeps a page with the key %s', async (key) => {
    const { registry } = await make();
    const ref = { site: 'demo', key };
    const name = 'N'.repeat(128);
    const change = {
      page: { expect: 'absent' as const, next: page(1, { ref }) },
      tokens: [token(name, 'live', undefined, key)],
    };
    expect(await registry.commit(first(change))).toBe('done');
    expect((await registry.read(ref)).page).toEqual(page(1, { ref }));
    expect(await registry.homes('demo', name)).toMatchObject([{ name, key }]);
  });

  test('lets one of those through who read the same revision', async () => {
    const { registry } = await make();
    const firsts = await Promise.all([1, 2, 3, 4].map(() => registry.commit(first())));
    expect(firsts.toSorted()).toEqual(['conflict', 'conflict', 'conflict', 'done']);
    const seconds = await Promise.all(
      ['a', 'b', 'c', 'd'].map((purge) => registry.commit(first({ page: { expect: 1, next: page(2, { purge }) } }))),
    );
    expect(seconds.toSorted()).toEqual(['conflict', 'conflict', 'conflict', 'done']);
    const purge = ['a', 'b', 'c', 'd'][seconds.indexOf('done')];
    expect((await registry.read(PAGE)).page).toEqual(page(2, { purge }));
  });

  describe('moving the revision of the site', () => {
    const at = (expect: number, moves: boolean) => ({ name: 'demo', expect, moves });

    test('adds one where tokens moved, and only checks otherwise', async () => {
      const { registry, putSite } = await make();
      await putSite(site(3));
      expect(await registry.commit(first({ site: at(3, true) }))).toBe('done');
      expect((await registry.read(PAGE)).site).toEqual(site(4));
      expect(await registry.commit(first({ page: { expect: 1, next: page(2) }, site: at(4, false) }))).toBe('done');
      expect((await registry.read(PAGE)).site).toEqual(site(4));
    });

    test.each([true, false])('refuses another revision than was read (moves: %s)', async (moves) => {
      const { registry, putSite } = await make();
      await putSite(site(3));
      expect(await registry.commit(first({ site: at(2, moves) }))).toBe('conflict');
      expect(await registry.read(PAGE)).toEqual({ site: site(3) });
    });

    test('refuses a site that was never applied', async () => {
      const { registry } = await make();
      expect(await registry.commit(first({ site: at(1, true) }))).toBe('conflict');
      expect(await registry.read(PAGE)).toEqual({});
    });
  });

  test.each<[string, Partial<Transition>]>([
    ['the page was read before it moved', { page: { expect: 1, next: page(2, { purge: 'lost' }) } }],
    ['the page is there already', { page: { expect: 'absent', next: page(1, { purge: 'lost' }) } }],
    ['the site moved', { site: { name: 'demo', expect: 1, moves: true } }],
    ['an incident moved', { incidents: [{ expect: 1, next: incident(2) }] }],
    ['an incident is there already', { incidents: [{ expect: 'absent', next: incident(1) }] }],
  ])('writes nothing at all when %s', async (_when, change) => {
    const { registry, putSite } = await make();
    await putSite(site(5));
    await registry.commit(first({ incidents: [{ expect: 'absent', next: incident(1) }] }));
    const moved = { expect: 1, next: incident(2, { state: 'restored' }) };
    await registry.commit(first({ page: { expect: 1, next: page(2) }, incidents: [moved] }));
    const other = { expect: 'absent', next: incident(1, { id: '2'.repeat(64) }) } as const;
    const whole: Transition = {
      page: { expect: 2, next: page(3, { purge: 'lost' }) },
      site: { name: 'demo', expect: 5, moves: true },
      tokens: [token('HERO', 'live')],
      ...change,
      incidents: [other, ...(change.incidents ?? [])],
    };
    expect(await registry.commit(whole)).toBe('conflict');
    expect(await registry.read(PAGE)).toEqual({ page: page(2), site: site(5) });
    expect(await registry.incident(other.next.id)).toBeUndefined();
    expect(await registry.incident(incident(1).id)).toEqual(moved.next);
    expect(await registry.homes('demo', 'HERO')).toEqual([]);
  });
}
