import { describe, expect, test } from 'vitest';
import { allowFindings, judgeToAllow, passing } from '../../../src/cli/deploy/allow-findings.ts';
import { FINDING_CODES } from '../../../src/lib/site/policy.ts';
import type { Finding } from '../../../src/lib/verdict/finding.ts';
import { asVersion } from '../../fakes/stored-object.ts';
import { exampleSite, HTML, pageWith, siteRecord } from '../../world.ts';
import type { Guard } from '../fake-api.ts';
import { fakeOperator } from '../fake-operator.ts';
import { guarded } from '../guarded.ts';
import { NOW } from '../run.ts';

const KEY = 'index.html';
const REF = { site: 'demo', key: KEY };
const content = (html: string) => ({ bytes: Buffer.from(html), headers: HTML, storedAs: {} });

async function production(guard: Guard) {
  const { page, site } = await guard.deps.registry.read(REF);
  const live = guard.s3.live(KEY);
  return {
    ref: REF,
    site: site ?? siteRecord(exampleSite()),
    ...(page && { page }),
    ...(live && { live: asVersion(live, 1_000_000) }),
  };
}

async function allowedThen(world: ReturnType<typeof guarded>, html: string) {
  const judged = await judgeToAllow(await production(world.guard), content(html), world.guard.deps);
  const api = fakeOperator(world.stack).api;
  const made = await allowFindings(REF, judged, 'back to the spring version', { api, now: () => NOW });
  world.guard.upload(KEY, html);
  await world.guard.look(KEY);
  await world.guard.look(KEY);
  return made;
}

const finding = (code: Finding['code'], token?: string): Finding => ({
  code,
  severity: 'rollback',
  says: '',
  ...(token !== undefined && { token }),
});

describe('allowFindings', () => {
  test('lets the guard accept exactly what was found, for an hour', async () => {
    const world = guarded();
    world.guard.upload(KEY, pageWith('A', 'B', 'C'));
    await world.guard.look(KEY);
    const made = await allowedThen(world, pageWith('A').replace('A here', ''));
    expect(made.map(({ codes, tokens, until, reason }) => ({ codes, tokens, until, reason }))).toEqual([
      {
        codes: ['token.lost'],
        tokens: ['B', 'C'],
        until: '2026-03-10T13:00:00.000Z',
        reason: 'back to the spring version',
      },
      {
        codes: ['token.hollow'],
        tokens: ['A'],
        until: '2026-03-10T13:00:00.000Z',
        reason: 'back to the spring version',
      },
    ]);
    expect(world.guard.incidents()).toEqual([]);
    expect(world.guard.page(KEY)?.baseline?.tokens).toEqual(['A']);
  });

  test('is refused for who is no approver', async () => {
    const world = guarded();
    world.guard.upload(KEY, pageWith('A', 'B'));
    await world.guard.look(KEY);
    world.stack.token = 'deployer';
    await expect(allowedThen(world, pageWith('A'))).rejects.toMatchObject({ code: 'API.DENIED' });
    expect(world.guard.page(KEY)?.allowances).toEqual([]);
  });

  test('asks for nothing where nothing was found', async () => {
    const world = guarded();
    world.stack.fetch = () => Promise.reject(new Error('nobody may be asked'));
    expect(await allowedThen(world, pageWith('A'))).toEqual([]);
  });

  test('allows what a finding hides, too', async () => {
    const world = guarded();
    const feature = (name: string) => `<section data-feature="${name}">${'words of it '.repeat(40)}</section>`;
    world.guard.upload(KEY, `<!doctype html><html><body><h1>Sail</h1>${feature('A')}${feature('B')}</body></html>`);
    await world.guard.look(KEY);
    const gone = `<!doctype html><html><body><section data-feature="A"></section></body></html>`;
    const made = await allowedThen(world, gone);
    expect(made.flatMap(({ codes }) => codes)).toEqual(expect.arrayContaining(['page.emptied', 'token.hollow']));
    expect(world.guard.incidents()).toEqual([]);
    expect(world.guard.served(KEY)).toBe(gone);
  });

  test('allows what is found against a live version that the guard has not looked at', async () => {
    const world = guarded();
    world.guard.upload(KEY, pageWith('A'));
    await world.guard.look(KEY);
    world.guard.upload(KEY, pageWith('A', 'B'));
    const made = await allowedThen(world, pageWith('A'));
    expect(made).toMatchObject([{ codes: ['base.stale'] }, { codes: ['token.lost'], tokens: ['B'] }]);
    expect(world.guard.incidents()).toEqual([]);
    expect(world.guard.served(KEY)).toBe(pageWith('A'));
  });
});

describe('passing', () => {
  test('names tokens by the fifty and codes once, and never what cannot be allowed', () => {
    const tokens = Array.from({ length: 101 }, (_, i) => `T${i}`);
    const findings = [
      ...tokens.map((token) => finding('token.lost', token)),
      finding('token.lost', 'T0'),
      finding('retired.returned', 'OLD'),
      finding('retired.returned'),
      finding('base.stale'),
    ];
    expect(passing({ verdict: { kind: 'breached', rollback: true, findings } })).toEqual([
      { codes: ['retired.returned', 'base.stale'] },
      { codes: ['token.lost'], tokens: tokens.slice(0, 50) },
      { codes: ['token.lost'], tokens: tokens.slice(50, 100) },
      { codes: ['token.lost'], tokens: ['T100'] },
    ]);
    const moved = { kind: 'breached', rollback: false, findings: [finding('token.moved', 'A')] } as const;
    expect(passing({ verdict: moved })).toEqual([{ codes: ['token.moved', 'token.lost'], tokens: ['A'] }]);
    const each = FINDING_CODES.map((code) => finding(code));
    expect(passing({ verdict: { kind: 'undecided', findings: each } })[0]?.codes).not.toContain('page.unreadable');
  });
});
