import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Transition } from '../site/registry.ts';
import { planTransition } from './dynamo-registry-plan.ts';
import { transact, type Operation } from './dynamo-transact.ts';

const ATTEMPTS_AFTER = 3;

/** Writes a transition; `conflict` when a condition fails or somebody writes one of its items at the same moment. */
export async function commitTransition(
  table: string,
  transition: Transition,
  { dynamo }: { dynamo: DynamoDBDocumentClient },
): Promise<'done' | 'conflict'> {
  const { before, main, after } = planTransition(table, transition);
  for (const operations of [...before, main]) {
    if ((await transact(operations, 'Writing a transition', dynamo)) !== 'done') return 'conflict';
  }
  for (const operations of after) await settle(operations, dynamo);
  return 'done';
}

/** The transition stands already. What follows it gives way to whoever has moved the page since. */
async function settle(operations: readonly Operation[], dynamo: DynamoDBDocumentClient): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS_AFTER; attempt += 1) {
    if ((await transact(operations, 'Writing a transition', dynamo)) === 'done') return;
  }
}
