import { expect, test } from 'vitest';
import type { EscalationRecord } from '../../src/lib/site/escalation.ts';
import type { Verification } from '../../src/lib/site/verification.ts';
import type { MakeRegistry } from './registry-samples.ts';
import { AT, LATER, PAGE, site } from './registry-samples.ts';

const verification = (change: Partial<Verification> = {}): Verification => ({
  ...PAGE,
  identity: 'a'.repeat(64),
  sha256: 'b'.repeat(64),
  checks: ['https://staging.example.com/book answers 200'],
  by: 'arn:aws:sts::123456789012:assumed-role/web-lead/anna',
  at: AT,
  ...change,
});

const escalation = (change: Partial<EscalationRecord> = {}): EscalationRecord => ({
  ...PAGE,
  id: '0123456789abcdef0123',
  says: 'CHECKOUT would be lost.',
  diff: '-a\n+b\n',
  by: 'cb',
  at: AT,
  ...change,
});

/** What every table must hold about verifications and escalations. */
export function deploysContract(make: MakeRegistry): void {
  test.each(['book/index.html', 'grüße/⛵.html', 'a#b#.html', 'k'.repeat(1000)])(
    'keeps the newest verification of the page %s',
    async (key) => {
      const { verifications, putSite } = await make();
      await putSite(site(3));
      expect(await verifications.read('demo', key)).toBeUndefined();
      expect(await verifications.keep(verification({ key }), 3)).toBe('done');
      const later = verification({ key, at: LATER, identity: 'c'.repeat(64), checks: [] });
      expect(await verifications.keep(later, 3)).toBe('done');
      expect(await verifications.keep(verification({ key }), 3)).toBe('conflict');
      expect(await verifications.read('demo', key)).toEqual(later);
      expect(await verifications.read('demo', `${key}x`)).toBeUndefined();
    },
  );

  test('keeps no verification when the site was changed meanwhile', async () => {
    const { verifications, putSite } = await make();
    expect(await verifications.keep(verification(), 3)).toBe('conflict');
    await putSite(site(4));
    expect(await verifications.keep(verification(), 3)).toBe('conflict');
    expect(await verifications.read('demo', PAGE.key)).toBeUndefined();
  });

  test('keeps an escalation once', async () => {
    const { escalations } = await make();
    expect(await escalations.keep(escalation(), 3)).toBe('done');
    expect(await escalations.keep(escalation({ by: 'somebody else', at: LATER }), 3)).toBe('already');
    expect(await escalations.keep(escalation({ site: 'other' }), 3)).toBe('done');
  });

  test('keeps no more escalations of a site in an hour than are asked for, and says of a known one that it is', async () => {
    const { escalations } = await make();
    const ids = ['1', '2', '3', '4'].map((digit) => digit.repeat(20));
    const outcomes = await Promise.all(ids.map((id) => escalations.keep(escalation({ id }), 2)));
    expect(outcomes.toSorted()).toEqual(['done', 'done', 'too-many', 'too-many']);
    const kept = ids.find((_, at) => outcomes[at] === 'done') ?? '';
    expect(await escalations.keep(escalation({ id: kept }), 2)).toBe('already');
    const nextHour = escalation({ id: '5'.repeat(20), at: '2026-03-01T10:00:00.000Z' });
    expect(await escalations.keep(nextHour, 2)).toBe('done');
  });
}
