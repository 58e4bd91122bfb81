import { beforeEach, describe, expect, it } from 'vitest';
import { decide } from '../../src/lib/approval/decide.ts';
import { holderOf, makeLink } from '../../src/lib/approval/links.ts';
import type { Person } from '../../src/lib/approval/person.ts';
import { pageWith } from '../world.ts';
import { decideDeps, everything, IN_STATE, KEY, LEAD, newest, STRANGERS, type World } from './people.ts';

const HOUR_MS = 60 * 60 * 1000;
const AUTHOR = 'web-lead@example.com';
// Every letter of the alphabet is there, those that look like digits as digits.
const BYTES = Uint8Array.from({ length: 20 }, (_, i) => (i * 7 + 1) % 256);

let one: World;
let id: string;

beforeEach(async () => {
  one = await IN_STATE.restored();
  id = newest(one);
});

const make = (name = AUTHOR, person: Person = LEAD, bytes = BYTES) =>
  makeLink(id, name, person, { ...decideDeps(one), links: one.table.links, random: (count) => bytes.slice(0, count) });

async function code(): Promise<string> {
  const made = await make();
  if (made.kind !== 'made') throw new Error(made.says);
  return made.code;
}

const hold = (incident: string, typed: string) =>
  holderOf(incident, typed, { links: one.table.links, now: one.clock.now });

async function holder(typed: string): Promise<Person> {
  const held = await hold(id, typed);
  if (held.kind !== 'person') throw new Error(held.says);
  return held.person;
}

const use = (person: Person, what: 'override' | 'dismiss' | 'restore' = 'override', incident = id) =>
  decide(incident, { what, reason: 'because' }, person, decideDeps(one));

describe('a personal link', () => {
  it('decides once, in the name of its holder and of who made it', async () => {
    const person = await holder(await code());
    expect(await use(person)).toMatchObject({
      kind: 'recorded',
      incident: {
        decision: { by: `${AUTHOR} by a personal link that arn:aws:sts::123456789012:assumed-role/web-lead/anna made` },
      },
    });
  });

  it('is used at the very time of its decision', async () => {
    const made = await make();
    const person = await holder(made.kind === 'made' ? made.code : '');
    const now = () => (one.clock.advance(7), one.clock.now());
    const decided = await decide(id, { what: 'override', reason: 'because' }, person, { ...decideDeps(one), now });
    const kept = made.kind === 'made' ? await one.table.links.find(id, made.link.hash) : undefined;
    expect(decided).toMatchObject({ kind: 'recorded', incident: { decision: { at: kept?.usedAt } } });
    expect(kept?.usedAt).toBeDefined();
  });

  it('is kept as the hash of its code, and ends after 72 hours', async () => {
    const made = await make();
    if (made.kind !== 'made') throw new Error(made.says);
    expect(made.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}$/);
    const kept = await one.table.links.find(id, made.link.hash);
    expect(kept).toEqual(made.link);
    expect(JSON.stringify(kept)).not.toContain(made.code);
    expect(Date.parse(made.link.until) - one.clock.now().getTime()).toBe(72 * HOUR_MS);
  });

  it.each<[string, (code: string) => string]>([
    ['in small letters', (typed) => typed.toLowerCase()],
    ['without hyphens', (typed) => typed.replaceAll('-', '')],
    ['with spaces', (typed) => ` ${typed.replaceAll('-', '  ')}\n`],
    ['with an I for every 1 and an O for every 0', (typed) => typed.replaceAll('1', 'I').replaceAll('0', 'O')],
    ['with an l for every 1 and an o for every 0', (typed) => typed.replaceAll('1', 'l').replaceAll('0', 'o')],
  ])('is known when its code is typed %s', async (_how, type) => {
    const typed = await code();
    expect(typed).toMatch(/[01]/);
    expect(await hold(id, type(typed))).toMatchObject({ kind: 'person', person: { for: { email: AUTHOR } } });
  });

  it.each<[string, (code: string) => string]>([
    ['nothing', () => ''],
    ['one letter less', (typed) => typed.slice(1)],
    ['one letter more', (typed) => `${typed}0`],
    ['one letter changed', (typed) => (typed.startsWith('2') ? '3' : '2') + typed.slice(1)],
    ['two letters swapped', (typed) => typed.slice(0, -2) + typed.slice(-1) + typed.slice(-2, -1)],
    ['a letter that no code has', (typed) => `U${typed.slice(1)}`],
    ['the hash of a code', () => 'a'.repeat(64)],
    ['a million letters', (typed) => typed.repeat(50_000)],
    ['something else altogether', () => '<script>alert(1)</script>'],
  ])('is nobody when the code is %s', async (_how, change) => {
    const typed = await code();
    const before = everything(one);
    expect(change(typed)).not.toBe(typed);
    expect(await hold(id, change(typed))).toMatchObject({ kind: 'refused', why: 'not-allowed' });
    expect(everything(one)).toEqual(before);
  });

  it('is worthless for any other incident', async () => {
    const typed = await code();
    one.upload(KEY, pageWith('CHECKOUT'));
    await one.look(KEY);
    const other = newest(one);
    expect(other).not.toBe(id);
    expect(await hold(other, typed)).toMatchObject({ kind: 'refused', why: 'not-allowed' });
    // Even who skips that finds the link not there when the decision is written.
    const person = await holder(typed);
    const before = everything(one);
    expect(await use(person, 'override', other)).toMatchObject({ kind: 'refused', why: 'conflict' });
    expect(everything(one)).toEqual(before);
  });

  it('is worthless after its use, also for what can still be decided', async () => {
    const typed = await code();
    const person = await holder(typed);
    await use(person);
    expect(await hold(id, typed)).toMatchObject({
      kind: 'refused',
      why: 'expired',
      says: expect.stringContaining('used'),
    });
    const before = everything(one);
    expect(await use(person, 'restore')).toMatchObject({
      kind: 'refused',
      why: 'conflict',
      says: expect.stringContaining('the code was used'),
    });
    expect(everything(one)).toEqual(before);
  });

  it('stays usable after a decision that was refused', async () => {
    const person = await holder(await code());
    expect(await use(person, 'restore')).toMatchObject({ kind: 'refused', why: 'state' });
    expect(await use(person, 'override')).toMatchObject({ kind: 'recorded' });
  });

  it('decides until just before 72 hours are over, and not after', async () => {
    const typed = await code();
    one.clock.advance(72 * HOUR_MS - 1);
    const person = await holder(typed);
    one.clock.advance(1);
    expect(await hold(id, typed)).toMatchObject({
      kind: 'refused',
      why: 'expired',
      says: expect.stringContaining('ended'),
    });
    const before = everything(one);
    expect(await use(person)).toMatchObject({ kind: 'refused', why: 'conflict' });
    expect(everything(one)).toEqual(before);
  });

  it('is worthless once its holder is no approver any more', async () => {
    const typed = await code();
    const record = one.table.site('demo')!;
    const approvers = record.config.approvers.filter((approver) => !('email' in approver));
    one.table.putSite({ ...record, config: { ...record.config, approvers } });
    const person = await holder(typed);
    const before = everything(one);
    expect(await use(person)).toMatchObject({ kind: 'refused', why: 'not-allowed' });
    expect(everything(one)).toEqual(before);
  });

  it('is not the link of somebody who forges its hash', async () => {
    await code();
    const forged: Person = { kind: 'link', for: { email: AUTHOR }, madeBy: 'nobody', link: 'f'.repeat(64) };
    const before = everything(one);
    expect(await use(forged)).toMatchObject({ kind: 'refused', why: 'conflict' });
    expect(everything(one)).toEqual(before);
  });
});

describe('making a personal link', () => {
  it.each(['WEB-LEAD@example.com', ' web-lead@example.com ', 'role web-lead of 123456789012'])(
    'finds the approver called %j',
    async (name) => {
      expect(await make(name)).toMatchObject({ kind: 'made' });
    },
  );

  it('is refused for somebody whom the site does not name, who are told', async () => {
    const before = everything(one);
    expect(await make('stranger@example.com')).toMatchObject({
      kind: 'refused',
      why: 'invalid',
      says: expect.stringContaining(AUTHOR),
    });
    expect(everything(one)).toEqual(before);
  });

  it.each(STRANGERS)('is refused to %s', async (_who, stranger) => {
    const before = everything(one);
    expect(await make(AUTHOR, stranger)).toMatchObject({ kind: 'refused', why: 'not-allowed' });
    expect(everything(one)).toEqual(before);
  });

  it('is refused to the holder of a link, who would live on by it for ever', async () => {
    const person = await holder(await code());
    const before = everything(one);
    expect(await make(AUTHOR, person)).toMatchObject({ kind: 'refused', why: 'not-allowed' });
    expect(everything(one)).toEqual(before);
  });

  it('is refused for an incident that is not there', async () => {
    id = 'no-such-incident';
    expect(await make()).toMatchObject({ kind: 'refused', why: 'unknown' });
  });

  it('is refused where nothing is left to decide', async () => {
    await use(LEAD, 'dismiss');
    const before = everything(one);
    expect(await make()).toMatchObject({ kind: 'refused', why: 'state', says: expect.stringContaining('dismissed') });
    expect(everything(one)).toEqual(before);
  });

  it('gives another code for other randomness', async () => {
    const codes = await Promise.all(
      [0, 1, 2].map(async (salt) =>
        make(
          AUTHOR,
          LEAD,
          BYTES.map((byte) => byte + salt),
        ),
      ),
    );
    expect(new Set(codes.map((made) => made.kind === 'made' && made.code)).size).toBe(3);
  });
});
