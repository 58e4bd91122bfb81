import type { Target } from '../../capture/restore.ts';
import { without } from '../shared/without.ts';
import type { TableSchema } from './table-schema.ts';

/**
 * What a table is to become. A drill's copy can be deleted, is in no other region, is not shared, and lets no item expire while it
 * is compared.
 */
export function wantedSchema(captured: TableSchema, to: Pick<Target, 'drill' | 'nameOf' | 'idOf'>): TableSchema {
  const { Encryption } = captured;
  const key = Encryption?.KMSMasterKeyArn;
  const wanted = {
    ...captured,
    TableName: to.nameOf('dynamodb', captured.TableName),
    ...(Encryption && { Encryption: { ...Encryption, ...(key !== undefined && { KMSMasterKeyArn: to.idOf(key) }) } }),
  };
  if (to.drill === undefined) return wanted;
  return {
    ...without(wanted, 'TimeToLiveAttribute', 'ResourcePolicy'),
    DeletionProtectionEnabled: false,
    Replicas: [],
  };
}

/** Where a drill's table differs, and why: see `wantedSchema`. */
export const TABLE_DRILL_DIFFERS = [
  ['table-schema.json#TableName', 'A drill gives it a name of its own.'],
  ['table-schema.json#DeletionProtectionEnabled', 'A drill deletes its table again.'],
  ['table-schema.json#TimeToLiveAttribute', 'Items would expire while they are compared.'],
  ['table-schema.json#ResourcePolicy*', 'It names the table; a drill shares its table with nobody.'],
  ['table-schema.json#Replicas*', 'A drill makes one table.'],
] as const;
