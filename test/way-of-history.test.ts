import { describe, expect, it } from 'vitest';
import { decideNewest, KEY } from './approval/people.ts';
import { accepted, counted, edition, editions, identities, judgedWith, past, remembered } from './editions.ts';
import { contentOf } from './page/reading.ts';
import { exampleSite, siteRecord } from './world.ts';

describe('what a page was before', () => {
  it('is named by its record: the 19 baselines before this one', async () => {
    const one = await accepted(25);
    const page = one.page(KEY);
    const uploads = one.s3.entries(KEY).toSorted((a, b) => b.serial - a.serial);
    const named = ({ identity, versionId, lastModified }: (typeof uploads)[number]) => ({
      identity,
      versionId,
      lastModified,
    });
    expect(page?.baseline).toMatchObject(named(uploads[0]!));
    expect(page?.former).toEqual(uploads.slice(1, 20).map(named));
    expect(one.incidents()).toEqual([]);
  });

  it('is what the next upload is judged with: 20 versions and the anatomy of the newest', async () => {
    const one = await accepted(25);
    expect(await judgedWith(one, editions(25))).toEqual(counted(25, 6));
    expect(remembered(one)).toEqual(identities(one));
    const { history } = await past(one);
    expect(history?.anatomy).toEqual(contentOf(edition(25)).anatomy);
    expect(history?.versions.map(({ identity }) => identity)).toEqual(identities(one));
  });

  it('is nothing for a first version', async () => {
    const one = await accepted(1);
    expect(one.page(KEY)?.former).toBeUndefined();
    expect(await judgedWith(one, editions(1))).toEqual([1]);
  });

  it('keeps the mark of a version that was accepted although it was edited from a stale copy', async () => {
    const one = await accepted(4);
    one.table.putSite(siteRecord(exampleSite({ severity: { 'base.stale': 'alert' } })));
    one.upload(KEY, edition(2).replace('Line 50', 'Line fifty'));
    await one.look(KEY);
    expect(one.incidents()).toEqual([{ key: KEY, state: 'observed', codes: ['base.stale'] }]);
    expect(one.page(KEY)?.baseline?.doubted).toBe(true);
    one.upload(KEY, edition(4));
    await one.look(KEY);
    expect(one.page(KEY)?.baseline).not.toHaveProperty('doubted');
    expect(one.page(KEY)?.former?.map(({ doubted }) => doubted)).toEqual([true, undefined, undefined, undefined]);
    expect((await past(one)).history?.versions[1]?.doubted).toBe(true);
  });

  it('keeps the mark where a person restores such a version, and not where one overrides', async () => {
    const one = await accepted(4);
    const stale = edition(2).replace('Line 50', 'Line fifty');
    one.table.putSite(siteRecord(exampleSite({ severity: { 'base.stale': 'alert' } })));
    one.upload(KEY, stale);
    await one.look(KEY);
    one.table.putSite(siteRecord(exampleSite({ mode: 'observe' })));
    one.upload(KEY, stale.replace(/<section.*section>/, ''));
    await one.look(KEY);
    await decideNewest(one, 'restore');
    await one.look(KEY);
    expect(one.served(KEY)).toBe(stale);
    expect(one.page(KEY)?.baseline?.doubted).toBe(true);

    const other = await accepted(4);
    other.upload(KEY, stale);
    await other.look(KEY);
    expect(other.incidents()).toEqual([{ key: KEY, state: 'restored', codes: ['base.stale'] }]);
    await decideNewest(other, 'override');
    await other.look(KEY);
    expect(other.served(KEY)).toBe(stale);
    expect(other.page(KEY)?.baseline).not.toHaveProperty('doubted');
  });

  it('tells nobody of an upload that repairs what was only observed', async () => {
    const one = await accepted(3);
    one.table.putSite(siteRecord(exampleSite({ mode: 'observe' })));
    one.upload(KEY, edition(3).replace(/<section.*section>/, ''));
    await one.look(KEY);
    one.upload(KEY, edition(3).replace('Line 50', 'Line fifty'));
    await one.look(KEY);
    expect(one.incidents()).toEqual([{ key: KEY, state: 'observed', codes: ['token.lost'] }]);
  });

  it('is read under the token sources of today', async () => {
    const one = await accepted(2);
    one.table.putSite({ ...siteRecord({ ...exampleSite(), tokens: [{ selector: 'p', name: 'TEXT' }] }), rev: 2 });
    const { history } = await past(one);
    expect(Object.keys(history?.anatomy?.tokens ?? {})).toEqual(['TEXT']);
    expect(history?.versions).toHaveLength(2);
  });
});

describe('a decision moves what a page was before', () => {
  const STALE = edition(3, '');

  it('by an override, which says that the version was right', async () => {
    const one = await accepted(3);
    const before = identities(one);
    one.upload(KEY, STALE);
    await one.look(KEY);
    await decideNewest(one, 'override');
    await one.look(KEY);
    expect(one.served(KEY)).toBe(STALE);
    expect(identities(one).slice(1)).toEqual(before);
    expect(await judgedWith(one, [...editions(3), STALE])).toEqual([4, 3, 2, 1]);
  });

  it('by a restore, after which the version that was undone is one of those before', async () => {
    const one = await accepted(3);
    const before = identities(one);
    one.table.putSite(siteRecord(exampleSite({ mode: 'observe' })));
    one.upload(KEY, STALE);
    await one.look(KEY);
    const undone = one.page(KEY)!.baseline!.identity;
    await decideNewest(one, 'restore');
    await one.look(KEY);
    expect(one.served(KEY)).toBe(edition(3));
    expect(identities(one)).toEqual([before[0], undone, ...before.slice(1)]);
    expect(await judgedWith(one, [...editions(3), STALE])).toEqual([3, 4, 2, 1]);
  });

  it('by an accepted deletion, after which the page comes back', async () => {
    const one = await accepted(3);
    const before = identities(one);
    one.remove(KEY);
    await one.look(KEY);
    await decideNewest(one, 'override');
    one.remove(KEY);
    await one.look(KEY);
    expect(one.page(KEY)?.baseline?.identity).toBe('DELETED');
    expect(one.page(KEY)?.former?.map(({ identity }) => identity)).toEqual(before);
    expect((await past(one)).history).toBeUndefined();
    one.upload(KEY, edition(4));
    await one.look(KEY);
    expect(identities(one).slice(1)).toEqual(before);
    expect(remembered(one)).toEqual(identities(one));
  });
});
