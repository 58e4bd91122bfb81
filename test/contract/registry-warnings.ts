import { describe, expect, test } from 'vitest';
import type { Warning } from '../../src/lib/site/warning.ts';
import type { MakeRegistry } from './registry-samples.ts';
import { AT, first, incident, LATER, page, PAGE, site } from './registry-samples.ts';

const ACKNOWLEDGED = { by: 'arn:aws:sts::123456789012:assumed-role/web-lead/anna', reason: 'seen', at: LATER };

function warning(change: Partial<Warning> = {}): Warning {
  const id = '0123456789abcdef0123';
  return { id, site: 'demo', key: PAGE.key, says: 'A stale copy is about.', by: 'the guard', at: AT, ...change };
}

const raising = (...warnings: Warning[]) => first({ incidents: [{ expect: 'absent', next: incident(1) }], warnings });

/** What every table must hold about warnings. */
export function warningsContract(make: MakeRegistry): void {
  test('raises a warning with the transition that it belongs to, or not at all', async () => {
    const { registry } = await make();
    expect(await registry.commit({ ...raising(warning()), page: { expect: 7, next: page(8) } })).toBe('conflict');
    expect(await registry.warning('demo', warning().id)).toBeUndefined();
    expect(await registry.commit(raising(warning()))).toBe('done');
    expect(await registry.warning('demo', warning().id)).toEqual(warning());
    expect(await registry.warning('other', warning().id)).toBeUndefined();
  });

  test('opens an incident although its warning is there, as where somebody deleted the incident by hand', async () => {
    const { registry, warnings } = await make();
    await warnings.raise(warning({ says: 'of before' }));
    expect(await registry.commit(raising(warning()))).toBe('done');
    expect(await registry.warning('demo', warning().id)).toEqual(warning());
  });

  test('keeps what people raise, once', async () => {
    const { registry, warnings } = await make();
    const whole: Warning = { id: 'f'.repeat(20), site: 'demo', says: 'We freeze.', by: 'cb', at: AT };
    expect(await warnings.raise(whole)).toBe('done');
    expect(await warnings.raise({ ...whole, says: 'Not any more.' })).toBe('conflict');
    expect(await registry.warning('demo', whole.id)).toEqual(whole);
  });

  test('counts the open ones of a site, no further than is asked', async () => {
    const { warnings, putSite } = await make();
    await putSite(site(3));
    const ids = ['0', '1', '2', '3'].map((digit) => digit.repeat(20));
    for (const id of ids) await warnings.raise(warning({ id }));
    await warnings.raise(warning({ site: 'other', id: '4'.repeat(20) }));
    await warnings.acknowledge(warning({ id: ids[2], acknowledged: ACKNOWLEDGED }), 3);
    expect(await warnings.countOpen('demo', 100)).toBe(3);
    expect(await warnings.countOpen('demo', 2)).toBe(2);
    expect(await warnings.countOpen('none', 2)).toBe(0);
  });

  describe('an acknowledgement', () => {
    const acknowledged = warning({ acknowledged: ACKNOWLEDGED });

    test('counts once', async () => {
      const { registry, warnings, putSite } = await make();
      await putSite(site(3));
      await warnings.raise(warning());
      const outcomes = await Promise.all(
        ['anna', 'ben', 'cleo'].map((by) =>
          warnings.acknowledge(warning({ acknowledged: { ...ACKNOWLEDGED, by } }), 3),
        ),
      );
      expect(outcomes.toSorted()).toEqual(['conflict', 'conflict', 'done']);
      const by = ['anna', 'ben', 'cleo'][outcomes.indexOf('done')];
      expect((await registry.warning('demo', warning().id))?.acknowledged?.by).toBe(by);
    });

    test('is refused of what is not there, and of a site that changed meanwhile', async () => {
      const { registry, warnings, putSite } = await make();
      await putSite(site(3));
      expect(await warnings.acknowledge(acknowledged, 3)).toBe('conflict');
      await warnings.raise(warning());
      expect(await warnings.acknowledge(acknowledged, 2)).toBe('conflict');
      expect(await registry.warning('demo', warning().id)).toEqual(warning());
    });

    test('comes with a decision, or the decision does not come', async () => {
      const { registry } = await make();
      await registry.commit(raising(warning()));
      const decided = (rev: number) => ({
        page: { expect: rev, next: page(rev + 1) },
        incidents: [{ expect: rev, next: incident(rev + 1, { state: 'dismissed' }) }],
        tokens: [],
        acknowledged,
      });
      expect(await registry.commit(decided(1))).toBe('done');
      expect(await registry.warning('demo', warning().id)).toEqual(acknowledged);
      expect(await registry.commit(decided(2))).toBe('conflict');
      expect((await registry.read(PAGE)).page).toEqual(page(2));
    });
  });
}
