import { expect, it } from 'vitest';
import { meaningOf } from '../../src/lib/alert/meaning.ts';
import { decideNewest, GOOD, IN_STATE, KEY, newest } from './people.ts';

it('calls restored what a person wanted back and what was live already', async () => {
  const one = await IN_STATE.restored();
  // Nobody looks between the two, so nothing is written.
  await decideNewest(one, 'override');
  await decideNewest(one, 'restore');
  await one.look(KEY);
  expect(one.served(KEY)).toBe(GOOD);
  const incident = one.table.incident(newest(one))!;
  expect(incident).toMatchObject({ state: 'restored', restoredAt: one.clock.now().toISOString() });
  expect(meaningOf(incident)).toMatch(/^The version before it is live again, as decided by/);
  expect(one.page(KEY)?.purge).toBeUndefined();
});

it('calls restored what somebody put back by hand before the guard did', async () => {
  const one = await IN_STATE.undecided();
  await decideNewest(one, 'restore');
  one.upload(KEY, GOOD);
  await one.look(KEY);
  expect(one.served(KEY)).toBe(GOOD);
  expect(one.incidents()).toMatchObject([{ state: 'restored' }]);
});

it('still calls superseded what the guard undoes and somebody else replaces first', async () => {
  const one = await IN_STATE.restoring();
  one.upload(KEY, GOOD);
  await one.look(KEY);
  expect(one.incidents()).toMatchObject([{ state: 'superseded' }]);
});

it('purges after the decision also where the write that brought it back was seen only then', async () => {
  const one = await IN_STATE.restoring();
  let dead = false;
  const read: typeof one.deps.registry.read = async (ref) =>
    dead ? Promise.reject(new Error('killed here')) : one.deps.registry.read(ref);
  const purge: typeof one.deps.cdn.purge = async (...asked) => {
    await one.deps.cdn.purge(...asked);
    dead = true;
  };
  const killed = { ...one.deps, registry: { ...one.deps.registry, read }, cdn: { purge } };
  await expect(one.lookWith(KEY, killed)).rejects.toThrow('killed here');
  expect(one.served(KEY)).toBe(GOOD);
  await decideNewest(one, 'override');
  await decideNewest(one, 'restore');
  one.cdn.visit(KEY);
  await one.look(KEY);
  expect(one.incidents()).toMatchObject([{ state: 'restored' }]);
  expect(one.cdn.held(KEY)).toBeUndefined();
});
