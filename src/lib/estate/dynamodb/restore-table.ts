import { DynamoDB, type TableDescription } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import { changeLine } from '../../capture/change-line.ts';
import { compareDocuments } from '../../capture/compare-documents.ts';
import { same } from '../../capture/plain-value.ts';
import type { Made, Restorer, Step } from '../../capture/restore.ts';
import { HoldfastError } from '../../errors.ts';
import type { SecretReference } from '../../capture/secrets.ts';
import { unlessAbsent } from '../shared/absent.ts';
import type { Hide } from '../shared/hidden-texts.ts';
import { asFarAsKnown, knownSecrets, referencesIn, unknownText } from '../shared/known-secrets.ts';
import { byHand } from './by-hand.ts';
import { changeSettings, type TableTools } from './change-settings.ts';
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
    const schema = TABLE_SCHEMA.parse(await captured.json(FILE));
    const whole = wantedSchema(schema, to);
    const { TableName } = whole;
    const client = estate.client(DynamoDB, captured.entry.region);
    const hide: Hide = async (name, value) => to.secrets.hide(name, value);
    const read = await readTable(client, TableName, hide);
    const live = read?.schema;
    // A drill's copy gets them from the table that it is made beside.
    const beside = TableName === schema.TableName ? read : await readTable(client, schema.TableName, hide);
    const tags = [read, beside].flatMap((each) => Object.values(each?.tags ?? {}));
    const known = await knownSecrets(schema.Tags, tags, to);
    const wanted = { ...whole, Tags: asFarAsKnown(whole.Tags, live?.Tags, known) };
    const made = () => madeOf(captured, TableName, client);
    const table = { client, TableName, keys: keyNames(wanted) };
    const tools: Tools = { client, known, hide, made, estate };
    const own = live ? settingsSteps(live, wanted, tools) : [creation(wanted, tools)];
    const lost = referencesIn(whole.Tags).filter(({ secret }) => !known.has(secret));
    const tagged = lost.length > 0 ? [unknownTags(TableName, lost)] : [];
    if (live && !same(live.KeySchema, wanted.KeySchema)) return [...own, ...tagged];
    return [...own, ...tagged, ...(await planItems(captured, table, live !== undefined, made, estate))];
  },
  async remove({ resource }, estate) {
    const client = estate.client(DynamoDB, resource.region);
    await unlessAbsent(client.deleteTable({ TableName: resource.name }), 'ResourceNotFoundException');
    await whenGone(client, resource.name, estate);
  },
};

interface Tools extends TableTools {
  readonly made: () => Promise<Made>;
}

function unknownTags(TableName: string, unknown: readonly SecretReference[]): Step {
  return { kind: 'impossible', what: `table ${TableName}: some tags`, why: unknownText(unknown) };
}

function creation(wanted: TableSchema, tools: Tools): Step {
  return {
    kind: 'create',
    what: `table ${wanted.TableName}`,
    apply: async () => {
      await createTable(wanted, tools);
      return tools.made();
    },
  };
}

function settingsSteps(live: TableSchema, wanted: TableSchema, tools: Tools): readonly Step[] {
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
      const now = (await readTable(tools.client, wanted.TableName, tools.hide))?.schema;
      if (!same(now, live))
        throw new HoldfastError('RESTORE.MOVED', `The table ${wanted.TableName} was changed meanwhile.`, {
          hint: 'Run it again, and look at the new plan.',
        });
      await changeSettings(live, reachable, tools);
      return tools.made();
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
