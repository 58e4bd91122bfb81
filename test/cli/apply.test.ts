import { expect, test } from 'vitest';
import { emptyWorld } from './fake-operator.ts';
import { NOW, demoSite, run } from './run.ts';

test('writes a site for the first time', async () => {
  const world = emptyWorld();
  const site = demoSite();
  const { exitCode, value, shown } = await run(world, [site], 'apply');
  expect(exitCode).toBe(0);
  expect(value).toMatchObject({ applied: ['demo'] });
  expect(shown[0]).toContain('apply demo (for the first time)');
  expect(world.sites.get('demo')).toEqual({
    config: site,
    rev: 1,
    since: NOW.toISOString(),
    retired: { tokens: [], phrases: [] },
    pauses: [],
  });
});

test('shows what changes, and keeps what people decided', async () => {
  const world = emptyWorld();
  const kept = {
    since: '2025-01-01T00:00:00.000Z',
    retired: { tokens: ['OLD'], phrases: ['gone'] },
    pauses: [{ from: 'a', until: 'b', reason: 'c', by: 'd' }],
  };
  world.sites.set('demo', { config: demoSite(), rev: 7, ...kept });
  const site = demoSite('    policy: { mode: enforce }\n');
  const { shown } = await run(world, [site], 'apply', { args: ['demo'] });
  expect(shown).toEqual(['apply demo\n  policy.mode: "observe" → "enforce"']);
  expect(world.sites.get('demo')).toEqual({ config: site, rev: 8, ...kept });
});

test('asks nothing and writes nothing when nothing differs', async () => {
  const world = emptyWorld();
  await run(world, [demoSite()], 'apply');
  const { exitCode, text, shown } = await run(world, [demoSite()], 'apply');
  expect([exitCode, text, shown]).toEqual([0, 'Every site is applied as configured.', []]);
  expect(world.sites.get('demo')?.rev).toBe(1);
});

test.each(['dry-run', 'no'] as const)('writes nothing on %s', async (answer) => {
  const world = emptyWorld();
  const { exitCode } = await run(world, [demoSite()], 'apply', { answer });
  expect(exitCode).toBe(answer === 'no' ? 1 : 0);
  expect(world.sites.size).toBe(0);
});

test('lets tokens come in between', async () => {
  const world = emptyWorld();
  await run(world, [demoSite()], 'apply');
  let moves = 3;
  world.meanwhile = () => {
    const record = world.sites.get('demo');
    if (record && moves-- > 0) world.sites.set('demo', { ...record, rev: record.rev + 1 });
  };
  const site = demoSite('    policy: { mode: enforce }\n');
  expect((await run(world, [site], 'apply')).exitCode).toBe(0);
  expect(world.sites.get('demo')?.config.policy.mode).toBe('enforce');
});

test('never overwrites what somebody else applied after the change was shown', async () => {
  const world = emptyWorld();
  await run(world, [demoSite()], 'apply');
  const theirs = demoSite('    policy: { maxRestores: 9 }\n');
  world.meanwhile = () => world.sites.set('demo', { ...world.sites.get('demo')!, config: theirs, rev: 9 });
  const { exitCode, value } = await run(world, [demoSite('    policy: { mode: enforce }\n')], 'apply');
  expect(exitCode).toBe(5);
  expect(value).toMatchObject({ error: { code: 'REGISTRY.CONFLICT' } });
  expect(world.sites.get('demo')?.config).toEqual(theirs);
});

test('knows the sites it is given', async () => {
  const { exitCode, text } = await run(emptyWorld(), [demoSite()], 'apply', { args: ['dem'] });
  expect(exitCode).toBe(2);
  expect(text).toBe('There is no site "dem" in the configuration.\n→ Did you mean "demo"?');
});
