import { expect, test } from 'vitest';
import type { SiteChange } from '../../src/lib/approval/change-site.ts';
import type { MakeRegistry } from './registry-samples.ts';
import { AT, first, LATER, site } from './registry-samples.ts';

const PAUSES: SiteChange = { pauses: [{ key: 'a.html', from: AT, until: LATER, reason: 'moving', by: 'ops' }] };
const RETIRED: SiteChange = {
  retired: {
    tokens: ['HERO'],
    phrases: ['For members'],
    because: [{ kind: 'token', name: 'HERO', reason: 'over', by: 'ops', at: AT }],
  },
};

/** What every table must hold about what people change of a site. */
export function sitesContract(make: MakeRegistry): void {
  test('knows no site that was never applied, and changes none', async () => {
    const { sites } = await make();
    expect(await sites.site('demo')).toBeUndefined();
    expect(await sites.changeSite('demo', PAUSES, 1)).toBe('conflict');
    expect(await sites.site('demo')).toBeUndefined();
  });

  test.each([
    ['pauses', PAUSES],
    ['what is retired', RETIRED],
    ['no pauses', { pauses: [] }],
  ])('changes %s of a site, moves its revision by one, and leaves the rest', async (_what, change) => {
    const { sites, putSite, registry } = await make();
    await putSite(site(3));
    await putSite(site(3, 'other'));
    expect(await sites.changeSite('demo', change, 3)).toBe('done');
    const changed = { ...site(3), ...change, rev: 4 };
    expect(await sites.site('demo')).toEqual(changed);
    expect((await registry.read({ site: 'demo', key: 'x' })).site).toEqual(changed);
    expect(await sites.site('other')).toEqual(site(3, 'other'));
  });

  test('changes nothing on another revision than was read', async () => {
    const { sites, putSite } = await make();
    await putSite(site(3));
    for (const rev of [2, 4]) expect(await sites.changeSite('demo', RETIRED, rev)).toBe('conflict');
    expect(await sites.site('demo')).toEqual(site(3));
  });

  test('lets one of those through who read the same revision, and no judgement that read it before', async () => {
    const { sites, putSite, registry } = await make();
    await putSite(site(3));
    const outcomes = await Promise.all([PAUSES, RETIRED, PAUSES].map((change) => sites.changeSite('demo', change, 3)));
    expect(outcomes.toSorted()).toEqual(['conflict', 'conflict', 'done']);
    expect((await sites.site('demo'))?.rev).toBe(4);
    const judged = first({ site: { name: 'demo', expect: 3, moves: false } });
    expect(await registry.commit(judged)).toBe('conflict');
  });
}
