import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { HoldfastError } from '../errors.ts';
import type { Transition } from '../site/registry.ts';
import { awsFailure } from './aws-failure.ts';
import { planTransition } from './dynamo-registry-plan.ts';
import type { Operation } from './dynamo-registry-plan.ts';

const LOST = new Set(['ConditionalCheckFailed', 'TransactionConflict']);
const BUSY = new Set(['ThrottlingError', 'ProvisionedThroughputExceeded', 'RequestLimitExceeded']);
const ATTEMPTS_AFTER = 3;

/** Writes a transition; `conflict` when a condition fails or somebody writes one of its items at the same moment. */
export async function commitTransition(
  table: string,
  transition: Transition,
  { dynamo }: { dynamo: DynamoDBDocumentClient },
): Promise<'done' | 'conflict'> {
  const { before, main, after } = planTransition(table, transition);
  for (const operations of [...before, main]) {
    if ((await transact(operations, dynamo)) === 'conflict') return 'conflict';
  }
  for (const operations of after) await settle(operations, dynamo);
  return 'done';
}

/** The transition stands already. What follows it gives way to whoever has moved the page since. */
async function settle(operations: readonly Operation[], dynamo: DynamoDBDocumentClient): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS_AFTER; attempt += 1) {
    if ((await transact(operations, dynamo)) === 'done') return;
  }
}

/** The SDK gives every command a token of its own, so that a retry within it is the same write. */
async function transact(
  operations: readonly Operation[],
  dynamo: DynamoDBDocumentClient,
): Promise<'done' | 'conflict'> {
  try {
    await dynamo.send(new TransactWriteCommand({ TransactItems: [...operations] }));
    return 'done';
  } catch (error) {
    const reasons = reasonsOf(error);
    if (reasons.some((reason) => LOST.has(reason))) return 'conflict';
    const told = [...new Set(reasons)].filter((reason) => reason !== 'None').join(', ');
    if (!told) throw awsFailure('REGISTRY', 'Writing a transition', error);
    const retryable = reasons.some((reason) => BUSY.has(reason));
    const message = `Writing a transition: DynamoDB cancelled it: ${told}`;
    throw new HoldfastError(retryable ? 'REGISTRY.BUSY' : 'REGISTRY.FAILED', message, { retryable, cause: error });
  }
}

function reasonsOf(error: unknown): string[] {
  if (!(error instanceof Error) || !('CancellationReasons' in error)) return [];
  const reasons: unknown = error.CancellationReasons;
  if (!Array.isArray(reasons)) return [];
  return reasons.map((reason: { Code?: string }) => reason.Code ?? 'None');
}
