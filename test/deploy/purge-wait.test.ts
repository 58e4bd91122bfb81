import { describe, expect, test } from 'vitest';
import { purgeAndWait, PATIENCE_MS } from '../../src/lib/deploy/purge-wait.ts';
import type { Written } from '../../src/lib/deploy/purge-look.ts';
import { purgesFor } from '../../src/lib/deploy/purge.ts';
import { HoldfastError } from '../../src/lib/errors.ts';
import { DEFAULT_LIMITS } from '../../src/lib/site/policy.ts';
import type { Target } from '../../src/lib/site/site.ts';
import { sha256 } from '../../src/lib/site/version.ts';
import { manualClock } from '../fakes/clock.ts';
import { edgeModel, type Served } from '../fakes/edge-model.ts';

const OLD = 'the old page';
const NEW = 'the new page';
const TARGET: Target = { bucket: 'demo-prod', prefix: '', distributions: ['E1'], originPath: '' };
const PAGE: Written = { key: 'index.html', expected: { sha256: sha256(NEW) } };
const ADDRESS = 'https://e1.test/index.html';

/** Somebody who waits before distributions that hold the old page; `each` happens while they wait, by round. */
function waiting(each: (round: number) => void = () => undefined) {
  const clock = manualClock();
  const model = edgeModel();
  model.origin = () => ({ text: NEW });
  model.held.set(ADDRESS, { text: OLD, age: 40 });
  const told: string[] = [];
  let round = 0;
  const deps = {
    edge: model.edge,
    now: clock.now,
    wait: async (milliseconds: number) => {
      clock.advance(milliseconds);
      each((round += 1));
    },
    progress: (text: string) => void told.push(text),
  };
  const through = (written: readonly Written[] = [PAGE], target = TARGET, patienceMs?: number) =>
    purgeAndWait(
      target,
      written,
      { reference: 'r1', limits: DEFAULT_LIMITS, ...(patienceMs !== undefined && { patienceMs }) },
      deps,
    );
  const began = clock.now().getTime();
  return { model, told, through, waited: () => clock.now().getTime() - began };
}

describe('waiting until visitors get what was written', () => {
  test('is over at once where the edge forgets at once', async () => {
    const { through, waited, told } = waiting();
    expect(await through()).toMatchObject({
      kind: 'through',
      purges: [{ distribution: 'E1', paths: ['/', '/index.html'], state: 'done' }],
      looks: [{ key: 'index.html', address: ADDRESS, state: 'through' }],
    });
    expect([waited(), told]).toEqual([0, []]);
  });

  test('goes on, telling how far it is, while the edge still has the old bytes', async () => {
    const { model, through, waited, told } = waiting();
    model.rounds = 2;
    expect((await through()).kind).toBe('through');
    expect(waited()).toBe(4000);
    expect(told[0]).toBe(
      `0 of 1 through; ${ADDRESS} answers 200 with the bytes ${sha256(OLD).slice(0, 12)}… (40 s old)`,
    );
  });

  test('goes on until every edge is purged, though this one has the new bytes', async () => {
    const { model, through, waited, told } = waiting();
    model.held.clear();
    model.rounds = 1;
    expect((await through()).kind).toBe('through');
    expect([waited(), told]).toEqual([2000, ['every page is through; CloudFront is still purging E1']]);
  });

  test.each<[string, Served, string]>([
    ['404', { status: 404, text: NEW }, 'answers 404'],
    ['an error of the edge', { status: 503, text: NEW }, 'answers 503'],
    ['nothing in time', { failed: 'did not answer within 30 s' }, 'did not answer within 30 s'],
    ['other bytes', { text: 'another page' }, `answers 200 with the bytes ${sha256('another page').slice(0, 12)}…`],
  ])('goes on while an address answers with %s, and is over when it does no more', async (_, first, says) => {
    const run = waiting((round) => {
      run.model.held.clear();
      if (round === 3) run.model.origin = () => ({ text: NEW });
    });
    run.model.held.clear();
    run.model.origin = () => first;
    expect((await run.through()).kind).toBe('through');
    expect([run.waited(), run.told[2]]).toEqual([6000, `0 of 1 through; ${ADDRESS} ${says}`]);
  });

  test('ends after five minutes, with what is not through', async () => {
    const { model, through, waited } = waiting();
    model.origin = () => ({ text: OLD });
    model.rounds = 1_000_000;
    expect(await through()).toMatchObject({
      kind: 'incomplete',
      purges: [{ state: 'asked', id: expect.stringMatching(/^I-/) }],
      looks: [{ state: 'waiting', address: ADDRESS }],
    });
    expect(waited()).toBe(PATIENCE_MS);
  });

  test('looks at no more addresses once the time is over', async () => {
    const clock = manualClock();
    const { edge } = edgeModel();
    const visited: string[] = [];
    const slow = {
      ...edge,
      visit: async (url: string) => {
        visited.push(url);
        clock.advance(30_000);
        return { kind: 'failed', reason: 'did not answer within 30 s' } as const;
      },
    };
    const written = Array.from({ length: 500 }, (_, each) => ({ ...PAGE, key: `${each}.html` }));
    const passage = await purgeAndWait(
      TARGET,
      written,
      { reference: 'r1', limits: DEFAULT_LIMITS },
      { edge: slow, now: clock.now, wait: async () => undefined, progress: () => undefined },
    );
    expect(passage.kind).toBe('incomplete');
    expect(passage.looks.filter(({ says }) => says === 'was not looked at in time').length).toBe(500 - visited.length);
    expect(visited.length).toBeLessThan(20);
  });

  test('does not wait for what was refused for good', async () => {
    const { model, through, waited } = waiting();
    model.refusals.push(new HoldfastError('CDN.DENIED', 'you may not'));
    expect(await through()).toMatchObject({
      kind: 'incomplete',
      purges: [{ state: 'refused', reason: 'you may not' }],
    });
    expect([waited(), model.purges]).toEqual([0, []]);
  });

  test('asks again where CloudFront was busy', async () => {
    const { model, through } = waiting();
    for (let nth = 0; nth < 3; nth += 1)
      model.refusals.push(new HoldfastError('CDN.BUSY', 'too many', { retryable: true }));
    expect((await through()).kind).toBe('through');
    expect(model.purges).toHaveLength(1);
  });

  test('asks for the same purge when it runs again', async () => {
    const { model, through } = waiting();
    await through();
    await through();
    expect(model.purges).toHaveLength(1);
  });

  test('says why it is not known where visitors see it', async () => {
    const { model, through } = waiting();
    const gone = async () => Promise.reject(new HoldfastError('CDN.MISSING', 'there is no E1'));
    Object.assign(model.edge, { address: gone });
    expect(await through()).toMatchObject({ kind: 'incomplete', looks: [], unknown: 'there is no E1' });
  });

  test('only asks where nobody waits', async () => {
    const { model, through } = waiting();
    model.rounds = 5;
    expect(await through([PAGE], TARGET, 0)).toMatchObject({ kind: 'asked', purges: [{ state: 'asked' }], looks: [] });
  });
});

describe('what is looked at', () => {
  test('is the URL of the target in place of its distributions', async () => {
    const { through } = waiting();
    const target = { ...TARGET, distributions: ['E1', 'E2'], url: 'https://www.example.com/shop', originPath: '/www' };
    const { kind, looks } = await through([{ ...PAGE, key: 'www/a b.html' }], target);
    expect([kind, looks.map(({ address }) => address)]).toEqual([
      'through',
      ['https://www.example.com/shop/a%20b.html'],
    ]);
  });

  test('is every distribution, and of what is only purged none', async () => {
    const { through, model } = waiting();
    const target = { ...TARGET, distributions: ['E1', 'E2'] };
    const { looks } = await through([{ key: 'site.css' }, PAGE], target);
    expect(looks.map(({ address }) => address)).toEqual([ADDRESS, 'https://e2.test/index.html']);
    expect(model.purges.map(({ distribution, paths }) => [distribution, paths])).toEqual([
      ['E1', ['/', '/index.html', '/site.css']],
      ['E2', ['/', '/index.html', '/site.css']],
    ]);
  });

  test('of a page that was taken away, that it does not answer any more', async () => {
    const { model, through, waited } = waiting();
    model.origin = () => ({ status: 404 });
    model.rounds = 2;
    expect((await through([{ key: 'index.html', expected: { gone: sha256(OLD) } }])).kind).toBe('through');
    expect(waited()).toBe(4000);
  });

  test('is left at what asks who is there', async () => {
    const { model, through } = waiting();
    model.held.clear();
    model.origin = () => ({ status: 401 });
    expect(await through()).toMatchObject({ kind: 'through', looks: [{ state: 'closed' }] });
  });

  test('is nothing where nothing is served', async () => {
    const { through, model } = waiting();
    const passage = await through([PAGE], { ...TARGET, distributions: [] });
    expect(passage).toEqual({ kind: 'through', purges: [], looks: [] });
    expect(await through([PAGE], { ...TARGET, originPath: '/elsewhere' })).toEqual({
      kind: 'through',
      purges: [],
      looks: [],
    });
    expect(model.purges).toEqual([]);
  });
});

describe('what distributions are asked to forget', () => {
  const keys = (count: number) => Array.from({ length: count }, (_, nth) => `${nth}.html`);

  test('is each path of up to five keys, each once', () => {
    const [purge] = purgesFor(TARGET, [...keys(5), '0.html']);
    expect(purge).toEqual({ distribution: 'E1', paths: ['/0.html', '/1.html', '/2.html', '/3.html', '/4.html'] });
  });

  test('is everything beyond', () => {
    expect(purgesFor(TARGET, keys(6))).toEqual([{ distribution: 'E1', paths: ['/*'] }]);
    expect(purgesFor({ ...TARGET, originPath: '/www' }, [...keys(6), 'www/a.html'])).toEqual([
      { distribution: 'E1', paths: ['/a.html'] },
    ]);
  });
});
