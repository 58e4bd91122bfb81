import { expect, test } from 'vitest';
import * as z from 'zod';
import { faults } from '../../../src/console/api/faults.ts';

const SHAPE = z.strictObject({
  state: z.enum(['restored', 'contested']).optional(),
  reason: z.string().min(3).max(5).optional(),
  site: z.string().optional(),
  limit: z.number().min(1).max(100).optional(),
  codes: z.array(z.string()).max(1).optional(),
  until: z
    .string()
    .refine((text) => text === 'now', 'is over already')
    .optional(),
});

function said(shape: z.ZodType, value: unknown) {
  const { error } = shape.safeParse(value);
  if (!error) throw new Error('nothing is wrong with it');
  return faults(error);
}

test.each([
  [{ foo: 1 }, 'foo', 'is not known here'],
  [{ state: 'lost' }, 'state', 'is none of: restored, contested'],
  [{ site: 3 }, 'site', 'is no string'],
  [{ reason: '' }, 'reason', 'must have at least 3 characters'],
  [{ reason: 'too long' }, 'reason', 'must have at most 5 characters'],
  [{ limit: 101 }, 'limit', 'must be at most 100'],
  [{ codes: ['a', 'b'] }, 'codes', 'must have at most 1 items'],
  [{ until: 'then' }, 'until', 'is over already'],
])('says of %j which field is wrong, and how', (value, field, says) => {
  expect(said(SHAPE, value)).toEqual([{ field, says }]);
});

test('tells what is missing from what is of another kind, and what is to be left out', () => {
  expect(said(z.object({ reason: z.string() }), {})).toEqual([{ field: 'reason', says: 'is missing' }]);
  expect(said(z.undefined(), {})).toEqual([{ field: '', says: 'must be left out' }]);
});

test('keeps the words that a schema has of its own, and says ten things at most', () => {
  expect(said(z.string().max(2, 'has more than 2 characters'), 'abc')).toEqual([
    { field: '', says: 'has more than 2 characters' },
  ]);
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`${index}${'x'.repeat(500)}`, 1]));
  expect(said(SHAPE, many)).toHaveLength(10);
  expect(said(SHAPE, many)[0]?.field).toHaveLength(200);
});
