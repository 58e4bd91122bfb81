import { DynamoDB, type TableDescription } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import { changeLine } from '../../capture/change-line.ts';
import { compareDocuments } from '../../capture/compare-documents.ts';
import type { Estate } from '../../capture/estate.ts';
import { same } from '../../capture/plain-value.ts';
import type { Made, Restorer, Step } from '../../capture/restore.ts';
import { HoldfastError } from '../../errors.ts';
import { unlessAbsent } from '../shared/absent.ts';
import { byHand } from './by-hand.ts';
import { changeSettings } from './change-settings.ts';
import { createTable } from './create-table.ts';
import { planItems } from './plan-items.ts';
import { keyNames, readTable, TABLE_SCHEMA, type TableSchema } from './table-schema.ts';
import { whenGone } from './wait-active.ts';
import { TABLE_DRILL_DIFFERS, wantedSchema } from './wanted-schema.ts';

const FILE = 'table-schema.json';

/** Tables are made anew and filled; of those that are there, settings and items are mended, and nothing is deleted. */
export const TABLE_RESTORER: Restorer = {
  after: [],
  drillDiffers: TABLE_DRILL_DIFFERS,
  async plan(captured, to, estate) {
    const wanted = wantedSchema(TABLE_SCHEMA.parse(await captured.json(FILE)), to);
    const { TableName } = wanted;
    const client = estate.client(DynamoDB, captured.entry.region);
    const live = (await readTable(client, TableName))?.schema;
    const made = () => madeOf(captured, TableName, client);
    const table = { client, TableName, keys: keyNames(wanted) };
    const own = live
      ? settingsSteps(live, wanted, { client, made, estate })
      : [creation(wanted, { client, made, estate })];
    if (live && !same(live.KeySchema, wanted.KeySchema)) return own;
    return [...own, ...(await planItems(captured, table, live !== undefined, made, estate))];
  },
  async remove({ resource }, estate) {
    const client = estate.client(DynamoDB, resource.region);
    await unlessAbsent(client.deleteTable({ TableName: resource.name }), 'ResourceNotFoundException');
    await whenGone(client, resource.name, estate);
  },
};

interface Tools {
  readonly client: DynamoDB;
  readonly made: () => Promise<Made>;
  readonly estate: Estate;
}

function creation(wanted: TableSchema, { client, made, estate }: Tools): Step {
  return {
    kind: 'create',
    what: `table ${wanted.TableName}`,
    apply: async () => {
      await createTable(client, wanted, estate);
      return made();
    },
  };
}

function settingsSteps(live: TableSchema, wanted: TableSchema, { client, made, estate }: Tools): readonly Step[] {
  const what = `table ${wanted.TableName}`;
  const hand = byHand(live, wanted);
  // What is left to do by hand counts as it is.
  const reachable = hand.reachable;
  if (same(live, reachable)) return hand.steps.length > 0 ? hand.steps : [{ kind: 'leave', what }];
  const change: Step = {
    kind: 'change',
    what,
    details: compareDocuments(FILE, live, reachable).map((each) => changeLine(each)),
    apply: async () => {
      const now = (await readTable(client, wanted.TableName))?.schema;
      if (!same(now, live))
        throw new HoldfastError('RESTORE.MOVED', `The table ${wanted.TableName} was changed meanwhile.`, {
          hint: 'Run it again, and look at the new plan.',
        });
      await changeSettings(client, live, reachable, estate);
      return made();
    },
  };
  return [change, ...hand.steps];
}

const OBSERVED = z.object({ TableArn: z.string().optional(), LatestStreamArn: z.string().optional() });

async function madeOf(captured: CapturedResource, TableName: string, client: DynamoDB): Promise<Made> {
  const { service, region, folder, id } = captured.entry;
  const { Table } = await client.describeTable({ TableName });
  const before = OBSERVED.parse(await captured.json('observed.json'));
  const ids = (['TableArn', 'LatestStreamArn'] as const).flatMap((name) => pairOf(before[name], Table, name));
  const resource = { service, region, folder, id: TableName, name: TableName };
  return { resource, ids: Object.fromEntries([[id, TableName], ...ids]) };
}

function pairOf(before: string | undefined, now: TableDescription | undefined, name: 'TableArn' | 'LatestStreamArn') {
  const after = now?.[name];
  return before !== undefined && after !== undefined ? [[before, after] as const] : [];
}
