import { expect, test } from 'vitest';
import { pageItem, pageOf, tokenKey, tokenPrefix } from '../../src/lib/aws/dynamo-items.ts';
import { AT, page } from '../contract/registry-samples.ts';

// DynamoDB refuses longer sort keys; local AWS does not.
const LONGEST = 1024;

test('keeps every sort key of a token within bounds, and different', () => {
  const keys = [
    'a.html',
    'k'.repeat(880),
    'k'.repeat(999) + 'a',
    'k'.repeat(999) + 'b',
    'ü'.repeat(500),
    '⛵'.repeat(333),
  ];
  for (const name of ['A', 'N'.repeat(128)]) {
    const sorts = keys.map((key) => tokenKey('demo', { name, key }).sk);
    expect(new Set(sorts).size).toBe(keys.length);
    for (const sk of sorts) {
      expect(Buffer.byteLength(sk)).toBeLessThanOrEqual(LONGEST);
      expect(sk.startsWith(tokenPrefix(name))).toBe(true);
    }
  }
});

test('says that it has allowances only while it has any', () => {
  expect(pageItem(page(1))).not.toHaveProperty('allows');
  const allowances = [{ codes: ['page.deleted'], until: AT, reason: 'over', by: 'kim' }] as const;
  const item = pageItem(page(1, { allowances }));
  expect(item).toMatchObject({ allows: 'yes' });
  expect(pageOf(item)).toEqual(page(1, { allowances }));
});

test('stands in the index only for as long as a restore is remembered', () => {
  expect(pageItem(page(1))).not.toHaveProperty('site');
  const justRestored = { incident: 'i', tokens: ['A'], at: AT };
  const item = pageItem(page(1, { justRestored }));
  expect(item).toMatchObject({ site: 'RESTORED#demo', openedAt: AT });
  expect(pageOf(item)).toEqual(page(1, { justRestored }));
});
