import { describe, expect, it } from 'vitest';
import { acceptedVersions, isDoubted, formerAfter } from '../../src/lib/history/former.ts';
import type { Baseline } from '../../src/lib/site/page-record.ts';
import { DELETED } from '../../src/lib/site/version.ts';

function baseline(identity: string, doubted?: true): Baseline {
  const kept = { sha256: identity, size: 1, headers: { metadata: {} }, storedAs: {}, tokens: [], hasText: true };
  const at = { versionId: `v-${identity}`, lastModified: `at-${identity}`, acceptedAt: 'now' };
  return { identity, ...kept, ...at, ...(doubted && { doubted }) };
}

/** The record's versions after these baselines, one after the other. */
function after(...identities: readonly string[]) {
  return identities.reduce<Parameters<typeof formerAfter>[0]>((page, identity) => {
    const next = baseline(identity);
    return { baseline: next, former: formerAfter(page, next) };
  }, {});
}

const named = (page: Parameters<typeof acceptedVersions>[0]): string =>
  acceptedVersions(page)
    .map(({ identity }) => identity)
    .join(' ');

describe('the accepted versions of a page', () => {
  it('are none without a baseline', () => {
    expect(acceptedVersions({})).toEqual([]);
    expect(formerAfter({}, baseline('a'))).toBeUndefined();
  });

  it.each([
    [['a'], 'a'],
    [['a', 'b', 'c'], 'c b a'],
    [['a', 'b', 'a'], 'a b'],
    [['a', 'a'], 'a'],
    [['a', DELETED], 'a'],
    [['a', DELETED, 'b'], 'b a'],
    [['a', DELETED, 'a'], 'a'],
    [['a', 'b', DELETED, DELETED, 'b', 'c'], 'c b a'],
    [[DELETED, 'a'], 'a'],
  ])('after %j are: %s', (identities, versions) => {
    expect(named(after(...identities))).toBe(versions);
  });

  it('are 20, the oldest forgotten first', () => {
    const names = Array.from({ length: 30 }, (_, index) => `n${index}`);
    expect(named(after(...names))).toBe(names.slice(10).toReversed().join(' '));
  });

  it('are named by what S3 calls them, with the mark of what was accepted in spite of what was found', () => {
    expect(
      acceptedVersions({
        baseline: baseline('a', true),
        former: formerAfter({ baseline: baseline('b') }, baseline('a')),
      }),
    ).toEqual([
      { identity: 'a', versionId: 'v-a', lastModified: 'at-a', doubted: true },
      { identity: 'b', versionId: 'v-b', lastModified: 'at-b' },
    ]);
  });
});

describe('an accepted version is doubted', () => {
  it.each<[string, Parameters<typeof isDoubted>[0], boolean]>([
    ['for nothing', [], false],
    ['for a stale base, though it is only told', [{ code: 'base.stale', severity: 'alert' }], true],
    ['for what would have been undone', [{ code: 'token.lost', severity: 'rollback' }], true],
    ['not for what is only told', [{ code: 'page.structure', severity: 'alert' }], false],
  ])('%s', (_what, findings, doubted) => {
    expect(isDoubted(findings)).toBe(doubted);
  });
});
