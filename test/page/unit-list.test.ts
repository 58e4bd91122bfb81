import { expect, it } from 'vitest';
import { MOST_OF_PAGE, unitList } from '../../src/lib/page/unit-list.ts';
import { contentOf } from './reading.ts';

const pieces = (count: number) => unitList({ text: '<p>a'.repeat(count), html: true });

it('lists all units of a page, as many as are compared', () => {
  const { hashes, starts, ends } = pieces(MOST_OF_PAGE);
  expect([hashes.length, starts.length, ends.length]).toEqual([MOST_OF_PAGE, MOST_OF_PAGE, MOST_OF_PAGE]);
  expect([starts.at(-1), ends.at(-1)]).toEqual([4 * MOST_OF_PAGE - 4, 4 * MOST_OF_PAGE]);
});

it('lists none of a page that has more', () => {
  const { hashes, starts, ends } = pieces(MOST_OF_PAGE + 1);
  expect([hashes.length, starts.length, ends.length]).toEqual([0, 0, 0]);
  expect(contentOf('<p>a'.repeat(MOST_OF_PAGE + 1)).units).toHaveLength(0);
});
