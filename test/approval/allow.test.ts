import { describe, expect, it } from 'vitest';
import { allow, standingAllowances, withdraw, type Permission } from '../../src/lib/approval/allow.ts';
import type { Person } from '../../src/lib/approval/person.ts';
import { pageWith, world } from '../world.ts';
import { decideDeps, everything, GOOD, KEY, LEAD, STALE, STRANGERS, type World } from './people.ts';

const REF = { site: 'demo', key: KEY };
const HOUR_MS = 60 * 60 * 1000;

async function guarded(): Promise<World> {
  const one = world();
  one.upload(KEY, GOOD);
  await one.look(KEY);
  return one;
}

const inAnHour = ({ clock }: World): string => new Date(clock.now().getTime() + HOUR_MS).toISOString();

const permit = (one: World, permission: Partial<Permission> = {}, person: Person = LEAD, ref = REF) =>
  allow(
    ref,
    { tokens: ['CHECKOUT'], until: inAnHour(one), reason: 'it moves', ...permission },
    person,
    decideDeps(one),
  );

describe('an allowance', () => {
  it.each<[string, Partial<Permission>, string]>([
    ['a token', { tokens: ['CHECKOUT'] }, STALE],
    ['a finding', { tokens: undefined, codes: ['token.lost'] }, pageWith()],
    ['a finding of one token', { tokens: ['CHECKOUT'], codes: ['token.lost'] }, STALE],
  ])('lets %s pass until its end', async (_what, permission, html) => {
    const one = await guarded();
    const outcome = await permit(one, permission);
    expect(outcome).toMatchObject({ kind: 'done', allowance: { by: expect.stringContaining('web-lead/anna') } });
    one.upload(KEY, html);
    await one.look(KEY);
    expect(one.served(KEY)).toBe(html);
    expect(one.incidents()).toEqual([]);
  });

  it('lets nothing else pass', async () => {
    const one = await guarded();
    await permit(one);
    one.upload(KEY, pageWith('CHECKOUT'));
    await one.look(KEY);
    expect(one.served(KEY)).toBe(GOOD);
  });

  it('lets a page go where its deletion is allowed', async () => {
    const one = await guarded();
    await permit(one, { tokens: undefined, codes: ['page.deleted'] });
    one.remove(KEY);
    await one.look(KEY);
    expect(one.s3.live(KEY)).toBeUndefined();
    expect(one.incidents()).toEqual([]);
  });

  it('is over at its end, to the millisecond', async () => {
    const one = await guarded();
    await permit(one);
    // Uploading takes a second of the clock.
    one.clock.advance(HOUR_MS - 1000);
    one.upload(KEY, STALE);
    await one.look(KEY);
    expect(one.served(KEY)).toBe(GOOD);
    expect(standingAllowances(one.page(KEY)!, one.clock.now())).toEqual([]);
  });

  it('holds for what was uploaded before its end, and for nothing later, although the look is late', async () => {
    const one = await guarded();
    await permit(one);
    one.clock.advance(HOUR_MS - 2000);
    one.upload(KEY, STALE);
    one.clock.advance(HOUR_MS / 4);
    await one.look(KEY);
    expect(one.served(KEY)).toBe(STALE);
    expect(one.incidents()).toEqual([]);
    one.upload(KEY, GOOD);
    one.upload(KEY, STALE);
    await one.look(KEY);
    expect(one.served(KEY)).toBe(GOOD);
  });

  it('is over for what S3 dates long before it was there, as it does a multipart upload by its start', async () => {
    const one = await guarded();
    await permit(one);
    one.clock.advance(2000);
    one.upload(KEY, STALE);
    one.clock.advance(2 * HOUR_MS);
    await one.look(KEY);
    expect(one.served(KEY)).toBe(GOOD);
  });

  it('is there for a late look although somebody makes another meanwhile, which lists only what is in force', async () => {
    const one = await guarded();
    await permit(one);
    one.clock.advance(HOUR_MS - 2000);
    one.upload(KEY, STALE);
    one.clock.advance(HOUR_MS / 4);
    await permit(one, { tokens: ['HERO'] });
    expect(standingAllowances(one.page(KEY)!, one.clock.now())).toMatchObject([{ tokens: ['HERO'] }]);
    await one.look(KEY);
    expect(one.served(KEY)).toBe(STALE);
  });

  it('counts a deletion that nothing dates when it is seen', async () => {
    const one = world({ mode: 'unversioned' });
    one.upload(KEY, GOOD);
    await one.look(KEY);
    await permit(one, { tokens: undefined, codes: ['page.deleted'] });
    one.remove(KEY);
    one.clock.advance(HOUR_MS);
    await one.look(KEY);
    expect(one.served(KEY)).toBe(GOOD);
  });

  it('is over when it is withdrawn, which leaves the others', async () => {
    const one = await guarded();
    const first = await permit(one);
    await permit(one, { tokens: ['HERO'] });
    if (first.kind !== 'done') throw new Error(first.says);
    expect(await withdraw(REF, first.allowance.id, LEAD, decideDeps(one))).toEqual(first);
    expect(standingAllowances(one.page(KEY)!, one.clock.now())).toMatchObject([{ tokens: ['HERO'] }]);
    one.upload(KEY, STALE);
    await one.look(KEY);
    expect(one.served(KEY)).toBe(GOOD);
  });

  it('stands once, however often it is made', async () => {
    const one = await guarded();
    const until = inAnHour(one);
    const first = await permit(one, { until });
    const before = everything(one);
    expect(await permit(one, { until })).toEqual(first);
    expect(everything(one)).toEqual(before);
  });

  it('is made in the end when others keep writing, and forgets those that are long over', async () => {
    const one = await guarded();
    await permit(one, { tokens: ['HERO'] });
    one.clock.advance(2 * HOUR_MS);
    const deps = decideDeps(one);
    let races = 3;
    const commit: typeof deps.registry.commit = async (t) => (races-- > 0 ? 'conflict' : deps.registry.commit(t));
    const permission = { tokens: ['CHECKOUT'], until: inAnHour(one), reason: 'it moves' };
    const outcome = await allow(REF, permission, LEAD, { ...deps, registry: { ...deps.registry, commit } });
    expect(outcome).toMatchObject({ kind: 'done' });
    expect(one.page(KEY)?.allowances).toMatchObject([{ tokens: ['CHECKOUT'] }]);
  });
});

describe('an allowance is refused, and changes nothing', () => {
  async function refusedBy(one: World, why: string, act: () => Promise<unknown>): Promise<void> {
    const before = everything(one);
    expect(await act()).toMatchObject({ kind: 'refused', why });
    expect(everything(one)).toEqual(before);
  }

  it.each(STRANGERS)('to %s', async (_who, stranger) => {
    const one = await guarded();
    const made = await permit(one);
    if (made.kind !== 'done') throw new Error(made.says);
    await refusedBy(one, 'not-allowed', () => permit(one, { tokens: ['HERO'] }, stranger));
    await refusedBy(one, 'not-allowed', () => withdraw(REF, made.allowance.id, stranger, decideDeps(one)));
  });

  it('to the holder of a personal link', async () => {
    const one = await guarded();
    const holder: Person = { kind: 'link', for: { email: 'web-lead@example.com' }, madeBy: 'x', link: 'a'.repeat(64) };
    await refusedBy(one, 'not-allowed', () => permit(one, {}, holder));
  });

  it('to somebody who is taken off the approvers just before it is written', async () => {
    const one = await guarded();
    const deps = decideDeps(one);
    const commit: typeof deps.registry.commit = async (t) => {
      const record = one.table.site('demo')!;
      one.table.putSite({ ...record, rev: record.rev + 1, config: { ...record.config, approvers: [] } });
      return deps.registry.commit(t);
    };
    const permission = { tokens: ['CHECKOUT'], until: inAnHour(one), reason: 'it moves' };
    const outcome = await allow(REF, permission, LEAD, { ...deps, registry: { ...deps.registry, commit } });
    expect(outcome).toMatchObject({ kind: 'refused', why: 'not-allowed' });
    expect(one.page(KEY)?.allowances).toEqual([]);
  });

  it('of a page that nobody knows, of what is no page, of a site that is not there', async () => {
    const one = await guarded();
    await refusedBy(one, 'unknown', () => permit(one, {}, LEAD, { site: 'demo', key: 'new.html' }));
    await refusedBy(one, 'invalid', () => permit(one, {}, LEAD, { site: 'demo', key: 'app.js' }));
    await refusedBy(one, 'unknown', () => permit(one, {}, LEAD, { site: 'other', key: KEY }));
  });

  it('when it is withdrawn a second time, or never was', async () => {
    const one = await guarded();
    const made = await permit(one);
    if (made.kind !== 'done') throw new Error(made.says);
    await withdraw(REF, made.allowance.id, LEAD, decideDeps(one));
    for (const id of [made.allowance.id, 'no-such-id']) {
      await refusedBy(one, 'unknown', () => withdraw(REF, id, LEAD, decideDeps(one)));
    }
  });

  it('beyond fifty of a page', async () => {
    const one = await guarded();
    for (let n = 0; n < 50; n++) expect(await permit(one, { tokens: [`TOKEN_${n}`] })).toMatchObject({ kind: 'done' });
    await refusedBy(one, 'state', () => permit(one, { tokens: ['ONE_MORE'] }));
    one.clock.advance(HOUR_MS);
    expect(await permit(one)).toMatchObject({ kind: 'done' });
  });

  it('when a page of them would take more than 64 KB', async () => {
    const one = await guarded();
    const long = (n: number) => ({ tokens: Array.from({ length: 50 }, (_, m) => `T${n}_${m}_`.padEnd(200, 'x')) });
    let made = 0;
    while ((await permit(one, long(made))).kind === 'done') made += 1;
    expect(made).toBe(6);
    await refusedBy(one, 'state', () => permit(one, long(made)));
    expect(await permit(one)).toMatchObject({ kind: 'done' });
  });

  it('when somebody else always writes first', async () => {
    const one = await guarded();
    const deps = decideDeps(one);
    const busy = { ...deps, registry: { ...deps.registry, commit: async () => 'conflict' as const } };
    const permission = { tokens: ['CHECKOUT'], until: inAnHour(one), reason: 'it moves' };
    await refusedBy(one, 'conflict', () => allow(REF, permission, LEAD, busy));
  });
});
