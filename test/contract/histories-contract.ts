import { expect, test } from 'vitest';
import type { Histories } from '../../src/lib/site/histories.ts';
import { bytesOf } from './bucket-world.ts';

const PAGE = { site: 'demo', key: 'index.html' };

/** What every memory of pages must hold. `make` gives an empty one of its own each time. */
export function historiesContract(make: () => Promise<Histories>): void {
  test('knows nothing of a page of which nothing was kept', async () => {
    expect(await (await make()).get(PAGE)).toBeUndefined();
  });

  test('gives back what was kept last', async () => {
    const histories = await make();
    await histories.put(PAGE, bytesOf('one'));
    await histories.put(PAGE, Uint8Array.of(0, 255, 13, 10));
    expect([...((await histories.get(PAGE)) ?? [])]).toEqual([0, 255, 13, 10]);
  });

  test('keeps pages and sites apart, whatever their keys are', async () => {
    const histories = await make();
    const pages = [
      PAGE,
      { site: 'other', key: 'index.html' },
      { site: 'demo', key: 'a/b.html' },
      { site: 'demo', key: `${'ä'.repeat(490)}.html` },
      { site: 'demo', key: 'a\u0001 +%2F.html' },
    ];
    for (const [index, page] of pages.entries()) await histories.put(page, Uint8Array.of(index));
    for (const [index, page] of pages.entries()) expect([...((await histories.get(page)) ?? [])]).toEqual([index]);
  });
}
