import { describe, expect, test } from 'vitest';
import { emptyWorld, type World } from './fake-operator.ts';
import { demoSite, run } from './run.ts';

const SITE = demoSite();

async function applied(): Promise<World> {
  const world = emptyWorld();
  await run(world, [SITE], 'apply');
  return world;
}

function pause(world: World, args: string[], options: Record<string, unknown> = { for: '1h', reason: 'new hero' }) {
  return run(world, [SITE], 'pause', { args, options });
}

describe('pause', () => {
  test('makes the guard look away from a site, with who, why and how long', async () => {
    const world = await applied();
    const { exitCode, text } = await pause(world, ['demo']);
    expect([exitCode, text]).toEqual([0, 'Paused until 2026-03-10T13:00Z: all of demo.']);
    expect(world.sites.get('demo')).toMatchObject({
      rev: 2,
      pauses: [
        {
          from: '2026-03-10T12:00:00.000Z',
          until: '2026-03-10T13:00:00.000Z',
          reason: 'new hero',
          by: 'arn:aws:iam::123456789012:user/cb',
        },
      ],
    });
  });

  test('replaces the pause of the same page, keeps others, and drops those that are over', async () => {
    const world = await applied();
    const old = { from: '2026-03-09T00:00:00.000Z', until: '2026-03-10T11:59:59.000Z', reason: 'old', by: 'cb' };
    world.sites.set('demo', { ...world.sites.get('demo')!, pauses: [old] });
    await pause(world, ['demo']);
    await pause(world, ['demo', 'index.html']);
    await pause(world, ['demo', 'index.html'], { for: '2h', reason: 'longer' });
    expect(world.sites.get('demo')?.pauses.map(({ key, reason }) => [key, reason])).toEqual([
      [undefined, 'new hero'],
      ['index.html', 'longer'],
    ]);
  });

  test('tries again when the registry moved meanwhile', async () => {
    const world = await applied();
    let moves = 3;
    world.meanwhile = () => {
      const record = world.sites.get('demo');
      if (record && moves-- > 0) world.sites.set('demo', { ...record, rev: record.rev + 1 });
    };
    expect((await pause(world, ['demo'])).exitCode).toBe(0);
    expect(world.sites.get('demo')?.pauses).toHaveLength(1);
  });

  test('gives up on a registry that never stands still', async () => {
    const world = await applied();
    world.meanwhile = () => {
      const record = world.sites.get('demo')!;
      world.sites.set('demo', { ...record, rev: record.rev + 1 });
    };
    expect((await pause(world, ['demo'])).exitCode).toBe(5);
    expect(world.sites.get('demo')?.pauses).toEqual([]);
  });

  test.each([
    [{ reason: 'x' }, 'How long is missing'],
    [{ for: 'soon', reason: 'x' }, 'How long is missing'],
    [{ for: '31d', reason: 'x' }, 'How long is missing'],
    [{ for: '1h' }, 'The reason is missing'],
    [{ for: '1h', reason: '  ' }, 'The reason is missing'],
    [{ for: '1h', reason: 'x'.repeat(501) }, 'The reason is missing'],
  ])('refuses %j', async (options, says) => {
    const world = await applied();
    const { exitCode, text, shown } = await pause(world, ['demo'], options);
    expect([exitCode, shown]).toEqual([2, []]);
    expect(text).toContain(says);
  });

  test('knows pages from other keys, and sites that were never applied', async () => {
    expect((await pause(await applied(), ['demo', 'app.js'])).text).toContain('app.js is no page of demo.');
    expect(await pause(emptyWorld(), ['demo'])).toMatchObject({
      exitCode: 3,
      text: 'demo was never applied.\n→ Apply it first: npx holdfast apply demo',
    });
  });

  test('shows a reason that would move the cursor as what it is', async () => {
    const { shown } = await pause(await applied(), ['demo'], { for: '1h', reason: 'a\u001B[2Jb\u202Ec' });
    expect(shown[0]).toContain('a\\u{1b}[2Jb\\u{202e}c');
  });
});

describe('unpause', () => {
  test('ends the pause of a page and asks for a look at it', async () => {
    const world = await applied();
    await pause(world, ['demo']);
    await pause(world, ['demo', 'index.html']);
    const { text } = await run(world, [SITE], 'unpause', { args: ['demo', 'index.html'] });
    expect(text).toContain('Still paused: the whole site until 2026-03-10T13:00Z.');
    expect(world.sites.get('demo')?.pauses.map(({ key }) => key)).toEqual([undefined]);
    expect(world.asked).toEqual([{ site: 'demo', key: 'index.html' }]);
  });

  test('of a site asks for every page that is known', async () => {
    const world = await applied();
    const seen = { versionId: 'v', lastModified: '2026-01-01T00:00:00.000Z', identity: 'i', kind: 'good' as const };
    for (const key of ['a.html', 'b.html']) world.pages.push({ ref: { site: 'demo', key }, seen, open: [] });
    await pause(world, ['demo']);
    const { text, progress } = await run(world, [SITE], 'unpause', { args: ['demo'] });
    expect(progress.at(-1)).toBe('read 2 pages');
    expect(text).toContain('Asked for a look at 2 pages; pages that are new are looked at within 15 minutes.');
    expect(world.asked.map(({ key }) => key)).toEqual(['a.html', 'b.html']);
    expect(world.sites.get('demo')?.pauses).toEqual([]);
  });

  test('asks nothing where nothing is paused', async () => {
    const world = await applied();
    const { exitCode, text, shown } = await run(world, [SITE], 'unpause', { args: ['demo'] });
    expect([exitCode, text, shown]).toEqual([0, 'There is no pause of all of demo.', []]);
    expect(world.sites.get('demo')?.rev).toBe(1);
  });
});
