import type { DynamoDBDocumentClient, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { HoldfastError } from '../errors.ts';
import { awsFailure } from './aws-failure.ts';

/** One operation of a transaction. */
export type Operation = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

const LOST = new Set(['ConditionalCheckFailed', 'TransactionConflict']);
const BUSY = new Set(['ThrottlingError', 'ProvisionedThroughputExceeded', 'RequestLimitExceeded']);

/**
 * Writes all of the operations or nothing. `lost`: a condition failed, or somebody wrote one of the items at the same
 * moment; with DynamoDB's reason for each operation, in their order. Anything else is thrown as `REGISTRY.*`.
 */
export async function transact(
  operations: readonly Operation[],
  doing: string,
  dynamo: DynamoDBDocumentClient,
): Promise<'done' | { readonly lost: readonly string[] }> {
  try {
    // The SDK gives every command a token of its own, so that a retry within it is the same write.
    await dynamo.send(new TransactWriteCommand({ TransactItems: [...operations] }));
    return 'done';
  } catch (error) {
    const reasons = reasonsOf(error);
    if (reasons.some((reason) => LOST.has(reason))) return { lost: reasons };
    const told = [...new Set(reasons)].filter((reason) => reason !== 'None').join(', ');
    if (!told) throw awsFailure('REGISTRY', doing, error);
    const retryable = reasons.some((reason) => BUSY.has(reason));
    const message = `${doing}: DynamoDB cancelled it: ${told}`;
    throw new HoldfastError(retryable ? 'REGISTRY.BUSY' : 'REGISTRY.FAILED', message, { retryable, cause: error });
  }
}

function reasonsOf(error: unknown): string[] {
  if (!(error instanceof Error) || !('CancellationReasons' in error)) return [];
  const reasons: unknown = error.CancellationReasons;
  if (!Array.isArray(reasons)) return [];
  return reasons.map((reason: { Code?: string }) => reason.Code ?? 'None');
}
