import { describe, expect, it } from 'vitest';
import { anatomyOf, plainFrame } from '../../src/lib/page/anatomy.ts';
import { unitList } from '../../src/lib/page/unit-list.ts';
import type { PageContent, Reading } from '../../src/lib/page/page-content.ts';
import type { Baseline } from '../../src/lib/site/page-record.ts';
import type { ServedHeaders } from '../../src/lib/site/version.ts';
import type { Policy } from '../../src/lib/site/policy.ts';
import { judge, type Judged, type Judgement } from '../../src/lib/verdict/judge.ts';
import { exampleSite, HTML, siteRecord } from '../world.ts';

const PLACE = { line: 1, excerpt: '' };
const content = (tokens: string[], text = 'Boats for hire'): PageContent => ({
  html: true,
  text,
  hasText: text !== '',
  anatomy: anatomyOf(new Map(), new Map(), plainFrame(text)),
  list: unitList({ text: '', html: true }),
  units: new Float64Array(),
  tokens: new Map(tokens.map((token) => [token, PLACE])),
});
const read = (tokens: string[], text?: string): Reading => ({ kind: 'read', content: content(tokens, text) });
const version = (reading: Reading, headers: ServedHeaders = HTML): Judged => ({
  deleted: false,
  identity: 'new',
  headers,
  reading,
});
const deletion = (byLifecycle = false): Judged => ({ deleted: true, identity: 'DELETED', byLifecycle });

const BASELINE: Baseline = {
  identity: 'old',
  sha256: '',
  size: 100,
  versionId: 'v1',
  lastModified: '2026-03-01T09:00:00.000Z',
  headers: HTML,
  storedAs: {},
  tokens: ['HERO', 'CHECKOUT'],
  hasText: true,
  acceptedAt: '2026-03-01T09:00:00.000Z',
};

function verdictOf(judged: Judged, more: Partial<Judgement> & { policy?: Partial<Policy> } = {}) {
  const { policy, ...rest } = more;
  return judge({
    site: siteRecord(exampleSite(policy)),
    version: judged,
    baseline: BASELINE,
    gainedElsewhere: new Map(),
    allowances: [],
    mayDelete: false,
    ...rest,
  });
}

const found = (...args: Parameters<typeof verdictOf>) => {
  const verdict = verdictOf(...args);
  return 'findings' in verdict ? verdict.findings.map(({ code, severity }) => `${code} ${severity}`) : verdict.kind;
};

describe('what judging finds', () => {
  it.each<[string, Judged, Partial<Judgement>, string | string[]]>([
    ['an ordinary edit', version(read(['HERO', 'CHECKOUT'])), {}, 'accepted'],
    ['a new feature', version(read(['HERO', 'CHECKOUT', 'REFERRAL'])), {}, 'accepted'],
    ['features in another order', version(read(['CHECKOUT', 'HERO'])), {}, 'accepted'],
    ['a lost feature', version(read(['HERO'])), {}, ['token.lost rollback']],
    [
      'a moved feature',
      version(read(['HERO'])),
      { gainedElsewhere: new Map([['CHECKOUT', 'b.html']]) },
      ['token.moved alert'],
    ],
    ['a deletion', deletion(), {}, ['page.deleted rollback']],
    ['a deletion by lifecycle', deletion(true), {}, ['page.deleted alert']],
    [
      'a rename',
      deletion(),
      {
        gainedElsewhere: new Map([
          ['HERO', 'b.html'],
          ['CHECKOUT', 'b.html'],
        ]),
      },
      ['page.deleted alert'],
    ],
    ['half a rename', deletion(), { gainedElsewhere: new Map([['HERO', 'b.html']]) }, ['page.deleted rollback']],
    ['an overridden deletion', deletion(), { mayDelete: true }, 'accepted'],
    ['no bytes', version(read(['HERO', 'CHECKOUT'], '')), {}, ['page.emptied rollback']],
    [
      'a retired phrase',
      version(read([...BASELINE.tokens], 'For Ranch & Coast readers')),
      {},
      ['retired.returned rollback'],
    ],
    ['a retired token', version(read([...BASELINE.tokens, 'OLD_BANNER'])), {}, ['retired.returned rollback']],
    [
      'HTML no longer as HTML',
      version(read(['HERO', 'CHECKOUT']), { contentType: 'text/plain', metadata: {} }),
      {},
      ['page.headers rollback'],
    ],
    [
      'bytes against their encoding',
      version({ kind: 'contradicts', reason: 'not gzip' }),
      {},
      ['page.headers rollback', 'token.lost rollback', 'token.lost rollback'],
    ],
    [
      'the same type in another spelling',
      version(read(['HERO', 'CHECKOUT']), { contentType: 'Text/HTML', metadata: {} }),
      {},
      'accepted',
    ],
    [
      'a changed timestamp in metadata',
      version(read(['HERO', 'CHECKOUT']), { ...HTML, metadata: { mtime: '9' } }),
      {},
      'accepted',
    ],
    ['an unreadable version', version({ kind: 'unreadable', reason: 'too deep' }), {}, ['page.unreadable alert']],
  ])('of %s', (_, judged, more, expected) => {
    expect(found(judged, more)).toEqual(expected);
  });

  it('tells a changed Cache-Control without rolling back', () => {
    const verdict = verdictOf(version(read(['HERO', 'CHECKOUT']), { ...HTML, cacheControl: 'no-store' }));
    expect(verdict).toMatchObject({
      kind: 'breached',
      rollback: false,
      findings: [{ code: 'page.headers', severity: 'alert' }],
    });
  });

  it('says nothing of the Cache-Control that the site is configured to have, but of its loss', () => {
    const site = exampleSite();
    const configured = siteRecord({
      ...site,
      production: { ...site.production, cacheControl: 'max-age=3600, public' },
    });
    const set = version(read(['HERO', 'CHECKOUT']), { ...HTML, cacheControl: 'Max-Age=3600,public' });
    expect(found(set, { site: configured })).toBe('accepted');
    const other = version(read(['HERO', 'CHECKOUT']), { ...HTML, cacheControl: 'max-age=60' });
    expect(found(other, { site: configured })).toEqual(['page.headers alert']);
    const baseline = { ...BASELINE, headers: { ...HTML, cacheControl: 'max-age=3600, public' } };
    const lost = version(read(['HERO', 'CHECKOUT']), HTML);
    expect(found(lost, { site: configured, baseline })).toEqual(['page.headers alert']);
  });

  it('does not hold a retired phrase against a version whose baseline has it too', () => {
    const phrase = 'For Ranch & Coast readers';
    const judged = version(read(['HERO', 'CHECKOUT'], `${phrase} and others`));
    expect(found(judged, { before: content(['HERO', 'CHECKOUT'], phrase) })).toBe('accepted');
  });

  it('only tells of a retired phrase on a first version', () => {
    const judged = version(read([], 'For Ranch & Coast readers'));
    expect(found(judged, { baseline: undefined })).toEqual(['retired.returned alert']);
  });

  it('asks a person about an unreadable first version', () => {
    const judged = version({ kind: 'contradicts', reason: 'not gzip' });
    expect(verdictOf(judged, { baseline: undefined }).kind).toBe('undecided');
  });

  it('accepts any version after an accepted deletion', () => {
    expect(found(version(read([])), { baseline: { ...BASELINE, identity: 'DELETED', tokens: [] } })).toBe('accepted');
  });

  it('does not count a retired token as lost', () => {
    const baseline = { ...BASELINE, tokens: ['HERO', 'OLD_BANNER'] };
    expect(found(version(read(['HERO'])), { baseline })).toBe('accepted');
  });

  it('misses every feature of a page that no browser can read, whatever the policy says of headers', () => {
    const judged = version({ kind: 'contradicts', reason: 'not gzip' });
    const policy = { severity: { 'page.headers': 'ignore' } } as const;
    expect(found(judged, { policy })).toEqual(['token.lost rollback', 'token.lost rollback']);
  });

  it('follows the policy of the site', () => {
    expect(found(version(read(['HERO'])), { policy: { severity: { 'token.lost': 'alert' } } })).toEqual([
      'token.lost alert',
    ]);
    expect(found(version(read(['HERO'])), { policy: { severity: { 'token.lost': 'ignore' } } })).toBe('accepted');
  });

  it.each([
    ['by token', { tokens: ['CHECKOUT'] }, 'accepted'],
    ['by code', { codes: ['token.lost' as const] }, 'accepted'],
    ['by both', { codes: ['token.lost' as const], tokens: ['CHECKOUT'] }, 'accepted'],
    ['by another token', { tokens: ['HERO'] }, ['token.lost rollback']],
    ['by the code for another token', { codes: ['token.lost' as const], tokens: ['HERO'] }, ['token.lost rollback']],
    ['by nothing', {}, ['token.lost rollback']],
  ])('honours an allowance %s', (_, allowed, expected) => {
    const allowances = [{ ...allowed, until: '2026-03-02T00:00:00.000Z', reason: 'planned', by: 'CB' }];
    expect(found(version(read(['HERO'])), { allowances })).toEqual(expected);
  });
});
