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
