import type { Ground } from '../ground.ts';
import { BUCKET_CHANGES } from './buckets.ts';
import type { EstateChange, Expected } from './change.ts';
import { DELIVERY_CHANGES } from './delivery.ts';
import { FUNCTION_CHANGES } from './functions.ts';
import { OTHER_CHANGES } from './others.ts';
import { SCRIPT_CHANGES } from './scripts.ts';

/** Twenty changes, each to a resource of its own. */
const CHANGES: readonly EstateChange[] = [
  ...BUCKET_CHANGES,
  ...FUNCTION_CHANGES,
  ...DELIVERY_CHANGES,
  ...OTHER_CHANGES,
  ...SCRIPT_CHANGES,
];

/** One planted change: what it was, and what drift must say. */
export interface Planted extends Expected {
  readonly what: string;
}

/** Makes all of them, in the order of the list. */
export async function plantChanges(ground: Ground): Promise<readonly Planted[]> {
  const planted: Planted[] = [];
  for (const change of CHANGES) planted.push({ what: change.what, ...(await change.plant(ground)) });
  return planted;
}
