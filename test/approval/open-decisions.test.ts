import { expect, it } from 'vitest';
import { meaningOf } from '../../src/lib/alert/meaning.ts';
import { openDecisions } from '../../src/lib/incident/decisions.ts';
import { DEFAULT_POLICY } from '../../src/lib/site/policy.ts';
import { world } from '../world.ts';
import { decideNewest, GOOD, IN_STATE, KEY, newest, type World } from './people.ts';

it.each([
  ['restoring', ['override']],
  ['restored', ['override', 'dismiss']],
  ['observed', ['dismiss', 'restore']],
  ['superseded', ['dismiss']],
  ['undecided', ['override', 'dismiss', 'restore']],
  ['contested', ['override', 'dismiss', 'resume']],
  ['overridden', ['restore']],
  ['dismissed', []],
] as const)('offers of an incident that is %s: %j', async (state, offered) => {
  const one = await IN_STATE[state]();
  const incident = one.table.incident(newest(one))!;
  expect(incident.state).toBe(state);
  expect(openDecisions(incident)).toEqual(offered);
});

it.each([
  ['none', undefined],
  ['a deletion', 'DELETED'],
])('offers no restore where the version before was %s', async (_what, identity) => {
  const one = await IN_STATE.observed();
  const incident = one.table.incident(newest(one))!;
  const baseline = identity === undefined ? undefined : { ...incident.baseline!, identity };
  expect(openDecisions({ ...incident, baseline })).toEqual(['dismiss']);
});

it('offers no override of what a restore replaced: its page has moved on', async () => {
  const one = await IN_STATE.overridden();
  await decideNewest(one, 'restore');
  await one.look(KEY);
  expect(openDecisions(one.table.incident(newest(one))!)).toEqual(['dismiss']);
  expect(await decideNewest(one, 'override')).toMatchObject({ kind: 'refused', why: 'moved-on' });
});

it.each(['undecided', 'deleted'] as const)(
  'offers what goes through after a restore of a version %s',
  async (which) => {
    const one = which === 'undecided' ? await IN_STATE.undecided() : await deletionWithdrawn();
    if (which === 'undecided') await decideNewest(one, 'restore');
    await one.look(KEY);
    expect(openDecisions(one.table.incident(newest(one))!)).toEqual(['override', 'dismiss']);
    expect(await decideNewest(one, 'override')).toMatchObject({ kind: 'recorded' });
  },
);

/** A deletion was overridden, that was taken back, and the page was deleted and restored once more. */
async function deletionWithdrawn(): Promise<World> {
  const one = world();
  one.upload(KEY, GOOD);
  await one.look(KEY);
  one.remove(KEY);
  await one.look(KEY);
  await decideNewest(one, 'override');
  await decideNewest(one, 'restore');
  one.remove(KEY);
  return one;
}

it('offers nothing but to dismiss what could not be kept, and says what to do instead', async () => {
  const one = world({ policy: { limits: { ...DEFAULT_POLICY.limits, bytes: 2000 } } });
  one.upload(KEY, GOOD);
  await one.look(KEY);
  one.upload(KEY, GOOD.padEnd(3000, 'x'));
  await one.look(KEY);
  const incident = one.table.incident(newest(one))!;
  expect(incident).toMatchObject({ state: 'undecided', version: { kept: false } });
  expect(openDecisions(incident)).toEqual(['dismiss']);
  expect(meaningOf(incident)).toMatch(/raise policy\.limits, apply that and upload it again/);
  for (const what of ['override', 'restore'] as const) {
    expect(await decideNewest(one, what)).toMatchObject({ kind: 'refused', why: 'expired' });
  }
  expect(await decideNewest(one, 'override')).toMatchObject({ says: expect.stringContaining('raise policy.limits') });
});

it('says nothing of keeping where the bytes are kept', async () => {
  const one = await IN_STATE.undecided();
  expect(one.table.incident(newest(one))?.version).not.toHaveProperty('kept');
});
