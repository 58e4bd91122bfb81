import { describe, expect, test } from 'vitest';
import { LONGEST_DAYS } from '../../src/lib/api/request-shapes.ts';
import { pageWith } from '../world.ts';
import { emptyWorld, type World } from './fake-operator.ts';
import { guarded } from './guarded.ts';
import { demoSite, run } from './run.ts';

const SITE = demoSite();
const LEAD = 'arn:aws:sts::123456789012:assumed-role/web-lead/cb';

function pause(world: World, args: string[], options: Record<string, unknown> = { for: '1h', reason: 'new hero' }) {
  return run(world, [SITE], 'pause', { args, options });
}

describe('pause', () => {
  test('makes the guard look away from a site, with who, why and how long', async () => {
    const { guard, stack } = guarded();
    const { exitCode, text, shown } = await pause(stack, ['demo']);
    expect([exitCode, text]).toEqual([0, 'Paused until 2026-03-10T13:00Z: all of demo.']);
    expect(shown).toEqual([
      'pause all of demo\n  until 2026-03-10T13:00Z: whatever is uploaded meanwhile stays live\n  reason: new hero',
    ]);
    expect(guard.table.site('demo')?.pauses).toEqual([
      { from: '2026-03-10T12:00:00.000Z', until: '2026-03-10T13:00:00.000Z', reason: 'new hero', by: LEAD },
    ]);
  });

  test('replaces the pause of the same page and keeps others', async () => {
    const { guard, stack } = guarded();
    await pause(stack, ['demo']);
    await pause(stack, ['demo', 'index.html']);
    await pause(stack, ['demo', 'index.html'], { for: '2h', reason: 'longer' });
    expect(guard.table.site('demo')?.pauses.map(({ key, reason }) => [key, reason])).toEqual([
      [undefined, 'new hero'],
      ['index.html', 'longer'],
    ]);
  });

  test('says of a page that the guard does not know it, and pauses it all the same', async () => {
    const { guard, stack } = guarded();
    const first = await pause(stack, ['demo', 'new.html']);
    expect(first.shown[0]).toContain('\n  beware: the guard knows no such page yet. It knows no page yet.\n');
    guard.upload('index.html', pageWith('HERO'));
    await guard.look('index.html');
    const typo = await pause(stack, ['demo', 'nosuch.html']);
    expect(typo.shown[0]).toContain('beware: the guard knows no such page yet. It knows index.html.');
    expect((await pause(stack, ['demo', 'index.html'])).shown[0]).not.toContain('beware');
    expect(guard.table.site('demo')?.pauses.map(({ key }) => key)).toEqual(['new.html', 'nosuch.html', 'index.html']);
  });

  test('names the first five of many pages', async () => {
    const { guard, stack } = guarded();
    for (let at = 0; at < 60; at += 1) {
      const key = `part-${String(at).padStart(2, '0')}.html`;
      guard.upload(key, pageWith('HERO'));
      await guard.look(key);
    }
    const { shown } = await pause(stack, ['demo', 'booking/index.html']);
    expect(shown[0]).toMatch(/It knows among others part-00\.html, .*part-04\.html\.$/m);
  });

  test('changes nothing in a dry run, nor for who is no approver', async () => {
    const { guard, stack } = guarded();
    const options = { for: '1h', reason: 'x' };
    const dry = await run(stack, [SITE], 'pause', { args: ['demo'], options, answer: 'dry-run' });
    expect(dry.value).toMatchObject({ site: 'demo', until: '2026-03-10T13:00:00.000Z', done: false });
    stack.token = 'deployer';
    expect(await pause(stack, ['demo'])).toMatchObject({ exitCode: 7, value: { error: { code: 'API.DENIED' } } });
    expect(guard.table.site('demo')).toMatchObject({ rev: 1, pauses: [] });
  });

  test('may last as long as the API lets it', async () => {
    const { guard, stack } = guarded();
    expect((await pause(stack, ['demo'], { for: `${LONGEST_DAYS}d`, reason: 'x' })).exitCode).toBe(0);
    expect(guard.table.site('demo')?.pauses).toHaveLength(1);
    expect((await pause(stack, ['demo'], { for: `${LONGEST_DAYS + 1}d`, reason: 'x' })).exitCode).toBe(2);
  });

  test.each([
    [{ reason: 'x' }, 'How long is missing.\n→ Write e.g. --for 1h.'],
    [{ for: 'soon', reason: 'x' }, '"soon" is no length of time.'],
    [{ for: '0d', reason: 'x' }, '"0d" is no length of time.'],
    [{ for: '-1d', reason: 'x' }, '"-1d" is no length of time.'],
    [{ for: '31d', reason: 'x' }, '"31d" is longer than 30d.'],
    [{ for: '1h' }, 'The reason is missing'],
    [{ for: '1h', reason: '  ' }, 'The reason is missing'],
    [{ for: '1h', reason: 'x'.repeat(501) }, 'The reason is missing'],
  ])('refuses %j', async (options, says) => {
    const { exitCode, text, shown } = await pause(emptyWorld(), ['demo'], options);
    expect([exitCode, shown]).toEqual([2, []]);
    expect(text).toContain(says);
  });

  test('knows pages from other keys, and sites that were never applied', async () => {
    const { stack } = guarded();
    expect((await pause(stack, ['demo', 'app.js'])).text).toContain('app.js is no page of demo.');
    expect((await pause(stack, ['demo', '/app.js'])).text).toContain('→ Keys begin without a slash: app.js');
    const other = { ...SITE, name: 'other' };
    const input = { args: ['other'], options: { for: '1h', reason: 'x' } };
    const { exitCode, text } = await run(stack, [SITE, other], 'pause', input);
    expect(exitCode).toBe(2);
    expect(text).toContain('There is no site other');
  });

  test('shows a reason that would move the cursor as what it is', async () => {
    const { shown } = await pause(guarded().stack, ['demo'], { for: '1h', reason: 'a\u001B[2Jb\u202Ec' });
    expect(shown[0]).toContain('a\\u{1b}[2Jb\\u{202e}c');
  });
});

describe('unpause', () => {
  test('ends the pause of a page and asks for a look at it', async () => {
    const { guard, stack } = guarded();
    await pause(stack, ['demo']);
    await pause(stack, ['demo', 'index.html']);
    const { text } = await run(stack, [SITE], 'unpause', { args: ['demo', 'index.html'] });
    expect(text).toContain('Still paused: the whole site until 2026-03-10T13:00Z.');
    expect(guard.table.site('demo')?.pauses.map(({ key }) => key)).toEqual([undefined]);
    expect(guard.queue.messages).toEqual([{ site: 'demo', key: 'index.html' }]);
  });

  test('of a site asks for every page that is known', async () => {
    const { guard, stack } = guarded();
    for (const key of ['a.html', 'b.html']) {
      guard.upload(key, pageWith('HERO'));
      await guard.look(key);
    }
    await pause(stack, ['demo']);
    const { text } = await run(stack, [SITE], 'unpause', { args: ['demo'] });
    expect(text).toContain('Asked for a look at 2 pages; pages that are new are looked at within 15 minutes.');
    expect(guard.queue.messages.map(({ key }) => key)).toEqual(['a.html', 'b.html']);
    expect(guard.table.site('demo')?.pauses).toEqual([]);
  });

  test('ends nothing in a dry run, nor for who is no approver', async () => {
    const { guard, stack } = guarded();
    await pause(stack, ['demo']);
    const dry = await run(stack, [SITE], 'unpause', { args: ['demo'], answer: 'dry-run' });
    expect(dry.value).toMatchObject({ ended: [{ reason: 'new hero' }], done: false });
    stack.token = 'deployer';
    expect((await run(stack, [SITE], 'unpause', { args: ['demo'] })).exitCode).toBe(7);
    expect(guard.table.site('demo')?.pauses).toHaveLength(1);
  });

  test('asks nothing where nothing is paused', async () => {
    const { guard, stack } = guarded();
    const { exitCode, text, shown } = await run(stack, [SITE], 'unpause', { args: ['demo'] });
    expect([exitCode, text, shown]).toEqual([0, 'There is no pause of all of demo.', []]);
    expect(guard.table.site('demo')?.rev).toBe(1);
  });
});
