import { describe, expect, test } from 'vitest';
import { pageWith } from '../world.ts';
import { emptyWorld, type World } from './fake-operator.ts';
import { guarded } from './guarded.ts';
import { demoSite, run } from './run.ts';

const SITE = demoSite();
const GOOD = pageWith('HERO', 'CHECKOUT');

/** A guarded page with two features. */
async function withPage() {
  const world = guarded();
  world.guard.upload('index.html', GOOD);
  await world.guard.look('index.html');
  return world;
}

function allow(stack: World, options: Record<string, unknown>, answer?: 'dry-run') {
  const all = { reason: 'moves', ...options };
  return run(stack, [SITE], 'allow', { args: ['demo', 'index.html'], options: all, ...(answer && { answer }) });
}

describe('allow', () => {
  test('lets the next upload lose a feature, and lists and takes back what stands', async () => {
    const { guard, stack } = await withPage();
    const { exitCode, text, value, shown } = await allow(stack, { token: ['CHECKOUT'], for: '1d' });
    const { allowance } = JSON.parse(JSON.stringify(value));
    expect(exitCode).toBe(0);
    expect(shown).toEqual(['allow on index.html of demo\n  CHECKOUT\n  until 2026-03-11T12:00Z\n  reason: moves']);
    expect(text).toContain('Allowed on index.html until 2026-03-11T12:00Z: CHECKOUT.');
    expect(text).toContain(`--withdraw ${allowance.id}`);
    const listed = await run(stack, [SITE], 'allowances');
    expect(listed.value).toMatchObject({ allowances: [{ site: 'demo', page: 'index.html', tokens: ['CHECKOUT'] }] });
    expect(listed.text.split('\n')[1]).toMatch(new RegExp(`^${allowance.id}  demo  index.html  CHECKOUT`));
    guard.upload('index.html', pageWith('HERO'));
    await guard.look('index.html');
    expect(guard.served('index.html')).toBe(pageWith('HERO'));
    const back = await run(stack, [SITE], 'allow', {
      args: ['demo', 'index.html'],
      options: { withdraw: allowance.id },
    });
    expect(back).toMatchObject({ exitCode: 0, text: 'Not allowed on index.html any more: CHECKOUT.' });
    expect((await run(stack, [SITE], 'allowances')).text).toBe('Nothing is allowed.');
  });

  test('takes several tokens and findings, and an end by the clock', async () => {
    const { guard, stack } = await withPage();
    const options = { token: ['HERO', 'CHECKOUT'], code: ['token.lost'], until: '2026-03-12T10:00+02:00' };
    const { exitCode } = await allow(stack, options);
    expect(exitCode).toBe(0);
    expect(guard.page('index.html')?.allowances).toMatchObject([
      { codes: ['token.lost'], tokens: ['HERO', 'CHECKOUT'], until: '2026-03-12T08:00:00.000Z', reason: 'moves' },
    ]);
  });

  test('says of a token that it is not on the page, and allows it all the same', async () => {
    const { guard, stack } = await withPage();
    const { exitCode, shown } = await allow(stack, { token: ['HERO', 'NO_SUCH'], for: '1d' });
    expect(shown[0]).toContain('\n  beware: not on this page now: NO_SUCH. It has HERO, CHECKOUT.\n');
    expect(exitCode).toBe(0);
    expect(guard.page('index.html')?.allowances).toMatchObject([{ tokens: ['HERO', 'NO_SUCH'] }]);
  });

  test('writes nothing in a dry run, nor for who is no approver', async () => {
    const { guard, stack } = await withPage();
    const dry = await allow(stack, { code: ['page.deleted'], for: '1h' }, 'dry-run');
    expect(dry.value).toMatchObject({ page: 'index.html', codes: ['page.deleted'], done: false });
    stack.token = 'deployer';
    expect((await allow(stack, { code: ['page.deleted'], for: '1h' })).exitCode).toBe(7);
    expect(guard.page('index.html')?.allowances).toEqual([]);
  });

  test.each<[Record<string, unknown>, string]>([
    [{ for: '1d' }, 'What is to be allowed is missing.'],
    [{ token: ['X'] }, 'How long is missing.\n→ Write e.g. --for 1h, or --until 2026-03-10T12:00Z.'],
    [{ token: ['X'], for: '1d', until: '2026-03-11' }, '--for and --until say the same.'],
    [
      { token: ['X'], until: 'tomorrow' },
      '"tomorrow" is no time.\n→ Write a date as 2026-03-10, or with a time and a zone',
    ],
    [{ token: ['X'], until: '2026-03-11T12:00' }, '"2026-03-11T12:00" is no time.'],
    [{ token: ['X'], until: '2026-13-41' }, '"2026-13-41" is no time.'],
    [{ token: ['X'], until: 'March 12' }, '"March 12" is no time.'],
    [{ token: [' '], for: '1d' }, 'A token has 1 to 200 characters.'],
    [{ code: ['token.lots'], for: '1d' }, 'Did you mean token.lost?'],
    [{ code: ['page.unreadable'], for: '1d' }, 'is no finding that can be allowed'],
    [{ token: ['X'], for: '1d', reason: '' }, 'The reason is missing'],
  ])('refuses %j', async (options, says) => {
    const { exitCode, text } = await allow(emptyWorld(), options);
    expect(exitCode).toBe(2);
    expect(text).toContain(says);
  });

  test.each([
    ['2026-03-10T12:00Z', 'is over already'],
    ['2026-03-10', 'is over already'],
    ['2026-04-09T12:00:00.001Z', 'is more than 30 days ahead'],
  ])('refuses an end that is not ahead, or too far: %s', async (until, says) => {
    const { stack } = await withPage();
    const { exitCode, text, shown } = await allow(stack, { token: ['HERO'], until });
    expect([exitCode, shown]).toEqual([2, []]);
    expect(text).toContain(`${until} ${says}`);
  });

  test('knows a page that nobody uploaded, and an allowance that is not there', async () => {
    const { stack } = await withPage();
    const input = { args: ['demo', 'booking/new.html'], options: { token: ['HERO'], for: '1d', reason: 'x' } };
    const unknown = await run(stack, [SITE], 'allow', input);
    expect(unknown).toMatchObject({ exitCode: 2, shown: [] });
    expect(unknown.text).toBe(
      'The guard knows no page booking/new.html of demo: its first version needs no allowance.\n→ It knows index.html.',
    );
    for (const [key, hint] of [
      ['/index.html', 'Keys begin without a slash: index.html'],
      ['indx.html', 'Did you mean index.html?'],
    ]) {
      const { exitCode, text } = await run(stack, [SITE], 'allow', { ...input, args: ['demo', key ?? ''] });
      expect([exitCode, text.split('→ ')[1]]).toEqual([2, hint]);
    }
    const { exitCode, text } = await allow(stack, { withdraw: '1f2e3d4c5b6a' });
    expect(exitCode).toBe(2);
    expect(text).toContain('index.html has no allowance 1f2e3d4c5b6a (any more).');
  });

  test('lists every page, part by part', async () => {
    const { guard, stack } = guarded();
    const keys = Array.from({ length: 60 }, (_, at) => `page-${String(at).padStart(2, '0')}.html`);
    for (const key of keys) {
      guard.upload(key, pageWith('HERO'));
      await guard.look(key);
    }
    for (const key of [keys[0], keys[59]]) {
      const input = { args: ['demo', key ?? ''], options: { token: ['HERO'], for: '1d', reason: 'x' } };
      await run(stack, [SITE], 'allow', input);
    }
    const { value, progress } = await run(stack, [SITE], 'allowances', { args: ['demo'] });
    expect(value).toMatchObject({ allowances: [{ page: 'page-00.html' }, { page: 'page-59.html' }] });
    expect(progress.at(-1)).toBe('read 60 pages of demo');
  });
});

describe('retire', () => {
  const retire = (stack: World, options: Record<string, unknown>, answer?: 'dry-run') =>
    run(stack, [SITE], 'retire', {
      args: ['demo'],
      options: { reason: 'over', ...options },
      ...(answer && { answer }),
    });

  test('lets a token go from every page, after showing where it is live', async () => {
    const { guard, stack } = await withPage();
    const { exitCode, text, shown } = await retire(stack, { token: 'CHECKOUT' });
    expect([exitCode, text]).toEqual([0, 'Retired: the token CHECKOUT of demo.']);
    expect(shown[0]).toContain('live on index.html: the next upload that leaves it out passes');
    guard.upload('index.html', pageWith('HERO'));
    await guard.look('index.html');
    expect(guard.served('index.html')).toBe(pageWith('HERO'));
    guard.upload('index.html', GOOD);
    await guard.look('index.html');
    expect(guard.served('index.html')).toBe(pageWith('HERO'));
  });

  test('asks nothing where it is retired already, by a person or by the configuration', async () => {
    const { stack } = await withPage();
    await retire(stack, { phrase: 'Half price' });
    for (const what of [{ phrase: 'Half price' }, { token: 'OLD_BANNER' }]) {
      expect(await retire(stack, what)).toMatchObject({ exitCode: 0, shown: [], value: { already: true } });
    }
  });

  test('writes nothing in a dry run, nor for who is no approver', async () => {
    const { guard, stack } = await withPage();
    expect((await retire(stack, { token: 'HERO' }, 'dry-run')).value).toMatchObject({
      live: ['index.html'],
      done: false,
    });
    stack.token = 'deployer';
    expect((await retire(stack, { token: 'HERO' })).exitCode).toBe(7);
    expect(guard.table.site('demo')?.retired).toEqual({ tokens: [], phrases: [] });
  });

  test.each([{}, { token: 'A', phrase: 'B' }, { token: ' ' }, { phrase: 'x'.repeat(201) }])(
    'refuses %j',
    async (what) => {
      const { exitCode, text } = await retire(emptyWorld(), what);
      expect(exitCode).toBe(2);
      expect(text).toContain('Name one token or one phrase');
    },
  );
});

describe('unretire', () => {
  const unretire = (stack: World, options: Record<string, unknown>, answer?: 'dry-run') =>
    run(stack, [SITE], 'unretire', { args: ['demo'], options, ...(answer && { answer }) });

  test('lets what a person retired come back, after saying who retired it and why', async () => {
    const { guard, stack } = await withPage();
    await run(stack, [SITE], 'retire', { args: ['demo'], options: { token: 'HERO', reason: 'no \u001B[2J hero' } });
    const dry = await unretire(stack, { token: 'HERO' }, 'dry-run');
    expect(dry.shown[0]).toContain('retired by arn:aws:sts::123456789012:assumed-role/web-lead/cb: no \\u{1b}[2J hero');
    expect(guard.table.site('demo')?.retired.tokens).toEqual(['HERO']);
    expect(await unretire(stack, { token: 'HERO' })).toMatchObject({ exitCode: 0, value: { done: true } });
    expect(guard.table.site('demo')?.retired.tokens).toEqual([]);
    expect(await unretire(stack, { token: 'HERO' })).toMatchObject({
      exitCode: 0,
      shown: [],
      value: { already: true },
    });
  });

  test('is refused for what the configuration retires', async () => {
    const { stack } = await withPage();
    const { exitCode, text, shown } = await unretire(stack, { token: 'OLD_BANNER' });
    expect([exitCode, shown]).toEqual([3, []]);
    expect(text).toBe(
      'the token OLD_BANNER is retired in holdfast.yml.\n→ Take it out there, then run: npx holdfast apply demo',
    );
  });

  test('says what is retired where it is something else', async () => {
    const { stack } = await withPage();
    await run(stack, [SITE], 'retire', { args: ['demo'], options: { phrase: 'Half price', reason: 'over' } });
    const { exitCode, text, shown } = await unretire(stack, { token: 'NOPE' });
    expect([exitCode, shown]).toEqual([0, []]);
    expect(text).toBe(
      'the token NOPE is not retired. Retired of demo: OLD_BANNER, "For Ranch & Coast readers", "Half price".',
    );
  });
});
