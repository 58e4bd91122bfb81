import { describe, expect, it } from 'vitest';
import { FINDING_CODES, type FindingCode } from '../../src/lib/site/policy.ts';
import { judge, type Judged, type Judgement } from '../../src/lib/verdict/judge.ts';
import { HARMLESS } from './harmless-edits.ts';
import { judgementAfter, verdictAfter, type Asked } from './page-past.ts';
import { edited, edition } from './tours-page.ts';

type Edit = (page: string) => string;

const PAST = Array.from({ length: 9 }, (_, number) => edition(number));
const NOW = edition(8);

const after = (upload: string, asked: Asked = {}) => judgementAfter(PAST, upload, asked);
const without = (what: string | RegExp, by = '') => edited(NOW, what, by);

function changed(edit: Edit, change: Partial<Extract<Judged, { deleted: false }>>): Judgement {
  const { version, ...rest } = after(edit(NOW));
  if (version.deleted) throw new Error('it is no deletion');
  return { ...rest, version: { ...version, ...change } };
}

/** What each finding is told of: an upload to which the harmless edit was made as well. */
const HARMS: Readonly<Record<FindingCode, (edit: Edit) => Judgement>> = {
  'page.deleted': (edit) => ({
    ...judgementAfter([...PAST, edit(NOW)], '', {}),
    version: { deleted: true, identity: 'DELETED', byLifecycle: false },
  }),
  'page.emptied': (edit) => after(edit(NOW).replaceAll(/>[^<]+/g, '>')),
  'page.truncated': (edit) => after(edit(NOW).slice(0, 2000)),
  'page.headers': (edit) => changed(edit, { headers: { contentType: 'text/plain', metadata: {} } }),
  'token.lost': (edit) => after(edit(without(' data-feature="CHECKOUT"'))),
  'token.moved': (edit) =>
    after(edit(without(' data-feature="CHECKOUT"')), { gainedElsewhere: new Map([['CHECKOUT', 'pay.html']]) }),
  'token.hollow': (edit) => after(edit(without(/(<form id="book"[^>]*>)[^]*(?=<\/form>)/, '$1'))),
  'retired.returned': (edit) => after(edit(without('old harbour', 'old harbour. For Ranch &amp; Coast readers'))),
  'base.stale': (edit) => after(edit(edition(3))),
  'page.structure': (edit) => after(edit(without(/ *<script[^>]*stripe.*\n/))),
  'page.unreadable': (edit) => changed(edit, { reading: { kind: 'unreadable', reason: 'too deep' } }),
};

/** What an edit takes out of the very pieces or words by which a finding is known. */
const HIDES: Readonly<Record<string, readonly FindingCode[]>> = {
  'with its attributes in another order': ['base.stale'],
  'with other words': ['base.stale', 'retired.returned'],
};

const codes = (judgement: Judgement): readonly FindingCode[] => {
  const verdict = judge(judgement);
  return 'findings' in verdict ? verdict.findings.map(({ code }) => code) : [];
};

describe.each(Object.entries(HARMLESS))('a page %s', (name, edit) => {
  it('is accepted', () => {
    expect(edit(NOW)).not.toBe(NOW);
    expect(verdictAfter(PAST, edit(NOW))).toEqual({ kind: 'accepted' });
  });

  it('is accepted where another page has just gained what it has too', () => {
    expect(verdictAfter(PAST, edit(NOW), { gainedElsewhere: new Map([['HERO', 'b.html']]) }).kind).toBe('accepted');
  });

  it.each(FINDING_CODES.filter((code) => !HIDES[name]?.includes(code)))('is still told of for %s', (code) => {
    expect(codes(HARMS[code](edit))).toContain(code);
  });
});
