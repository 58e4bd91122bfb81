import { describe, expect, it } from 'vitest';
import { fileVersion } from '../../src/lib/backtest/file-version.ts';
import { replayHistory } from '../../src/lib/backtest/page-history.ts';
import { NO_PAST } from '../../src/lib/backtest/past.ts';
import { replay } from '../../src/lib/backtest/replay.ts';
import { MOST_OF_PAGE } from '../../src/lib/page/unit-list.ts';
import { edition } from '../editions.ts';
import { exampleSite, pageWith, siteRecord } from '../world.ts';
import { historyOf, minute, replayAll, replayTexts, said, versionAt } from './versions.ts';

const GOOD = pageWith('HERO', 'CHECKOUT');
const LOST = pageWith('HERO');

/** These pages are so short that each looks like all others. */
const TOKENS_ALONE = siteRecord(exampleSite({ severity: { 'base.stale': 'ignore' } }));

describe('replaying', () => {
  it('says of each version what would have become of it, and from which it was most likely edited', () => {
    const [first, second, third] = replayTexts([GOOD, LOST, LOST]);
    expect(first).toEqual({
      page: 'index.html',
      version: 'v1',
      number: 1,
      at: minute(1),
      verdict: 'accepted',
      findings: [],
      ancestor: null,
    });
    expect(second).toMatchObject({ version: 'v2', number: 2, verdict: 'rollback', ancestor: 'v1' });
    expect(second?.findings).toMatchObject([{ code: 'token.lost', severity: 'rollback', token: 'CHECKOUT' }]);
    expect(third).toMatchObject({ verdict: 'unchanged', findings: [], ancestor: 'v2' });
  });

  it('compares each with the one before it, so that one rollback does not bring the next', () => {
    const edited = `${LOST}<!-- next -->`;
    expect(said(replayTexts([GOOD, LOST, edited, GOOD], TOKENS_ALONE))).toEqual([
      'accepted',
      'rollback token.lost',
      'accepted',
      'accepted',
    ]);
  });

  it('judges as if the guard enforced, whatever the mode, by the severities of the policy', () => {
    const site = (severity: object) => siteRecord(exampleSite({ mode: 'observe', severity }));
    expect(said(replayTexts([GOOD, LOST], site({})))).toEqual(['accepted', 'rollback token.lost']);
    expect(said(replayTexts([GOOD, LOST], site({ 'token.lost': 'alert' })))).toEqual(['accepted', 'alert token.lost']);
    expect(said(replayTexts([GOOD, LOST], site({ 'token.lost': 'ignore' })))).toEqual(['accepted', 'accepted']);
  });

  it('knows that a retired phrase was there before', () => {
    const old = pageWith('HERO').replace('Sail', 'For Ranch &amp; Coast readers');
    expect(said(replayTexts([old, `${old}<p>more</p>`, LOST, old], TOKENS_ALONE))).toEqual([
      'alert retired.returned',
      'accepted',
      'accepted',
      'rollback retired.returned',
    ]);
  });

  it('takes a deletion as one, and what else comes after it as a first version', () => {
    const replayed = replayTexts([GOOD, undefined, LOST, LOST]);
    expect(said(replayed)).toEqual(['accepted', 'rollback page.deleted', 'accepted', 'unchanged']);
    expect(replayed.map(({ ancestor }) => ancestor)).toEqual([null, 'v1', 'v2', 'v3']);
  });

  it('compares with nothing that could not be read', () => {
    const site = siteRecord(exampleSite({ limits: { ...exampleSite().policy.limits, bytes: 1024 } }));
    expect(said(replayTexts([GOOD, 'x'.repeat(2000), LOST], site))).toEqual([
      'accepted',
      'undecided page.unreadable',
      'rollback token.lost',
    ]);
  });

  it('goes on after bytes that contradict their headers', () => {
    const bytes = Buffer.from('1f8b08000000000000ff', 'hex');
    const gzipped = fileVersion('index.html', { name: 'v2', at: minute(2) }, { bytes });
    expect(said(replayAll([versionAt(1, GOOD), gzipped, versionAt(3, `${GOOD}<p>3</p>`)], TOKENS_ALONE))).toEqual([
      'accepted',
      'rollback page.headers token.lost token.lost',
      'accepted',
    ]);
  });

  it('remembers the contents of 20 versions, and no more', () => {
    let past = NO_PAST;
    for (let number = 1; number <= 40; number += 1) {
      const version = versionAt(number, `${GOOD}<p>${number}</p>`);
      past = replay(past, version, { name: 'index.html', key: 'index.html', site: siteRecord() }).past;
    }
    expect(past.count).toBe(40);
    expect(past.contents.size).toBe(20);
  });
});

describe('what people put back', () => {
  it('is what the guard would have put back, and is not judged where it is the very same', () => {
    const better = pageWith('HERO', 'CHECKOUT', 'REFERRAL');
    expect(said(replayTexts([GOOD, LOST, GOOD, better, LOST]))).toEqual([
      'accepted',
      'rollback token.lost',
      'unchanged',
      'accepted',
      expect.stringContaining('rollback token.lost token.lost'),
    ]);
    expect(said(replayTexts([GOOD, LOST, undefined, GOOD])).at(-1)).toBe('unchanged');
  });

  it('is judged where something was accepted meanwhile', () => {
    expect(said(replayTexts([GOOD, LOST, `${LOST}<p>next</p>`, GOOD])).at(-1)).toContain('base.stale');
  });
});

describe('the own writes of a guard that was there already', () => {
  const marked = (number: number, text: string, mark: number) => ({ ...versionAt(number, text), mark });

  it('are not judged, and what they put back is what comes next is compared with', () => {
    const better = pageWith('HERO', 'CHECKOUT', 'REFERRAL');
    const versions = [versionAt(1, GOOD), versionAt(2, LOST), marked(3, GOOD, 1), versionAt(4, better)];
    const replayed = replayAll(versions, TOKENS_ALONE);
    expect(said(replayed)).toEqual(['accepted', 'rollback token.lost', 'unchanged', 'accepted']);
    expect(said(replayAll([...versions, versionAt(5, LOST)], TOKENS_ALONE).slice(4))).toEqual([
      'rollback token.lost token.lost',
    ]);
  });

  it('are no uploads where a person overrides', () => {
    const versions = [versionAt(1, GOOD), versionAt(2, LOST), marked(3, GOOD, 1), marked(4, LOST, 2)];
    expect(said(replayAll(versions))).toEqual([
      'accepted',
      expect.stringContaining('rollback'),
      'unchanged',
      'unchanged',
    ]);
  });

  it('count once: a copy with the mark in its metadata is somebody else’s', () => {
    const newer = pageWith('HERO', 'CHECKOUT', 'REFERRAL');
    const versions = [versionAt(1, GOOD), versionAt(2, LOST), marked(3, GOOD, 1), versionAt(4, newer)];
    expect(said(replayAll([...versions, marked(5, GOOD, 1)])).at(-1)).toContain('token.lost');
    expect(said(replayAll([...versions, marked(5, GOOD, 2)])).at(-1)).toBe('unchanged');
  });

  it('are judged where nothing like them was accepted', () => {
    expect(said(replayAll([versionAt(1, GOOD), marked(2, LOST, 1)]))).toEqual(['accepted', 'rollback token.lost']);
  });
});

describe('a page’s history', () => {
  it('is judged version by version', async () => {
    const seen: number[] = [];
    const replayed = await replayHistory(historyOf([GOOD, LOST]), siteRecord(), (count) => void seen.push(count));
    expect(replayed).toMatchObject({ page: 'index', given: [] });
    expect(said(replayed.judged)).toEqual(['accepted', 'rollback token.lost']);
    expect(seen).toEqual([1, 2]);
  });

  it('is judged by its last version alone, where all before it count as accepted', async () => {
    const { judged, given } = await replayHistory(historyOf([GOOD, LOST, GOOD, LOST], 'last'), TOKENS_ALONE, () => {});
    expect(said(given)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(judged).toMatchObject([{ page: 'index', number: 4, version: 'v4', verdict: 'rollback', ancestor: 'v3' }]);
  });

  it('may be of one version, or of none', async () => {
    const one = await replayHistory(historyOf([GOOD], 'last'), siteRecord(), () => {});
    expect(one).toMatchObject({ judged: [{ verdict: 'accepted', ancestor: null }], given: [] });
    expect(await replayHistory(historyOf([], 'last'), siteRecord(), () => {})).toMatchObject({ judged: [], given: [] });
  });

  it('compares nothing with a version of more pieces than are compared, as the guard does', () => {
    const huge = edition(3).replace('</body>', `${'<p>a'.repeat(MOST_OF_PAGE)}</body>`);
    const stale = edition(1).replace('Line 50', 'Line fifty');
    expect(said(replayTexts([edition(1), edition(2), edition(3), stale])).at(-1)).toBe('rollback base.stale');
    expect(said(replayTexts([edition(1), edition(2), huge, stale])).at(-1)).toBe('accepted');
  });
});
