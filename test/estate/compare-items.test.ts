import { expect, it } from 'vitest';
import type { Change } from '../../src/lib/capture/change.ts';
import { compareItems, type Items } from '../../src/lib/estate/dynamodb/compare-items.ts';

const itemsOf = (ids: readonly number[], price: (id: number) => number) => ({
  items: ids.length,
  whole: true,
  async *lines() {
    for (const id of ids) yield { id: { N: String(id) }, price: { N: String(price(id)) } };
  },
});

const upTo = (count: number) => Array.from({ length: count }, (_, at) => at);

async function compared(before: Items, after: Items, atOnce: number) {
  const changes: Change[] = [];
  for await (const change of compareItems(before, after, ['id'], atOnce)) changes.push(change);
  return changes;
}

it('finds the same whether items are looked at all at once or a few at a time', async () => {
  const before = itemsOf(upTo(200), (id) => id);
  const after = itemsOf(upTo(201).slice(1).toReversed(), (id) => (id === 17 ? 0 : id));
  const expected = [
    { kind: 'removed', path: '[id="0"]' },
    { kind: 'changed', path: '[id="17"].price.N', before: '"17"', after: '"0"' },
    { kind: 'added', path: '[id="200"]' },
  ];
  expect(await compared(before, after, 1000)).toMatchObject(expected);
  expect(await compared(before, after, 7)).toMatchObject(expected);
});

it('names a hundred items and counts the others', async () => {
  const changes = await compared(
    itemsOf(upTo(250), () => 1),
    itemsOf(upTo(250), () => 2),
    1000,
  );
  expect(changes).toHaveLength(101);
  expect(changes.at(-1)?.path).toBe('… 150 more changed');
});
