import { describe, expect, it } from 'vitest';
import { decide } from '../../src/lib/approval/decide.ts';
import type { Decision, IncidentState } from '../../src/lib/incident/incident.ts';
import { exampleSite, pageWith, siteRecord, world } from '../world.ts';
import { decideDeps, decideNewest, everything, IN_STATE, KEY, LEAD, newest, STRANGERS, type World } from './people.ts';

type What = Decision['what'];

const DECISIONS: readonly What[] = ['override', 'dismiss', 'restore', 'resume'];

const BECOMES: Readonly<Record<keyof typeof IN_STATE, Partial<Record<What, IncidentState>>>> = {
  restoring: { override: 'overridden' },
  restored: { override: 'overridden', dismiss: 'dismissed' },
  observed: { dismiss: 'dismissed', restore: 'restoring' },
  superseded: { dismiss: 'dismissed' },
  undecided: { override: 'overridden', dismiss: 'dismissed', restore: 'restoring' },
  contested: { override: 'overridden', dismiss: 'dismissed', resume: 'restoring' },
  overridden: { restore: 'restoring' },
  dismissed: {},
};

const STATES = [
  'restoring',
  'restored',
  'observed',
  'superseded',
  'undecided',
  'contested',
  'overridden',
  'dismissed',
] as const satisfies readonly (keyof typeof IN_STATE)[];

const LAWFUL = STATES.flatMap((state) =>
  DECISIONS.flatMap((what) => {
    const becomes = BECOMES[state][what];
    return becomes ? [[state, what, becomes] as const] : [];
  }),
);

const UNLAWFUL = STATES.flatMap((state) =>
  DECISIONS.filter((what) => !BECOMES[state][what]).map((what) => [state, what] as const),
);

/** Nothing may change, whatever is refused. */
async function refusedBy(one: World, why: string, act: () => ReturnType<typeof decide>): Promise<void> {
  const before = everything(one);
  expect(await act()).toMatchObject({ kind: 'refused', why });
  expect(everything(one)).toEqual(before);
}

describe('a decision of an approver', () => {
  it.each(LAWFUL)('of an incident that is %s: %s makes it %s', async (state, what, becomes) => {
    const one = await IN_STATE[state]();
    const asked = one.queue.messages.length;
    const before = one.table.incident(newest(one));
    expect(before?.state).toBe(state);
    const outcome = await decideNewest(one, what);
    const decision = { what, by: 'arn:aws:sts::123456789012:assumed-role/web-lead/anna', reason: 'because' };
    expect(outcome).toMatchObject({ kind: 'recorded', asked: true, incident: { state: becomes, decision } });
    const after = one.table.incident(newest(one));
    expect(after).toMatchObject({ state: becomes, decision: { ...decision, at: one.clock.now().toISOString() } });
    expect(after?.trail?.at(-1)).toMatchObject({ state: becomes, decision });
    expect(after?.entry).toBe((before?.entry ?? 0) + 1);
    expect(one.queue.messages.slice(asked)).toEqual([{ site: 'demo', key: KEY }]);
  });

  it.each(UNLAWFUL)('of an incident that is %s: %s is refused', async (state, what) => {
    const one = await IN_STATE[state]();
    await refusedBy(one, 'state', () => decideNewest(one, what));
  });

  it('counts once, however often it is made', async () => {
    const one = await IN_STATE.restored();
    await decideNewest(one, 'override');
    await refusedBy(one, 'state', () => decideNewest(one, 'override'));
    const outcome = await decideNewest(one, 'dismiss');
    expect(outcome).toMatchObject({ says: expect.stringContaining('web-lead/anna decided to override it') });
  });

  it('is recorded although the answer of its own transaction was lost', async () => {
    const one = await IN_STATE.contested();
    const deps = decideDeps(one);
    const deaf = {
      ...deps.registry,
      commit: async (t: Parameters<typeof deps.registry.commit>[0]) => {
        await deps.registry.commit(t);
        return 'conflict' as const;
      },
    };
    const outcome = await decide(newest(one), { what: 'resume', reason: 'because' }, LEAD, { ...deps, registry: deaf });
    expect(outcome).toMatchObject({ kind: 'recorded', asked: true, incident: { state: 'restoring' } });
    expect(one.table.incident(newest(one))?.trail?.filter(({ decision }) => decision)).toHaveLength(1);
  });

  it('stands although nobody could be asked to look', async () => {
    const one = await IN_STATE.restored();
    const queue = { ask: () => Promise.reject(new Error('the queue is gone')) };
    const deps = { ...decideDeps(one), queue };
    const outcome = await decide(newest(one), { what: 'override', reason: 'because' }, LEAD, deps);
    expect(outcome).toMatchObject({ kind: 'recorded', asked: false });
    expect(one.incidents()).toMatchObject([{ state: 'overridden' }]);
  });
});

describe('a decision is refused, and changes nothing', () => {
  it.each(LAWFUL)('of an incident that is %s: %s by people who are no approvers', async (state, what) => {
    const one = await IN_STATE[state]();
    for (const [, stranger] of STRANGERS) {
      await refusedBy(one, 'not-allowed', () => decideNewest(one, what, stranger));
    }
  });

  it.each(LAWFUL)('of an incident that is %s: %s where no approver is named', async (state, what) => {
    const one = await IN_STATE[state]();
    const record = one.table.site('demo')!;
    one.table.putSite({ ...record, config: { ...record.config, approvers: [] } });
    await refusedBy(one, 'not-allowed', () => decideNewest(one, what));
  });

  it.each(LAWFUL)('of an incident that is %s: %s when its page is none any more', async (state, what) => {
    const one = await IN_STATE[state]();
    const record = one.table.site('demo')!;
    one.table.putSite({ ...record, config: { ...record.config, pages: ['blog/**/*.html'] } });
    await refusedBy(one, 'unknown', () => decideNewest(one, what));
    const refusal = await decideNewest(one, what);
    expect(refusal).toMatchObject({ says: expect.stringContaining('put it back under "pages:"') });
  });

  it.each(LAWFUL.filter(([, what]) => what !== 'dismiss'))(
    'of an incident that is %s: %s while the guard is paused',
    async (state, what) => {
      const one = await IN_STATE[state]();
      const at = one.clock.now();
      const pause = {
        from: at.toISOString(),
        until: new Date(at.getTime() + 1).toISOString(),
        reason: 'move',
        by: 'ops',
      };
      one.table.putSite({ ...one.table.site('demo')!, pauses: [pause] });
      await refusedBy(one, 'paused', () => decideNewest(one, what));
      one.clock.advance(1);
      expect(await decideNewest(one, what)).toMatchObject({ kind: 'recorded' });
    },
  );

  it.each(LAWFUL.filter(([, what]) => what === 'override' || what === 'restore'))(
    'of an incident that is %s: %s when another version was accepted since',
    async (state, what) => {
      const one = await IN_STATE[state]();
      const id = newest(one);
      one.upload(KEY, pageWith('HERO', 'CHECKOUT', 'NEWER'));
      // While a page is contested, others are judged all the same.
      await one.look(KEY);
      expect(one.served(KEY)).toContain('NEWER');
      // What was being restored, or waited to be, is closed by what came after it.
      const why = state === 'restoring' ? 'state' : 'moved-on';
      await refusedBy(one, why, () => decide(id, { what, reason: 'because' }, LEAD, decideDeps(one)));
    },
  );

  it('resumes no page that is contested for a newer incident', async () => {
    const one = await IN_STATE.contested();
    const id = newest(one);
    one.upload(KEY, pageWith('CHECKOUT'));
    await one.look(KEY);
    expect(newest(one)).not.toBe(id);
    await refusedBy(one, 'moved-on', () => decide(id, { what: 'resume', reason: 'because' }, LEAD, decideDeps(one)));
  });

  it.each(['restored', 'undecided', 'contested'] as const)(
    'overrides nothing whose bytes expired: %s',
    async (state) => {
      const one = await IN_STATE[state]();
      const { identity } = one.table.incident(newest(one))!.version;
      one.snapshots.expire('rejected', 'demo', identity);
      await refusedBy(one, 'expired', () => decideNewest(one, 'override'));
    },
  );

  it('restores nothing over bytes that nobody kept', async () => {
    const one = await IN_STATE.undecided();
    one.snapshots.expire('rejected', 'demo', one.table.incident(newest(one))!.version.identity);
    await refusedBy(one, 'expired', () => decideNewest(one, 'restore'));
  });

  it.each(['observed', 'overridden'] as const)('restores no version that is not kept any more: %s', async (state) => {
    const one = await IN_STATE[state]();
    one.snapshots.expire('accepted', 'demo', one.table.incident(newest(one))!.baseline!.identity);
    await refusedBy(one, 'expired', () => decideNewest(one, 'restore'));
  });

  it('restores nothing where there was no page before', async () => {
    const one = world();
    one.upload(KEY, pageWith('OLD_BANNER'));
    await one.look(KEY);
    expect(one.incidents()).toMatchObject([{ state: 'observed', codes: ['retired.returned'] }]);
    await refusedBy(one, 'state', () => decideNewest(one, 'restore'));
  });

  it('decides no incident that is not there', async () => {
    const one = await IN_STATE.restored();
    await refusedBy(one, 'unknown', () =>
      decide('no-such-id', { what: 'dismiss', reason: 'x' }, LEAD, decideDeps(one)),
    );
  });

  it('decides nothing of a page that cannot be guarded, or of a site that is not applied any more', async () => {
    const one = world();
    const key = `${'long/'.repeat(201)}index.html`;
    await one.look(key);
    await refusedBy(one, 'unknown', () => decideNewest(one, 'dismiss'));
    const other = world();
    const gone = { ...siteRecord(), config: { ...exampleSite(), name: 'gone' } };
    other.table.putSite(gone);
    other.table.open({ ...one.table.incidents()[0]!, site: 'elsewhere' });
    await refusedBy(other, 'unknown', () => decideNewest(other, 'dismiss'));
  });

  it('gives up when somebody else always writes first', async () => {
    const one = await IN_STATE.restored();
    const deps = decideDeps(one);
    const busy = { ...deps, registry: { ...deps.registry, commit: async () => 'conflict' as const } };
    await refusedBy(one, 'conflict', () => decide(newest(one), { what: 'override', reason: 'x' }, LEAD, busy));
  });

  it.each(LAWFUL)(
    'of an incident that is %s: %s when its maker is taken off the approvers just before it is written',
    async (state, what) => {
      const one = await IN_STATE[state]();
      const deps = decideDeps(one);
      const takenOff = {
        ...deps.registry,
        commit: async (t: Parameters<typeof deps.registry.commit>[0]) => {
          const record = one.table.site('demo')!;
          one.table.putSite({ ...record, rev: record.rev + 1, config: { ...record.config, approvers: [] } });
          return deps.registry.commit(t);
        },
      };
      const before = one.table.incidents();
      const outcome = await decide(newest(one), { what, reason: 'x' }, LEAD, { ...deps, registry: takenOff });
      expect(outcome).toMatchObject({ kind: 'refused', why: 'not-allowed' });
      expect(one.table.incidents()).toEqual(before);
    },
  );
});

describe('a decision by who looked before another', () => {
  const dismiss = (one: World, after: string) =>
    decide(newest(one), { what: 'dismiss', reason: 'late', after }, LEAD, decideDeps(one));

  it('counts while nobody has decided since', async () => {
    expect(await dismiss(await IN_STATE.restored(), 'none')).toMatchObject({ kind: 'recorded' });
  });

  it('is refused once somebody has, although it would be open again, and changes nothing', async () => {
    const one = await IN_STATE.restored();
    for (const what of ['override', 'restore'] as const) {
      await decideNewest(one, what);
      for (let looks = 0; looks < 4; looks += 1) await one.look(KEY);
    }
    expect(one.table.incident(newest(one))?.state).toBe('restored');
    await refusedBy(one, 'moved-on', () => dismiss(one, 'none'));
    const seen = one.table.incident(newest(one))?.decision?.at ?? '';
    expect(await dismiss(one, seen)).toMatchObject({ kind: 'recorded' });
  });
});
