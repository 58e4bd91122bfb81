import { expect, test } from 'vitest';
import { effectOf } from '../../src/lib/incident/decision-words.ts';
import { DECISIONS } from '../../src/lib/incident/decisions.ts';
import { DELETED } from '../../src/lib/site/version.ts';

const LOST = { state: 'restored', identity: 'a1', findings: [{ code: 'token.lost' }] } as const;
const GONE = { state: 'restored', identity: DELETED, findings: [{ code: 'page.deleted' }] } as const;

test('says of each decision what it does, and of a deletion that it is one', () => {
  const said = DECISIONS.flatMap((what) => [effectOf(what, LOST), effectOf(what, GONE)]);
  expect(new Set(said).size).toBe(6);
  expect(effectOf('override', GONE)).toContain('The next deletion of this page passes');
});

test('says what is given up with an override, and only then', () => {
  expect(effectOf('override', LOST)).toContain('what it lost is not asked for on this page any more');
  expect(effectOf('override', { ...LOST, findings: [{ code: 'page.emptied' }] })).not.toContain('not asked for');
});

test('says that what a stale upload undid stays undone', () => {
  const stale = { ...LOST, findings: [{ code: 'base.stale' }, { code: 'token.lost' }] } as const;
  expect(effectOf('override', stale)).toBe(
    'The rejected version was right. Its bytes and headers go live again and become the baseline; what it lost is not ' +
      'asked for on this page any more; the accepted versions that it undoes stay undone.',
  );
  expect(effectOf('override', LOST)).not.toContain('undone');
});

test('never says that nothing changes where dismissing lets the guard write again', () => {
  expect(effectOf('dismiss', LOST)).toContain('Nothing changes');
  expect(effectOf('dismiss', { ...LOST, state: 'contested' })).not.toContain('Nothing changes');
});

test('never says that the guard was right where it could not judge', () => {
  const said = effectOf('dismiss', { ...LOST, state: 'undecided' });
  expect(said).not.toContain('guard was right');
  expect(said).toContain('The version stays live and does not become the baseline');
});
