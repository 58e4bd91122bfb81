import type { CapturedResource } from '../../capture/captured-resource.ts';
import type { Estate } from '../../capture/estate.ts';
import type { Made, Step } from '../../capture/restore.ts';
import { DATA_SUMMARY, SUMMARY } from './capture-items.ts';
import { itemLine } from './item.ts';
import { itemPairs } from './live-items.ts';
import { fillTable, mendItems, type ItemTable } from './put-items.ts';

/** What brings a table's items back; `live`: whether there is a table yet. Items that only the live table has stay there. */
export async function planItems(
  captured: CapturedResource,
  table: ItemTable,
  live: boolean,
  made: () => Promise<Made>,
  estate: Estate,
): Promise<readonly Step[]> {
  const { Data, Items: count = 0 } = SUMMARY.parse(await captured.json(DATA_SUMMARY));
  const what = `table ${table.TableName}: items`;
  if (Data === 'none') return [{ kind: 'impossible', what, why: 'Its items were not captured: `data: none`.' }];
  const sample = Data === 'sample' ? ['A sample: the table had more.'] : [];
  if (count === 0) return [];
  if (!live || (await isEmpty(table)))
    return [
      {
        kind: 'create',
        what,
        details: [`${count} items`, ...sample],
        apply: async (report) => {
          // Somebody may have begun to use the table.
          await ((await isEmpty(table)) ? fillTable : mendItems)(captured, table, report, estate);
          return made();
        },
      },
    ];
  const { missing, differing, onlyLive } = await difference(captured, table, estate);
  const left = onlyLive > 0 ? [`${onlyLive} only live: left there`] : [];
  if (missing + differing === 0) return [{ kind: 'leave', what, details: [...left, ...sample] }];
  return [
    {
      kind: 'change',
      what,
      details: [`${missing} missing`, `${differing} other than captured`, ...left, ...sample],
      apply: async (report) => {
        await mendItems(captured, table, report, estate);
        return made();
      },
    },
  ];
}

async function isEmpty({ client, TableName }: ItemTable): Promise<boolean> {
  const { Items = [], LastEvaluatedKey } = await client.scan({ TableName, Limit: 1, ConsistentRead: true });
  return Items.length === 0 && !LastEvaluatedKey;
}

async function difference(captured: CapturedResource, table: ItemTable, estate: Estate) {
  let [missing, differing, equal] = [0, 0, 0];
  for await (const pairs of itemPairs(captured, table, estate))
    for (const { captured: item, live } of pairs) {
      if (!live) missing += 1;
      else if (itemLine(live) === itemLine(item)) equal += 1;
      else differing += 1;
    }
  return { missing, differing, onlyLive: Math.max(0, (await liveCount(table)) - equal - differing) };
}

async function liveCount({ client, TableName }: ItemTable): Promise<number> {
  let count = 0;
  let more: Parameters<typeof client.scan>[0]['ExclusiveStartKey'];
  do {
    const page = await client.scan({ TableName, Select: 'COUNT', ...(more && { ExclusiveStartKey: more }) });
    count += page.Count ?? 0;
    more = page.LastEvaluatedKey;
  } while (more);
  return count;
}
