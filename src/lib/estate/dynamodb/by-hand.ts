import { same } from '../../capture/plain-value.ts';
import type { Step } from '../../capture/restore.ts';
import { commandLine } from '../../capture/shell.ts';
import { without } from '../shared/without.ts';
import type { TableSchema } from './table-schema.ts';

/** What Holdfast leaves to people of a live table, and the schema that it can reach itself. */
export function byHand(
  live: TableSchema,
  wanted: TableSchema,
): { readonly steps: readonly Step[]; readonly reachable: TableSchema } {
  const { TableName } = wanted;
  const steps: Step[] = [];
  let reachable: TableSchema = wanted;
  const fixed = ['KeySchema', 'LocalSecondaryIndexes'] as const;
  if (fixed.some((member) => !same(live[member], wanted[member]))) {
    steps.push({
      kind: 'impossible',
      what: `table ${TableName}: key and local indexes`,
      why: 'A table is made with them. Restore it under another name (`--rename`), and let its users change over.',
    });
    reachable = { ...reachable, KeySchema: live.KeySchema, LocalSecondaryIndexes: live.LocalSecondaryIndexes };
  }
  const others = Object.entries(live.GlobalSecondaryIndexes).filter(([name, index]) => {
    const captured = wanted.GlobalSecondaryIndexes[name];
    return !captured || !same(shapeOf(index), shapeOf(captured));
  });
  if (others.length > 0) {
    steps.push({
      kind: 'command',
      what: `table ${TableName}: other indexes`,
      why: 'Somebody may read by them. Once they are deleted, run the restore again: it makes those that were captured.',
      commands: others.map(([IndexName]) =>
        aws('update-table', TableName, '--global-secondary-index-updates', JSON.stringify([{ Delete: { IndexName } }])),
      ),
    });
    const indexes = { ...wanted.GlobalSecondaryIndexes, ...Object.fromEntries(others) };
    reachable = { ...reachable, GlobalSecondaryIndexes: indexes };
  }
  // Each table's definitions are those of its keys and indexes.
  reachable = { ...reachable, AttributeDefinitions: definitionsOf(reachable, live, wanted) };
  if (!same(live.Replicas, wanted.Replicas)) {
    steps.push({
      kind: 'command',
      what: `table ${TableName}: other regions`,
      why: 'It is in other regions than when it was captured.',
      commands: replicaCommands(live, wanted),
    });
    reachable = { ...reachable, Replicas: live.Replicas };
  }
  const [now, then] = [live.TimeToLiveAttribute, wanted.TimeToLiveAttribute];
  if (now !== undefined && then !== undefined && now !== then) {
    const spec = (AttributeName: string, Enabled: boolean) => JSON.stringify({ AttributeName, Enabled });
    steps.push({
      kind: 'command',
      what: `table ${TableName}: time to live`,
      why: `Items expire by ${now} now. DynamoDB takes another attribute an hour after the first was switched off.`,
      commands: [
        aws('update-time-to-live', TableName, '--time-to-live-specification', spec(now, false)),
        aws('update-time-to-live', TableName, '--time-to-live-specification', spec(then, true)),
      ],
    });
    reachable = { ...reachable, TimeToLiveAttribute: now };
  }
  return { steps, reachable };
}

function shapeOf(index: TableSchema['GlobalSecondaryIndexes'][string]) {
  return without(index, 'ProvisionedThroughput', 'OnDemandThroughput');
}

function definitionsOf(reachable: TableSchema, ...from: readonly TableSchema[]): TableSchema['AttributeDefinitions'] {
  const indexes = [
    ...Object.values(reachable.GlobalSecondaryIndexes),
    ...Object.values(reachable.LocalSecondaryIndexes),
  ];
  const names = new Set([reachable, ...indexes].flatMap(({ KeySchema }) => KeySchema.map((key) => key.AttributeName)));
  const all = new Map(from.flatMap((schema) => schema.AttributeDefinitions.map((each) => [each.AttributeName, each])));
  return [...all.values()]
    .filter(({ AttributeName }) => names.has(AttributeName))
    .toSorted((a, b) => (a.AttributeName < b.AttributeName ? -1 : 1));
}

function replicaCommands(live: TableSchema, wanted: TableSchema): readonly string[] {
  const update = (what: 'Create' | 'Delete') => (RegionName: string) =>
    aws('update-table', wanted.TableName, '--replica-updates', JSON.stringify([{ [what]: { RegionName } }]));
  return [
    ...wanted.Replicas.filter((region) => !live.Replicas.includes(region)).map(update('Create')),
    ...live.Replicas.filter((region) => !wanted.Replicas.includes(region)).map(update('Delete')),
  ];
}

function aws(operation: string, table: string, option: string, value: string): string {
  return commandLine('aws', 'dynamodb', operation, '--table-name', table, option, value);
}
