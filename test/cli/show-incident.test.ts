import { afterEach, describe, expect, test, vi } from 'vitest';
import { showDiff, sizeOfDiff } from '../../src/cli/show-diff.ts';
import { pageWith } from '../world.ts';
import { guarded } from './guarded.ts';
import { demoSite, run } from './run.ts';

const SITE = demoSite();
const GOOD = pageWith('HERO', 'CHECKOUT');

async function undone(bad: string) {
  const world = guarded();
  world.guard.upload('index.html', GOOD);
  await world.guard.look('index.html');
  world.guard.upload('index.html', bad);
  await world.guard.look('index.html');
  const [incident] = world.guard.table.incidents();
  return { ...world, id: incident?.id ?? '' };
}

describe('incidents show', () => {
  test('tells everything about an incident, and the commands that decide it', async () => {
    const { stack, id } = await undone(pageWith('HERO'));
    const { exitCode, text, value } = await run(stack, [SITE], 'incidents show', { args: [id.slice(0, 7)] });
    expect(exitCode).toBe(0);
    for (const part of [
      `incident   ${id}`,
      'page       index.html of demo',
      'rejected   version v2 of 2026-03-10T12:00Z, 135 bytes',
      'baseline   version v1 of 2026-03-10T12:00Z, 192 bytes',
      '  token.lost (rollback):',
      'timeline\n  2026-03-10T12:00:02Z  The version was uploaded',
      '-<section data-feature="CHECKOUT">CHECKOUT here</section></body></html>',
      `npx holdfast override ${id} --reason "…"\n      The rejected version was right`,
      `npx holdfast dismiss ${id} --reason "…"`,
      `npx holdfast link ${id} --for "…"`,
      `to see it in a browser: https://api.example.com/review/${id}?view=`,
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain(`npx holdfast resume`);
    expect(value).toMatchObject({ incident: { id, page: 'index.html', open: ['override', 'dismiss'] } });
  });

  test('says who decided it, and what is left to decide', async () => {
    const { stack, id } = await undone(pageWith('HERO'));
    await run(stack, [SITE], 'dismiss', { args: [id], options: { reason: 'it \u001B[2J was' } });
    const { text } = await run(stack, [SITE], 'incidents show', { args: [id] });
    expect(text).toContain('dismiss by arn:aws:sts::123456789012:assumed-role/web-lead/cb');
    expect(text).toContain('it \\u{1b}[2J was');
    expect(text).toMatch(/The incident was dismissed\. arn:\S+web-lead\/cb: it /);
    expect(text).toContain('Nothing can be decided about it any more.');
  });

  test('offers unretire where something retired came back, after an override as well', async () => {
    const { stack, id } = await undone(GOOD.replace('<body>', '<body><i data-feature="OLD_BANNER"></i>'));
    const unretire = 'npx holdfast unretire demo --token OLD_BANNER';
    expect((await run(stack, [SITE], 'incidents show', { args: [id] })).text).toContain(unretire);
    await run(stack, [SITE], 'override', { args: [id], options: { reason: 'it is right' } });
    const { text } = await run(stack, [SITE], 'incidents show', { args: [id] });
    expect(text).toContain('What it brought back is still retired');
    expect(text).toContain(unretire);
  });

  test('is shown to whoever may read, not to a caller whom nobody knows', async () => {
    const { stack, id } = await undone(pageWith('HERO'));
    stack.token = 'deployer';
    expect((await run(stack, [SITE], 'incidents show', { args: [id] })).exitCode).toBe(0);
    stack.token = 'nobody';
    expect((await run(stack, [SITE], 'incidents show', { args: [id] })).exitCode).toBe(7);
  });
});

describe('showDiff', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  const line = (kind: 'same' | 'gone' | 'new', text: string) => ({ kind, text });
  const lines = [line('same', 'a\tb'), line('gone', 'old \u001B[2J'), line('new', 'new')];
  const hunk = { oldStart: 1, oldLines: 2, newStart: 1, newLines: 2, lines };

  test('marks lines that are gone and new, in colour where there is any', () => {
    const diff = { kind: 'hunks' as const, hunks: [hunk], gone: 1, new: 1, cut: false };
    vi.stubEnv('FORCE_COLOR', '0');
    expect(showDiff(diff)).toBe('@@ -1,2 +1,2 @@\n a\tb\n-old \\u{1b}[2J\n+new');
    vi.stubEnv('FORCE_COLOR', '1');
    expect(showDiff(diff)).toContain('\u001B[31m-old \\u{1b}[2J\u001B[39m\n\u001B[32m+new\u001B[39m');
  });

  test('says how much is left out, or why there is none', () => {
    const diff = { kind: 'hunks' as const, hunks: [hunk], gone: 700, new: 1, cut: true };
    expect(showDiff(diff)).toContain('… and more: 700 lines gone, 1 line new in all');
    const none = { kind: 'none' as const, reason: 'the page was deleted.' };
    expect([showDiff(none), sizeOfDiff(none)]).toEqual([
      'No difference is shown: the page was deleted.',
      'the page was deleted.',
    ]);
  });
});
