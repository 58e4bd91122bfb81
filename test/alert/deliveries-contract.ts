import { describe, expect, test } from 'vitest';
import type { Deliveries, Subject } from '../../src/lib/alert/deliveries.ts';

/** What holds of every memory of what was told. `make` gives one; `unique` keeps runs on one table apart. */
export function deliveriesContract(name: string, make: () => Deliveries, unique = name): void {
  const minute = '2025-01-14T10:22Z';
  const subjects: Subject[] = [
    { kind: 'incident', id: unique },
    { kind: 'digest', site: unique, minute },
    { kind: 'pause', site: unique, id: 'began-1' },
    { kind: 'retirement', site: unique, id: 'began-1' },
    { kind: 'allowance', site: unique, id: 'began-1' },
    { kind: 'refusal', site: unique, hour: '2025-01-14T10' },
  ];

  describe(name, () => {
    test.each(subjects)('remembers what was told of this $kind, by channel', async (subject) => {
      const deliveries = make();
      expect(await deliveries.read(subject, 'slack')).toBeUndefined();
      const first = { rev: 1, claimedUntil: '2025-01-14T10:23:00.000Z' };
      expect(await deliveries.write(subject, 'slack', { expect: 'absent', next: first })).toBe('done');
      expect(await deliveries.write(subject, 'slack', { expect: 'absent', next: first })).toBe('conflict');
      const second = { rev: 2, told: { entry: 3 }, post: { channel: 'C1', ts: '1.2' } };
      expect(await deliveries.write(subject, 'slack', { expect: 2, next: second })).toBe('conflict');
      expect(await deliveries.write(subject, 'slack', { expect: 1, next: second })).toBe('done');
      expect(await deliveries.read(subject, 'slack')).toMatchObject(second);
      expect(await deliveries.read(subject, 'slack')).not.toHaveProperty('claimedUntil');
      expect(await deliveries.read(subject, 'sns')).toBeUndefined();
    });

    test('admits an alert with its count, both or neither', async () => {
      const deliveries = make();
      const id = `${unique}-admitted`;
      const of = { site: id, minute };
      const tally = { rev: 1, total: 1, digested: 0, lines: [] };
      const route = { expect: 'absent', next: { rev: 1, entry: 2 } } as const;
      expect(await deliveries.admit({ id, route }, { ...of, tally: { expect: 'absent', next: tally } })).toBe('done');
      const more = { ...tally, rev: 2, total: 2 };
      expect(await deliveries.admit({ id, route }, { ...of, tally: { expect: 1, next: more } })).toBe('conflict');
      expect(await deliveries.tally(id, minute)).toMatchObject(tally);
      expect(await deliveries.route(id)).toMatchObject({ rev: 1, entry: 2 });
      const moved = { expect: 1, next: { rev: 2, entry: 3, digest: minute } };
      expect(await deliveries.admit({ id, route: moved }, { ...of, tally: { expect: 2, next: more } })).toBe(
        'conflict',
      );
      expect(await deliveries.route(id)).toMatchObject({ rev: 1, entry: 2 });
      expect(await deliveries.admit({ id, route: moved }, { ...of, tally: { expect: 1, next: more } })).toBe('done');
      expect(await deliveries.route(id)).toMatchObject({ rev: 2, entry: 3, digest: minute });
    });
  });
}
