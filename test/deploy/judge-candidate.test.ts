import { describe, expect, it } from 'vitest';
import { judgeCandidate } from '../../src/lib/deploy/judge-candidate.ts';
import type { Version } from '../../src/lib/site/version.ts';
import { exampleSite, HTML, pageWith, siteRecord, world } from '../world.ts';
import { asVersion } from '../fakes/stored-object.ts';

const KEY = 'index.html';

/** What is known of the page in a guarded world, as whoever deploys reads it. */
async function production(guard: ReturnType<typeof world>) {
  const ref = { site: 'demo', key: KEY };
  const { page, site } = await guard.deps.registry.read(ref);
  const stored = guard.s3.live(KEY);
  const live: Version | undefined = stored && asVersion(stored, 1_000_000);
  return { ref, site: site ?? siteRecord(exampleSite()), ...(page && { page }), ...(live && { live }) };
}

const content = (html: string) => ({ bytes: Buffer.from(html), headers: HTML, storedAs: {} });

describe('judgeCandidate', () => {
  it('says what the guard says once the bytes are uploaded', async () => {
    const guard = world();
    guard.upload(KEY, pageWith('A', 'B'));
    await guard.look(KEY);
    const candidate = pageWith('A', 'C');
    const judged = await judgeCandidate(await production(guard), content(candidate), guard.deps);
    expect(judged.features).toEqual({ kept: ['A'], gained: ['C'], lost: ['B'] });
    expect(judged.verdict).toMatchObject({ kind: 'breached', rollback: true });
    guard.upload(KEY, candidate);
    await guard.look(KEY);
    const codes = judged.verdict.kind === 'breached' ? judged.verdict.findings.map(({ code }) => code) : [];
    expect(guard.incidents()).toEqual([{ key: KEY, state: 'restored', codes }]);
  });

  it('finds an edit of a stale copy before anybody uploads it', async () => {
    const guard = world();
    const lines = Array.from({ length: 40 }, (_, at) => `<p>Departure number ${at} of the season</p>`);
    const edition = (...changed: number[]) =>
      pageWith('A').replace(
        '</body>',
        `${lines.map((line, at) => (changed.includes(at) ? `${line}<p>Changed on day ${at}</p>` : line)).join('\n')}</body>`,
      );
    for (const html of [edition(), edition(3), edition(3, 9), edition(3, 9, 20)]) {
      guard.upload(KEY, html);
      await guard.look(KEY);
    }
    const stale = edition().replace('Sail', 'Sail with us');
    const { verdict } = await judgeCandidate(await production(guard), content(stale), guard.deps);
    expect(verdict.kind === 'breached' && verdict.findings.map(({ code }) => code)).toContain('base.stale');
    const fresh = edition(3, 9, 20).replace('Sail', 'Sail with us');
    expect((await judgeCandidate(await production(guard), content(fresh), guard.deps)).verdict.kind).toBe('accepted');
  });

  it('compares with what is live where the guard has not looked yet, with what its features hold', async () => {
    const guard = world();
    guard.upload(KEY, pageWith('A', 'B'));
    const hollow = pageWith('A', 'B').replace('B here', '');
    const { verdict } = await judgeCandidate(await production(guard), content(hollow), guard.deps);
    expect(verdict.kind === 'breached' && verdict.findings.map(({ code, token }) => [code, token])).toEqual([
      ['token.hollow', 'B'],
    ]);
  });

  it('accepts what an approver allowed', async () => {
    const guard = world();
    guard.upload(KEY, pageWith('A', 'B'));
    await guard.look(KEY);
    const known = await production(guard);
    const allowances = [{ tokens: ['B'], until: '2099-01-01T00:00:00.000Z', reason: 'it goes', by: 'kim' }];
    const judged = await judgeCandidate(
      { ...known, page: { ...known.page!, allowances } },
      content(pageWith('A')),
      guard.deps,
    );
    expect(judged.verdict).toEqual({ kind: 'accepted' });
    expect(judged.features.lost).toEqual(['B']);
  });

  it('takes the first version of a page, and one that equals the live one', async () => {
    const guard = world();
    const first = await judgeCandidate(await production(guard), content(pageWith('A')), guard.deps);
    expect(first).toMatchObject({ verdict: { kind: 'accepted' }, features: { kept: [], gained: ['A'], lost: [] } });
    guard.upload(KEY, pageWith('A'));
    await guard.look(KEY);
    const same = await judgeCandidate(await production(guard), content(pageWith('A')), guard.deps);
    expect(same.verdict).toEqual({ kind: 'unchanged' });
  });

  it('says that bytes cannot be read, and judges without writing anything', async () => {
    const guard = world({ policy: {} });
    guard.upload(KEY, pageWith('A'));
    await guard.look(KEY);
    const before = JSON.stringify(guard.page(KEY));
    const bomb = { bytes: Buffer.from([1, 2, 3]), headers: { ...HTML, contentEncoding: 'zip' }, storedAs: {} };
    const { verdict, content: read } = await judgeCandidate(await production(guard), bomb, guard.deps);
    expect(verdict.kind).toBe('undecided');
    expect(read).toBeUndefined();
    expect(JSON.stringify(guard.page(KEY))).toBe(before);
    expect(guard.incidents()).toEqual([]);
  });
});
