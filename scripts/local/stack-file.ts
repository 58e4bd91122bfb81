import { existsSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import type { Principals } from './authorizer/principals.ts';
import type { Places } from './places.ts';

/** `.local/stack.json`: all that an outsider needs to use the stack. */
export interface StackFile {
  readonly endpoint: string;
  readonly region: string;
  readonly stage: string;
  readonly table: string;
  /** Addresses of the queues. */
  readonly queue: string;
  readonly dlq: string;
  /** ARN of the topic. */
  readonly topic: string;
  /** Base address of the HTTP API, without a slash at its end. */
  readonly api: string;
  /** The first site of the configuration; the next three are its own. */
  readonly site: string;
  readonly buckets: { readonly production: string; readonly staging: string; readonly snapshots: string };
  readonly distribution: string;
  /** Empty where its staging has none. */
  readonly stagingDistribution: string;
  /** Base addresses at which a stand-in serves the distributions, by their ids. */
  readonly edges: Readonly<Record<string, string>>;
  /** The JSON-lines file of what Slack and the SNS subscriber received. */
  readonly inbox: string;
  /** Base address of the stand-in for Slack: people press and send off there, by `/press` and `/submit`. */
  readonly slack: string;
  /** Bearer tokens for the API. */
  readonly principals: Principals;
  /** What stands in for what the emulator lacks, where an estate was made: see `scripts/estate`. */
  readonly standIns?: Readonly<Record<string, string>>;
}

/** The stack as last written, if any. */
export function readStack(places: Places): StackFile | undefined {
  if (!existsSync(places.stack)) return undefined;
  return JSON.parse(readFileSync(places.stack, 'utf8'));
}

/** Replaces the file in one move: a reader never sees half of it. */
export async function writeStack(places: Places, stack: StackFile): Promise<void> {
  await writeFile(`${places.stack}.new`, `${JSON.stringify(stack, undefined, 2)}\n`);
  await rename(`${places.stack}.new`, places.stack);
}
