import { expect, it } from 'vitest';
import type { TokenSource } from '../../src/lib/site/site.ts';
import { exampleSite, pageWith, siteRecord, world } from '../world.ts';

const GOOD = pageWith('HERO', 'CHECKOUT');
const BETTER = GOOD.replace('Sail', 'Sail away');

/** The guarded page after somebody applied other token sources. */
async function guardedAfterApplying(...tokens: readonly TokenSource[]) {
  const made = world();
  made.upload('index.html', GOOD);
  await made.look('index.html');
  made.table.putSite({ ...siteRecord({ ...exampleSite(), tokens }), rev: 2 });
  return made;
}

it('does not miss what no token source finds any more', async () => {
  const { upload, look, served, incidents, page } = await guardedAfterApplying({ comment: 'feature' });
  upload('index.html', BETTER);
  await look('index.html');
  expect(served('index.html')).toBe(BETTER);
  expect(incidents()).toEqual([]);
  expect(page('index.html')?.baseline?.tokens).toEqual([]);
});

it('still misses what the remaining sources find in the baseline', async () => {
  const { upload, look, served, incidents } = await guardedAfterApplying(
    { comment: 'feature' },
    { attribute: 'data-feature' },
  );
  upload('index.html', pageWith('HERO'));
  await look('index.html');
  expect(served('index.html')).toBe(GOOD);
  expect(incidents()).toEqual([{ key: 'index.html', state: 'restored', codes: ['token.lost'] }]);
});

it('misses what a new source finds in the baseline from the first upload on', async () => {
  const { upload, look, served } = await guardedAfterApplying({ selector: 'h1', name: 'HEADLINE' });
  upload('index.html', GOOD.replaceAll('h1', 'h2'));
  await look('index.html');
  expect(served('index.html')).toBe(GOOD);
});
