import type { DynamoDB, TableDescription } from '@aws-sdk/client-dynamodb';
import type { Estate } from '../../capture/estate.ts';
import { HoldfastError } from '../../errors.ts';
import { unlessAbsent } from '../shared/absent.ts';

const EVERY = 3000;
/** Filling a new index of a large table takes long: an hour. */
const TRIES = 1200;

/** The table as soon as it and its indexes can be used. Throws `RESTORE.SLOW` after an hour. */
export async function whenActive(
  client: DynamoDB,
  TableName: string,
  estate: Pick<Estate, 'wait'>,
): Promise<TableDescription> {
  return waited(TableName, estate, async () => {
    const { Table } = await client.describeTable({ TableName });
    const indexes = Table?.GlobalSecondaryIndexes ?? [];
    const active =
      Table?.TableStatus === 'ACTIVE' && indexes.every(({ IndexStatus = 'ACTIVE' }) => IndexStatus === 'ACTIVE');
    return active ? Table : undefined;
  });
}

/** Returns as soon as there is no such table. */
export async function whenGone(client: DynamoDB, TableName: string, estate: Pick<Estate, 'wait'>): Promise<void> {
  await waited(TableName, estate, async () => {
    const found = await unlessAbsent(client.describeTable({ TableName }), 'ResourceNotFoundException');
    return found ? undefined : true;
  });
}

async function waited<Result>(
  table: string,
  estate: Pick<Estate, 'wait'>,
  look: () => Promise<Result | undefined>,
): Promise<Result> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await estate.wait(EVERY);
  }
  const hint = 'Look at it in the console, and run the same command again when it is active.';
  throw new HoldfastError('RESTORE.SLOW', `The table ${table} is not ready after an hour.`, { hint });
}
