import { beforeEach, describe, expect, it } from 'vitest';
import { pause, unpause } from '../../src/lib/approval/pause.ts';
import type { Person } from '../../src/lib/approval/person.ts';
import { retire, unretire, type Retirable } from '../../src/lib/approval/retire.ts';
import type { SiteRecord } from '../../src/lib/site/site-record.ts';
import { pageWith, world } from '../world.ts';
import { everything, GOOD, KEY, LEAD, STALE, STRANGERS, type World } from './people.ts';

const HOUR_MS = 60 * 60 * 1000;
const BY = 'arn:aws:sts::123456789012:assumed-role/web-lead/anna';

let one: World;

beforeEach(async () => {
  one = world();
  one.upload(KEY, GOOD);
  await one.look(KEY);
});

const site = (): SiteRecord => one.table.site('demo')!;
const deps = () => ({ sites: one.table.sites, now: one.clock.now });

const TOKEN: Retirable = { kind: 'token', name: 'CHECKOUT' };
const PHRASE: Retirable = { kind: 'phrase', name: 'For members only' };

const retireIt = (what: Retirable, person: Person = LEAD) => retire('demo', what, 'it is over', person, deps());
const unretireIt = (what: Retirable, person: Person = LEAD) => unretire('demo', what, person, deps());

const later = (ms: number): string => new Date(one.clock.now().getTime() + ms).toISOString();
const pauseIt = (key?: string, person: Person = LEAD, ms = HOUR_MS) =>
  pause({ site: 'demo', ...(key !== undefined && { key }) }, { until: later(ms), reason: 'moving' }, person, deps());

async function* pages(): AsyncGenerator<{ ref: { site: string; key: string } }> {
  yield* one.table.pages('demo');
}
const unpauseIt = (key?: string, person: Person = LEAD) =>
  unpause({ site: 'demo', ...(key !== undefined && { key }) }, person, { ...deps(), queue: one.queue.queue, pages });

async function refusedBy(why: string, act: () => Promise<unknown>): Promise<void> {
  const before = everything(one);
  expect(await act()).toMatchObject({ kind: 'refused', why });
  expect(everything(one)).toEqual(before);
}

describe('retiring', () => {
  it('lets a token leave every page, and come back to none', async () => {
    expect(await retireIt(TOKEN)).toEqual({ kind: 'done', already: false });
    one.upload(KEY, STALE);
    await one.look(KEY);
    expect(one.served(KEY)).toBe(STALE);
    one.upload(KEY, GOOD);
    await one.look(KEY);
    expect(one.served(KEY)).toBe(STALE);
    expect(one.incidents()).toMatchObject([{ state: 'restored', codes: ['retired.returned', 'base.stale'] }]);
  });

  it('keeps a phrase from coming back', async () => {
    await retireIt(PHRASE);
    one.upload(KEY, GOOD.replace('<h1>', `<p>${PHRASE.name}</p><h1>`));
    await one.look(KEY);
    expect(one.served(KEY)).toBe(GOOD);
  });

  it('moves the revision of the site once, and says who and why', async () => {
    const { rev } = site();
    await retireIt(TOKEN);
    expect(site()).toMatchObject({
      rev: rev + 1,
      retired: {
        tokens: ['CHECKOUT'],
        phrases: [],
        because: [{ ...TOKEN, reason: 'it is over', by: BY, at: one.clock.now().toISOString() }],
      },
    });
    expect(await retireIt(TOKEN)).toEqual({ kind: 'done', already: true });
    expect(site().rev).toBe(rev + 1);
  });

  it('is taken back: the token may return, the others stay', async () => {
    await retireIt(TOKEN);
    await retireIt(PHRASE);
    expect(await unretireIt(TOKEN)).toEqual({ kind: 'done', already: false });
    expect(site().retired).toMatchObject({ tokens: [], phrases: [PHRASE.name], because: [PHRASE] });
    expect(await unretireIt(TOKEN)).toEqual({ kind: 'done', already: true });
    one.upload(KEY, STALE);
    await one.look(KEY);
    expect(one.served(KEY)).toBe(GOOD);
  });

  it('of what the configuration retires is changed there', async () => {
    expect(await retireIt({ kind: 'token', name: 'OLD_BANNER' })).toEqual({ kind: 'done', already: true });
    await refusedBy('state', () => unretireIt({ kind: 'token', name: 'OLD_BANNER' }));
  });

  it('ends at five hundred of a kind', async () => {
    const tokens = Array.from({ length: 500 }, (_, n) => `TOKEN_${n}`);
    one.table.putSite({ ...site(), retired: { tokens, phrases: [] } });
    await refusedBy('state', () => retireIt(TOKEN));
    expect(await retireIt(PHRASE)).toEqual({ kind: 'done', already: false });
  });

  it('is refused where it would fill the item of the site', async () => {
    const phrases = Array.from({ length: 400 }, (_, n) => `${n} ${'é'.repeat(150)}`);
    one.table.putSite({ ...site(), retired: { tokens: [], phrases } });
    await refusedBy('state', () => retireIt({ kind: 'phrase', name: 'x'.repeat(12_000) }));
    expect(await retireIt(PHRASE)).toEqual({ kind: 'done', already: false });
    expect(await unretireIt({ kind: 'phrase', name: phrases[0]! })).toEqual({ kind: 'done', already: false });
  });
});

describe('pausing', () => {
  it('makes the guard look away from a page until then, and from no other', async () => {
    one.upload('other.html', GOOD);
    await one.look('other.html');
    expect(await pauseIt(KEY)).toMatchObject({ kind: 'done', pause: { key: KEY, by: BY, reason: 'moving' } });
    for (const key of [KEY, 'other.html']) {
      one.upload(key, STALE);
      await one.look(key);
    }
    expect(one.served(KEY)).toBe(STALE);
    expect(one.served('other.html')).toBe(GOOD);
    one.clock.advance(HOUR_MS);
    await one.look(KEY);
    expect(one.served(KEY)).toBe(GOOD);
  });

  it('of the same place again replaces the earlier pause; those that are over are forgotten', async () => {
    await pauseIt(KEY);
    await pauseIt();
    await pauseIt(KEY, LEAD, 2 * HOUR_MS);
    expect(site().pauses).toMatchObject([{ by: BY }, { key: KEY, until: later(2 * HOUR_MS) }]);
    one.clock.advance(3 * HOUR_MS);
    await pauseIt('other.html');
    expect(site().pauses).toMatchObject([{ key: 'other.html' }]);
  });

  it('ends early, and what came meanwhile is asked for', async () => {
    await pauseIt(KEY);
    one.upload(KEY, STALE);
    await one.look(KEY);
    const before = one.queue.messages.length;
    expect(await unpauseIt(KEY)).toMatchObject({ kind: 'done', ended: [{ key: KEY }], asked: 1 });
    expect(one.queue.messages.slice(before)).toEqual([{ site: 'demo', key: KEY }]);
    await one.look(KEY);
    expect(one.served(KEY)).toBe(GOOD);
  });

  it('of the whole site asks for all its pages when it ends', async () => {
    one.upload('other.html', pageWith('HERO'));
    await one.look('other.html');
    await pauseIt();
    await pauseIt(KEY);
    const before = one.queue.messages.length;
    expect(await unpauseIt()).toMatchObject({ kind: 'done', asked: 2 });
    expect(one.queue.messages.slice(before).map(({ key }) => key)).toEqual([KEY, 'other.html']);
    expect(site().pauses).toMatchObject([{ key: KEY }]);
  });

  it('that is not there ends without a trace', async () => {
    const before = everything(one);
    expect(await unpauseIt(KEY)).toEqual({ kind: 'done', ended: [], asked: 0 });
    expect(everything(one)).toEqual(before);
  });

  it('is refused of what is no page, and beyond a hundred', async () => {
    await refusedBy('invalid', () => pauseIt('app.js'));
    const pauses = Array.from({ length: 100 }, (_, n) => ({
      key: `${n}.html`,
      from: later(0),
      until: later(HOUR_MS),
      reason: 'x',
      by: 'x',
    }));
    one.table.putSite({ ...site(), pauses });
    await refusedBy('state', () => pauseIt(KEY));
    expect(await pauseIt('7.html')).toMatchObject({ kind: 'done' });
  });

  it('is refused where it would fill the item of the site, until others are ended', async () => {
    const long = (n: number) => ({
      key: `${n}.html`,
      from: later(0),
      until: later(HOUR_MS),
      reason: 'x'.repeat(1000),
      by: BY,
    });
    one.table.putSite({ ...site(), pauses: Array.from({ length: 57 }, (_, n) => long(n)) });
    await refusedBy('state', () => pauseIt(KEY));
    await unpauseIt('7.html');
    expect(await pauseIt(KEY)).toMatchObject({ kind: 'done' });
  });
});

describe('changing a site', () => {
  const HOLDER: Person = { kind: 'link', for: { email: 'web-lead@example.com' }, madeBy: 'x', link: 'a'.repeat(64) };

  it.each([...STRANGERS, ['the holder of a personal link', HOLDER] as const])(
    'is refused to %s',
    async (_who, person) => {
      await retireIt(PHRASE);
      await pauseIt(KEY);
      for (const act of [
        () => retireIt(TOKEN, person),
        () => unretireIt(PHRASE, person),
        () => pauseIt('other.html', person),
        () => unpauseIt(KEY, person),
      ]) {
        await refusedBy('not-allowed', act);
      }
    },
  );

  it('is refused for a site that is not there', async () => {
    await refusedBy('unknown', () => retire('other', TOKEN, 'x', LEAD, deps()));
    await refusedBy('unknown', () => unpause({ site: 'other' }, LEAD, { ...deps(), queue: one.queue.queue, pages }));
  });

  it('goes through when somebody else wrote meanwhile, on what they wrote', async () => {
    const { sites } = one.table;
    let raced = false;
    const racing: typeof sites = {
      ...sites,
      async changeSite(...change) {
        if (!raced) await retire('demo', PHRASE, 'meanwhile', LEAD, deps());
        raced = true;
        return sites.changeSite(...change);
      },
    };
    const outcome = await retire('demo', TOKEN, 'x', LEAD, { ...deps(), sites: racing });
    expect(outcome).toEqual({ kind: 'done', already: false });
    expect(site().retired).toMatchObject({ tokens: [TOKEN.name], phrases: [PHRASE.name] });
  });

  it('gives up when the site is never at rest', async () => {
    const sites = { ...one.table.sites, changeSite: async () => 'conflict' as const };
    await refusedBy('conflict', () => retire('demo', TOKEN, 'x', LEAD, { ...deps(), sites }));
  });
});
