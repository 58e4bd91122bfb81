import { describe, expect, test } from 'vitest';
import { demoSite, NOW, run } from './run.ts';
import { emptyWorld, type World } from './fake-operator.ts';
import { guarded } from './guarded.ts';
import { pageWith } from '../world.ts';

const SITE = demoSite();
const CI = 'arn:aws:sts::123456789012:assumed-role/deployer/ci';
const LEAD = 'arn:aws:sts::123456789012:assumed-role/web-lead/cb';
const SAYS = 'the checkout is being rebuilt: ask CB first';

const warn = (world: World, args: string[], says = SAYS) => run(world, [SITE], 'warn', { args, options: { says } });
const ack = (world: World, id: string, options: Record<string, unknown> = {}) =>
  run(world, [SITE], 'ack', { args: [id], options: { reason: 'it is done', ...options } });

/** The ids of what was raised, the oldest first. */
async function raised(world: World, ...pages: (string | undefined)[]): Promise<string[]> {
  const ids: string[] = [];
  for (const page of pages) {
    const { text } = await warn(world, ['demo', ...(page === undefined ? [] : [page])]);
    ids.push(/holdfast ack (\w+)/.exec(text)?.[1] ?? '');
  }
  return ids;
}

describe('warn', () => {
  test('blocks deploys of a page, in the name of whoever warns, who need be no approver', async () => {
    const { guard, stack } = guarded();
    guard.upload('index.html', pageWith('HERO'));
    await guard.look('index.html');
    stack.token = 'deployer';
    const { exitCode, text, shown } = await warn(stack, ['demo', 'index.html']);
    const [warning] = guard.table.warnings('demo');
    expect(exitCode).toBe(0);
    expect(shown).toEqual([
      `warn of index.html of demo: deploys of it are refused until an approver acknowledges this\n  ${SAYS}`,
    ]);
    expect(text).toContain(`npx holdfast ack ${warning?.id} --reason "…"`);
    expect(warning).toMatchObject({
      site: 'demo',
      key: 'index.html',
      says: SAYS,
      by: CI,
      at: guard.clock.now().toISOString(),
    });
  });

  test('blocks those of a whole site where no page is named, and warns of nothing in a dry run', async () => {
    const { guard, stack } = guarded();
    const dry = await run(stack, [SITE], 'warn', { args: ['demo'], options: { says: SAYS }, answer: 'dry-run' });
    expect([dry.exitCode, guard.table.warnings('demo')]).toEqual([0, []]);
    await warn(stack, ['demo']);
    expect(guard.table.warnings('demo')).toEqual([expect.not.objectContaining({ key: expect.anything() })]);
  });

  test('says of a page that the guard does not know it, and warns of it all the same', async () => {
    const { guard, stack } = guarded();
    expect((await warn(stack, ['demo', 'nosuch.html'])).shown[0]).toContain(
      '\n  beware: the guard knows no such page yet. It knows no page yet.\n',
    );
    expect(guard.table.warnings('demo')).toHaveLength(1);
  });

  test.each(['', '  ', 'x'.repeat(501)])('refuses to say %j', async (says) => {
    const { exitCode, text, shown } = await warn(emptyWorld(), ['demo'], says);
    expect([exitCode, shown]).toEqual([2, []]);
    expect(text).toContain('What the warning says is missing, or longer than 500 characters.');
  });

  test('shows what would move the cursor as what it is, and knows pages from other keys', async () => {
    const { stack } = guarded();
    expect((await warn(stack, ['demo'], 'a\u001B[2Jb')).shown[0]).toContain('a\\u{1b}[2Jb');
    expect((await warn(stack, ['demo', 'app.js'])).text).toContain('app.js is no page of demo.');
  });
});

describe('warnings', () => {
  test('lists what blocks deploys, the newest first, with who and what they say', async () => {
    const { guard, stack } = guarded();
    const [first] = await raised(stack, 'index.html');
    guard.clock.advance(60_000);
    const [second] = await raised(stack, undefined);
    const { text, value } = await run(stack, [SITE], 'warnings');
    expect(text.split('\n')).toEqual([
      expect.stringMatching(/^warning +raised +site +page +by +says$/),
      expect.stringMatching(new RegExp(`^${second} +2026-03-10T12:01Z +demo +\\(the whole site\\) +arn.*${SAYS}$`)),
      expect.stringMatching(new RegExp(`^${first} +2026-03-10T12:00Z +demo +index\\.html +arn.*${SAYS}$`)),
    ]);
    expect(value).toMatchObject({ warnings: [{ id: second }, { id: first, page: 'index.html', by: LEAD }] });
  });

  test('lists those of one page with those of the whole site, and with --all what was acknowledged', async () => {
    const { stack } = guarded();
    const [mine = '', , ofAll] = await raised(stack, 'a.html', 'b.html', undefined);
    const ofPage = (all: boolean) =>
      run(stack, [SITE], 'warnings', { args: ['demo'], options: { page: 'a.html', all } });
    await ack(stack, mine);
    expect((await ofPage(false)).value).toEqual({ warnings: [expect.objectContaining({ id: ofAll })] });
    const { text, value } = await ofPage(true);
    expect(value).toMatchObject({ warnings: { length: 2 } });
    expect(text).toMatch(new RegExp(`^${mine} .* 2026-03-10T12:00Z by ${LEAD}: it is done$`, 'm'));
  });

  test('lists more than the API gives at once', async () => {
    const { stack } = guarded();
    await raised(stack, ...Array.from({ length: 130 }, () => 'index.html'));
    const { value } = await run(stack, [SITE], 'warnings', { args: ['demo'] });
    expect(value).toMatchObject({ warnings: { length: 130 } });
  });

  test('says that there is none, and asks for the site of a page', async () => {
    const { stack } = guarded();
    expect(await run(stack, [SITE], 'warnings')).toMatchObject({ exitCode: 0, text: 'No warning blocks a deploy.' });
    const two = [SITE, { ...SITE, name: 'other' }];
    expect(await run(stack, two, 'warnings', { options: { page: 'a.html' } })).toMatchObject({ exitCode: 2 });
  });

  test('shows hostile text on one line', async () => {
    const { stack } = guarded();
    await warn(stack, ['demo'], 'calm\n\u202Edemo is fine');
    expect((await run(stack, [SITE], 'warnings')).text.split('\n')).toHaveLength(2);
    expect((await run(stack, [SITE], 'warnings')).text).toContain('calm\\u{a}\\u{202e}demo is fine');
  });
});

describe('ack', () => {
  test('ends a warning by the beginning of its id, with who and why', async () => {
    const { guard, stack } = guarded();
    const [id = ''] = await raised(stack, 'index.html');
    const { exitCode, text, shown } = await ack(stack, id.slice(0, 8));
    expect([exitCode, text]).toEqual([0, `Acknowledged: ${id}. It blocks deploys of index.html of demo no longer.`]);
    expect(shown[0]).toContain(`  ${SAYS}\n  raised by ${LEAD}, 2026-03-10T12:00Z\n  reason: it is done`);
    expect(guard.table.warnings('demo')).toMatchObject([{ acknowledged: { by: LEAD, reason: 'it is done' } }]);
  });

  test('says what else still blocks the page', async () => {
    const { stack } = guarded();
    const [id = ''] = await raised(stack, 'a.html', undefined, 'b.html');
    expect((await ack(stack, id)).text).toMatch(/ 1 other still does: npx holdfast warnings demo --page a\.html$/);
  });

  test('is for approvers alone', async () => {
    const { guard, stack } = guarded();
    const [id = ''] = await raised(stack, 'index.html');
    stack.token = 'deployer';
    expect(await ack(stack, id)).toMatchObject({ exitCode: 7, value: { error: { code: 'API.DENIED' } } });
    expect(guard.table.warnings('demo')[0]?.acknowledged).toBeUndefined();
  });

  test('says who acknowledged it before, and changes nothing', async () => {
    const { stack } = guarded();
    const [id = ''] = await raised(stack, 'index.html');
    await ack(stack, id);
    const { exitCode, text, shown } = await ack(stack, id, { reason: 'again' });
    expect([exitCode, shown]).toEqual([3, []]);
    expect(text).toContain(`The warning ${id} was acknowledged by ${LEAD} at 2026-03-10T12:00Z: it is done`);
  });

  test('ends nothing in a dry run, nor where the id says too little or nothing', async () => {
    const { guard, stack } = guarded();
    const [id = ''] = await raised(stack, 'index.html');
    const options = { reason: 'x' };
    expect(await run(stack, [SITE], 'ack', { args: [id], options, answer: 'dry-run' })).toMatchObject({ exitCode: 0 });
    expect(await ack(stack, 'ffffff00')).toMatchObject({ exitCode: 2, text: expect.stringContaining('no warning') });
    for (const bad of ['', 'abc', '../../etc', 'a b c d e f']) expect((await ack(stack, bad)).exitCode).toBe(2);
    expect((await ack(stack, id, { reason: '' })).exitCode).toBe(2);
    expect((await ack(stack, id, { site: 'nosuch' })).exitCode).toBe(2);
    expect(guard.table.warnings('demo')[0]?.acknowledged).toBeUndefined();
  });

  test('asks for more of an id that several begin with', async () => {
    const { guard, stack } = guarded();
    const says = { site: 'demo', says: SAYS, by: LEAD, at: NOW.toISOString() };
    for (const end of ['aa', 'bb'])
      await guard.table.deploys.warnings.raise({ ...says, id: `0123456789abcdef00${end}` });
    expect((await ack(stack, '012345')).text).toContain('2 open warnings begin with 012345.');
    expect((await ack(stack, '0123456789abcdef00a')).exitCode).toBe(0);
  });
});
