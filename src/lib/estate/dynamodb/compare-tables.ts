import type { CapturedResource } from '../../capture/captured-resource.ts';
import type { Change } from '../../capture/change.ts';
import { DATA, DATA_SUMMARY, SUMMARY } from './capture-items.ts';
import { compareItems } from './compare-items.ts';
import { keyNames, TABLE_SCHEMA } from './table-schema.ts';

/**
 * Which items two captures of a table differ in. Samples tell only of items that both have: which ones a sample has is up to
 * DynamoDB. Where one has no data, nothing is told.
 */
export async function* compareTables(before: CapturedResource, after: CapturedResource): AsyncIterable<Change> {
  if (!before.file(DATA) || !after.file(DATA)) return;
  const [left, right] = [await summaryOf(before), await summaryOf(after)];
  if (left.Sum === right.Sum && left.Items === right.Items) return;
  const keys = keyNames(TABLE_SCHEMA.parse(await before.json('table-schema.json')));
  yield* compareItems(
    { lines: () => before.lines(DATA), items: left.Items ?? 0, whole: left.Data === 'full' },
    { lines: () => after.lines(DATA), items: right.Items ?? 0, whole: right.Data === 'full' },
    keys,
  );
}

async function summaryOf(resource: CapturedResource) {
  return SUMMARY.parse(await resource.json(DATA_SUMMARY));
}
