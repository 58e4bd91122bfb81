import { describe, expect, it } from 'vitest';
import { enter, incidentId } from '../../src/lib/incident/enter.ts';
import type { Decision, Incident } from '../../src/lib/incident/incident.ts';

const at = (minutes: number): Date => new Date(Date.UTC(2026, 2, 1, 9, minutes));

const OPENED: Incident = {
  id: incidentId('demo', 'index.html', 'a'.repeat(64), 1),
  site: 'demo',
  key: 'index.html',
  state: 'restoring',
  rev: 1,
  entry: 1,
  recurrences: 0,
  gen: 1,
  findings: [],
  version: { identity: 'a'.repeat(64), versionId: 'v1', lastModified: at(0).toISOString(), tokens: [], hasText: true },
  openedAt: at(0).toISOString(),
  updatedAt: at(0).toISOString(),
};

const DECISION: Decision = { what: 'override', by: 'somebody', reason: 'because', at: at(2).toISOString() };

describe('entering a state', () => {
  it('remembers the way from the state in which the incident was opened, and what led there', () => {
    const restored = enter(OPENED, 'restored', {}, at(1));
    const overridden = enter(restored, 'overridden', { decision: DECISION }, at(2));
    expect(overridden).toMatchObject({ state: 'overridden', rev: 3, entry: 3, decision: DECISION });
    expect(overridden.trail).toEqual([
      { state: 'restoring', at: at(0).toISOString() },
      { state: 'restored', at: at(1).toISOString() },
      { state: 'overridden', at: at(2).toISOString(), decision: DECISION },
    ]);
  });

  it('is no new entry, and leaves no trail, when nothing changes that people are told', () => {
    const again = enter(OPENED, 'restoring', { purgeProblem: 'refused' }, at(1));
    expect(again).toMatchObject({ rev: 2, entry: 1, updatedAt: at(1).toISOString() });
    expect(again.trail).toBeUndefined();
  });

  it.each([
    ['when it recurs', { recurrences: 1 }],
    ['when its tokens turn up elsewhere', { nowOn: { HERO: 'b.html' } }],
  ])('is told once more %s, which leaves no trail', (_when, change) => {
    const again = enter(OPENED, 'restoring', change, at(1));
    expect([again.entry, again.trail]).toEqual([2, undefined]);
  });

  it('keeps the first and the newest thirty of its states, however long people fight', () => {
    let incident = OPENED;
    for (let minute = 1; minute <= 50; minute++) {
      incident = enter(incident, minute % 2 === 0 ? 'restoring' : 'restored', {}, at(minute));
    }
    expect(incident.trail).toHaveLength(31);
    expect(incident.trail?.[0]).toEqual({ state: 'restoring', at: at(0).toISOString() });
    expect(incident.trail?.slice(1).map((entry) => entry.at)).toEqual(
      Array.from({ length: 30 }, (_, n) => at(21 + n).toISOString()),
    );
  });
});

describe("an incident's id", () => {
  it('is another one for another site, page, version or generation', () => {
    const ids = [
      incidentId('demo', 'index.html', 'a', 1),
      incidentId('demo', 'index.html', 'a', 2),
      incidentId('demo', 'index.html', 'b', 1),
      incidentId('demo', 'index.htm', 'la', 1),
      incidentId('demoi', 'ndex.html', 'a', 1),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(incidentId('demo', 'index.html', 'a', 1)).toBe(ids[0]);
    expect(ids.every((id) => /^[0-9a-f]{20}$/.test(id))).toBe(true);
  });
});
