import { describe, expect, it } from 'vitest';
import { decide } from '../src/lib/approval/decide.ts';
import {
  decideNewest,
  decideDeps,
  GOOD,
  IN_STATE,
  KEY,
  LEAD,
  newest,
  STALE,
  UNREADABLE,
  type World,
} from './approval/people.ts';
import { HTML, pageWith, world } from './world.ts';

const SERVED = { contentType: 'text/html', cacheControl: 'max-age=60', metadata: { owner: 'web' } };

const state = (one: World): string | undefined => one.table.incident(newest(one))?.state;

/** Looks until nothing is left to do, and once more a day later. */
async function settles(one: World, html: string): Promise<void> {
  await one.look(KEY);
  expect(one.served(KEY)).toBe(html);
  one.clock.advance(24 * 60 * 60 * 1000);
  await one.look(KEY);
  expect(one.served(KEY)).toBe(html);
  expect(one.page(KEY)).toMatchObject({ open: [], mayDelete: false });
  expect(one.page(KEY)?.purge).toBeUndefined();
}

describe('an override', () => {
  it('brings the rejected bytes back with their headers, and they stay', async () => {
    const one = world();
    one.upload(KEY, GOOD);
    await one.look(KEY);
    one.upload(KEY, STALE, SERVED);
    await one.look(KEY);
    expect(one.served(KEY)).toBe(GOOD);
    await decideNewest(one, 'override');
    await settles(one, STALE);
    expect(one.s3.live(KEY)?.headers).toMatchObject({ cacheControl: 'max-age=60', metadata: { owner: 'web' } });
    expect(state(one)).toBe('overridden');
    expect(one.table.incidents()).toHaveLength(1);
  });

  it.each([
    ['restoring', STALE],
    ['restored', STALE],
    ['undecided', UNREADABLE],
    ['contested', STALE],
  ] as const)('of an incident that is %s leaves live what the person chose', async (was, html) => {
    const one = await IN_STATE[was]();
    await decideNewest(one, 'override');
    await settles(one, html);
    expect(state(one)).toBe('overridden');
    expect(one.table.incidents()).toHaveLength(1);
    expect(one.page(KEY)?.contested).toBeUndefined();
  });

  it.each(['versioned', 'suspended', 'unversioned'] as const)(
    'has the next upload judged against what was chosen, on a %s bucket',
    async (mode) => {
      const one = world({ mode });
      one.upload(KEY, pageWith('HERO', 'CHECKOUT', 'REFERRAL'));
      await one.look(KEY);
      one.upload(KEY, GOOD);
      await one.look(KEY);
      await decideNewest(one, 'override');
      await one.look(KEY);
      expect(one.served(KEY)).toBe(GOOD);
      // The token that was lost is not asked for again …
      const better = pageWith('HERO', 'CHECKOUT', 'GALLERY');
      one.upload(KEY, better);
      await one.look(KEY);
      expect(one.served(KEY)).toBe(better);
      // … and those that are left are.
      one.upload(KEY, STALE);
      await one.look(KEY);
      expect(one.served(KEY)).toBe(better);
      const missed = one.table
        .incidents()
        .at(-1)
        ?.findings.flatMap(({ token }) => token ?? []);
      expect(missed).toEqual(['CHECKOUT', 'GALLERY']);
    },
  );

  it('makes a token that it took off the page a gain where it comes back', async () => {
    const one = await IN_STATE.restored();
    await decideNewest(one, 'override');
    await one.look(KEY);
    const tokens = one.table.tokens('demo').map(({ name, state: is }) => `${name} ${is}`);
    expect(tokens.toSorted()).toEqual(['CHECKOUT lost', 'HERO live']);
    one.upload(KEY, GOOD);
    await settles(one, GOOD);
  });

  it.each(['versioned', 'suspended', 'unversioned'] as const)(
    'of a deletion lets the next deletion pass, and only that, on a %s bucket',
    async (mode) => {
      const one = world({ mode });
      one.upload(KEY, GOOD);
      await one.look(KEY);
      one.remove(KEY);
      await one.look(KEY);
      expect(one.served(KEY)).toBe(GOOD);
      await decideNewest(one, 'override');
      await one.look(KEY);
      expect(one.served(KEY)).toBe(GOOD);
      one.remove(KEY);
      await one.look(KEY);
      expect(one.s3.live(KEY)).toBeUndefined();
      one.upload(KEY, GOOD);
      await one.look(KEY);
      one.remove(KEY);
      await one.look(KEY);
      expect(one.served(KEY)).toBe(GOOD);
    },
  );

  it('of a version takes back what was said of a deletion before', async () => {
    const one = await IN_STATE.restored();
    const stale = newest(one);
    one.remove(KEY);
    await one.look(KEY);
    await decideNewest(one, 'override');
    await decide(stale, { what: 'override', reason: 'it stays, as it was' }, LEAD, decideDeps(one));
    await one.look(KEY);
    one.remove(KEY);
    await settles(one, STALE);
  });
});

describe('a restore', () => {
  it.each(['versioned', 'suspended', 'unversioned'] as const)(
    'brings the version before an observed one back in observe mode too, on a %s bucket',
    async (mode) => {
      const one = world({ mode, policy: { mode: 'observe' } });
      one.upload(KEY, GOOD, SERVED);
      await one.look(KEY);
      one.upload(KEY, STALE);
      await one.look(KEY);
      expect([one.served(KEY), state(one)]).toEqual([STALE, 'observed']);
      await decideNewest(one, 'restore');
      await settles(one, GOOD);
      expect(one.s3.live(KEY)?.headers).toMatchObject({ cacheControl: 'max-age=60', metadata: { owner: 'web' } });
      expect(state(one)).toBe('restored');
      expect(one.table.incidents()).toHaveLength(1);
      expect(one.page(KEY)?.baseline?.tokens).toEqual(['HERO', 'CHECKOUT']);
    },
  );

  it('undoes an override', async () => {
    const one = await IN_STATE.restored();
    await decideNewest(one, 'override');
    await settles(one, STALE);
    await decideNewest(one, 'restore');
    await settles(one, GOOD);
    expect(state(one)).toBe('restored');
    one.upload(KEY, STALE);
    await one.look(KEY);
    expect(one.served(KEY)).toBe(GOOD);
  });

  it('undoes an override that no look had carried out yet, without judging that version once more', async () => {
    const one = await IN_STATE.restoring();
    await decideNewest(one, 'override');
    await decideNewest(one, 'restore');
    const record = one.table.site('demo')!;
    const policy = { ...record.config.policy, mode: 'observe' } as const;
    one.table.putSite({ ...record, rev: record.rev + 1, config: { ...record.config, policy } });
    await settles(one, GOOD);
    expect(one.incidents()).toMatchObject([{ state: 'restored' }]);
  });

  it('replaces what the guard could not judge', async () => {
    const one = await IN_STATE.undecided();
    await decideNewest(one, 'restore');
    await settles(one, GOOD);
    expect(state(one)).toBe('restored');
  });

  it('gives way to what is uploaded before it is carried out', async () => {
    const one = await IN_STATE.observed();
    await decideNewest(one, 'restore');
    const better = pageWith('HERO', 'CHECKOUT', 'GALLERY');
    one.upload(KEY, better);
    await settles(one, better);
    expect(state(one)).toBe('superseded');
  });

  it('asks again when the very version that it replaces is uploaded once more', async () => {
    const one = await IN_STATE.undecided();
    await decideNewest(one, 'restore');
    one.upload(KEY, UNREADABLE);
    await settles(one, UNREADABLE);
    expect(state(one)).toBe('undecided');
  });

  it('of an overridden deletion that nobody made yet withdraws it', async () => {
    const one = world();
    one.upload(KEY, GOOD);
    await one.look(KEY);
    one.remove(KEY);
    await one.look(KEY);
    await decideNewest(one, 'override');
    expect(await decideNewest(one, 'restore')).toMatchObject({ kind: 'recorded', incident: { state: 'dismissed' } });
    one.remove(KEY);
    await settles(one, GOOD);
  });

  it('of an overridden deletion that was made brings the page back', async () => {
    const one = world();
    one.upload(KEY, GOOD);
    await one.look(KEY);
    one.remove(KEY);
    await one.look(KEY);
    await decideNewest(one, 'override');
    one.remove(KEY);
    await one.look(KEY);
    expect(one.s3.live(KEY)).toBeUndefined();
    await decideNewest(one, 'restore');
    await settles(one, GOOD);
    expect(state(one)).toBe('restored');
  });

  describe('of a page that loads a script', () => {
    const withScript = GOOD.replace('</head>', '<script src="/app.1a2b.js"></script></head>');

    async function scriptIsGone(policy: Parameters<typeof world>[0]): Promise<World> {
      const one = world(policy);
      one.assets.upload('app.1a2b.js');
      one.upload(KEY, withScript);
      await one.look(KEY);
      one.assets.remove('app.1a2b.js', true);
      return one;
    }

    it('breaks no page: it asks, and is carried out once the script is back', async () => {
      const one = await scriptIsGone({ policy: { mode: 'observe' } });
      one.upload(KEY, STALE);
      await one.look(KEY);
      await decideNewest(one, 'restore');
      await one.look(KEY);
      expect(one.served(KEY)).toBe(STALE);
      expect(one.incidents()).toMatchObject([{ state: 'superseded' }, { state: 'undecided' }]);
      one.assets.upload('app.1a2b.js');
      expect(await decideNewest(one, 'restore')).toMatchObject({ kind: 'recorded' });
      await settles(one, withScript);
      expect(state(one)).toBe('restored');
    });

    it('brings a deleted page back once the script is there again', async () => {
      const one = await scriptIsGone({});
      one.remove(KEY);
      await one.look(KEY);
      expect([one.s3.live(KEY), state(one)]).toEqual([undefined, 'undecided']);
      one.assets.upload('app.1a2b.js');
      expect(await decideNewest(one, 'restore')).toMatchObject({ kind: 'recorded' });
      await settles(one, withScript);
      expect(state(one)).toBe('restored');
    });
  });
});

describe('a resume', () => {
  it('guards a contested page again, and undoes what is live', async () => {
    const one = await IN_STATE.contested();
    expect(one.served(KEY)).toBe(STALE);
    await decideNewest(one, 'resume');
    await settles(one, GOOD);
    expect(state(one)).toBe('restored');
    expect(one.page(KEY)?.contested).toBeUndefined();
    one.upload(KEY, STALE);
    await one.look(KEY);
    expect(one.served(KEY)).toBe(GOOD);
  });

  it('judges what came meanwhile anew', async () => {
    const one = await IN_STATE.contested();
    const id = newest(one);
    await decideNewest(one, 'resume');
    const better = pageWith('HERO', 'CHECKOUT', 'GALLERY');
    one.upload(KEY, better);
    await settles(one, better);
    expect(one.table.incident(id)?.state).toBe('superseded');
  });

  it('lets the page be contested once more, which is told once more', async () => {
    const one = await IN_STATE.contested();
    const { entry } = one.table.incident(newest(one))!;
    await decideNewest(one, 'resume');
    await one.look(KEY);
    one.upload(KEY, STALE);
    await one.look(KEY);
    expect(one.table.incident(newest(one))).toMatchObject({ state: 'contested', decision: { what: 'resume' } });
    expect(one.table.incident(newest(one))?.entry).toBeGreaterThan(entry + 1);
  });
});

describe('a dismissal', () => {
  it('of a contested incident guards the page again', async () => {
    const one = await IN_STATE.contested();
    await decideNewest(one, 'dismiss');
    await settles(one, GOOD);
  });

  it('leaves live what the guard could not judge, and does not ask again', async () => {
    const one = await IN_STATE.undecided();
    await decideNewest(one, 'dismiss');
    await one.look(KEY);
    expect([one.served(KEY), state(one)]).toEqual([UNREADABLE, 'dismissed']);
  });
});

it('remembers every decision on an incident, in order', async () => {
  const one = await IN_STATE.restored();
  const wanted = ['override', 'restore', 'dismiss'] as const;
  for (const what of wanted) {
    await decide(newest(one), { what, reason: `so ${what}` }, LEAD, decideDeps(one));
    await one.look(KEY);
  }
  const trail = one.table.incident(newest(one))?.trail?.map(({ state: to, decision }) => [to, decision?.reason]);
  expect(trail).toEqual([
    ['restoring', undefined],
    ['restored', undefined],
    ['overridden', 'so override'],
    ['restoring', 'so restore'],
    ['restored', undefined],
    ['dismissed', 'so dismiss'],
  ]);
});

it('purges what a decision replaces', async () => {
  const one = await IN_STATE.restored();
  one.cdn.visit(KEY);
  const good = one.s3.live(KEY)?.identity;
  expect(one.cdn.held(KEY)).toBe(good);
  await decideNewest(one, 'override');
  await one.look(KEY);
  expect(one.cdn.held(KEY)).toBeUndefined();
  one.cdn.visit(KEY);
  await decideNewest(one, 'restore');
  await one.look(KEY);
  expect(one.cdn.held(KEY)).toBeUndefined();
  expect(one.upload(KEY, GOOD, HTML).identity).toBe(good);
});
