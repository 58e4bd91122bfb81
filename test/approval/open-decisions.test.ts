import { expect, it } from 'vitest';
import { openDecisions } from '../../src/lib/incident/decisions.ts';
import { IN_STATE, newest } from './people.ts';

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
