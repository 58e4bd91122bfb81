import { describe, expect, test } from 'vitest';
import { waitThrough } from '../../../src/cli/deploy/wait-through.ts';
import type { Written } from '../../../src/lib/deploy/purge-look.ts';
import { HoldfastError } from '../../../src/lib/errors.ts';
import { DEFAULT_LIMITS } from '../../../src/lib/site/policy.ts';
import { sha256 } from '../../../src/lib/site/version.ts';
import { manualClock } from '../../fakes/clock.ts';
import { emptyWorld, fakeOperator } from '../fake-operator.ts';

const TARGET = { bucket: 'demo-prod', prefix: '', distributions: ['E1'], originPath: '' };
const WRITTEN = [{ key: "it's.html", expected: { sha256: sha256('new') } }];

/** A deploy that was written, before one distribution; `wait`: whether somebody waits. */
function deployed(wait = true) {
  const world = emptyWorld();
  const clock = manualClock();
  const told: string[] = [];
  world.edge.origin = () => ({ text: 'new' });
  const session = {
    operator: fakeOperator(world),
    now: clock.now,
    wait: async (milliseconds: number) => clock.advance(milliseconds),
    progress: (text: string) => void told.push(text),
  };
  const choice = { reference: 'r1', limits: DEFAULT_LIMITS, wait };
  return { world, told, end: (written: readonly Written[] = WRITTEN) => waitThrough(TARGET, written, choice, session) };
}

describe('how a deploy ends', () => {
  test('with 0 when visitors get it', async () => {
    const { end } = deployed();
    const { exitCode, text, value } = await end();
    expect([exitCode, value.kind]).toEqual([0, 'through']);
    expect(text).toBe('Through: 1 address answers as deployed; purged: E1.');
  });

  test('with 6 when they do not yet, and with how to look again', async () => {
    const { world, end, told } = deployed();
    world.edge.origin = () => ({ text: 'old' });
    world.edge.rounds = 1_000_000;
    const { exitCode, text, value } = await end();
    const [purge] = value.purges;
    expect(exitCode).toBe(6);
    expect(text.split('\n')).toEqual([
      'It is live in S3, but not yet known to be through to visitors:',
      `  https://e1.test/it's.html answers 200 with the bytes ${sha256('old').slice(0, 12)}…`,
      `  E1: the purge ${purge?.state === 'asked' ? purge.id : ''} of /it's.html is under way`,
      '→ Look again:',
      `  curl -sI 'https://e1.test/it'\\''s.html'`,
      `  aws cloudfront get-invalidation --distribution-id E1 --id ${purge?.state === 'asked' ? purge.id : ''}`,
    ]);
    expect(told.length).toBeGreaterThan(1);
  });

  test('with 6 when the purge was refused, and with how to make it, whether anybody waits or not', async () => {
    for (const wait of [true, false]) {
      const { world, end } = deployed(wait);
      world.edge.refusals.push(new HoldfastError('CDN.DENIED', 'you may not'));
      const { exitCode, text } = await end();
      expect(exitCode).toBe(6);
      expect(text).toContain("E1 was not purged of /it's.html: you may not");
      if (wait) expect(text).toContain(`create-invalidation --distribution-id E1 --paths '/it'\\''s.html'`);
    }
  });

  test('with 6 and the first few of many addresses', async () => {
    const { world, end } = deployed();
    world.edge.origin = () => ({ text: 'old' });
    const { text } = await end(Array.from({ length: 7 }, (_, nth) => ({ ...WRITTEN[0]!, key: `${nth}.html` })));
    expect(text).toContain('/4.html answers 200');
    expect(text).not.toContain('/5.html answers 200');
    expect(text).toContain('  and 2 addresses more\n');
  });

  test('with 0 and the purge under way when nobody waits', async () => {
    const { world, end, told } = deployed(false);
    world.edge.rounds = 9;
    const { exitCode, text, value } = await end();
    expect([exitCode, value.kind, told]).toEqual([0, 'asked', []]);
    expect(text).toMatch(/^E1: the purge I-\w+ of \/it's\.html is under way$/);
  });

  test('with 0 where an address asks who is there, and says that nothing was compared', async () => {
    const { world, end } = deployed();
    world.edge.origin = () => ({ status: 401 });
    const { exitCode, text } = await end();
    expect(exitCode).toBe(0);
    expect(text).toBe(
      "Through: purged: E1.\nhttps://e1.test/it's.html asks who is there (401): its bytes were not compared.",
    );
  });
});
