import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { HoldfastError } from '../errors.ts';

/** Where a deployed Holdfast is: what its parts are called. `queue` and `dlq` are URLs, `topic` an ARN. */
export interface Stack {
  readonly stage: string;
  readonly region: string;
  readonly table: string;
  readonly queue: string;
  readonly dlq: string;
  readonly topic: string;
  readonly snapshots: string;
  readonly api: string;
  /** Only of a stack on this machine. */
  readonly local?: LocalPlaces;
}

/** What stands in for AWS on this machine, and for the places of its one site. */
export interface LocalPlaces {
  readonly endpoint: string;
  readonly site: string;
  readonly buckets: { readonly production: string; readonly staging: string };
  readonly distribution: string;
  /** Empty where staging has none. */
  readonly stagingDistribution: string;
  /** Base URLs at which the distributions are served here, by their ids. */
  readonly edges: Readonly<Record<string, string>>;
  /** Whom its API takes the caller for, by this token; worth nothing outside this machine. */
  readonly caller: { readonly as: LocalCaller; readonly token: string };
}

const LOCAL_CALLERS = ['approver', 'deployer', 'stranger'] as const;

/** Who may be played on this machine. */
type LocalCaller = (typeof LOCAL_CALLERS)[number];

/** Which stack a command means. */
export interface StackChoice {
  readonly local: boolean;
  readonly stage: string;
  readonly region?: string;
}

const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\]):\d+\/?$/;
const LOOPBACK_API = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\]):\d+\//;

const STACK_FILE = z.object({
  // A local stack must never turn out to be somebody's real account.
  endpoint: z.string().regex(LOOPBACK),
  region: z.string(),
  stage: z.string(),
  table: z.string(),
  queue: z.string(),
  dlq: z.string(),
  topic: z.string(),
  api: z.string().regex(LOOPBACK_API),
  site: z.string(),
  buckets: z.object({ production: z.string(), staging: z.string(), snapshots: z.string() }),
  distribution: z.string(),
  stagingDistribution: z.string().default(''),
  edges: z.record(z.string(), z.string().regex(LOOPBACK)).default({}),
  principals: z.record(z.enum(LOCAL_CALLERS), z.string()),
});

/** What an estate on this machine says of itself, whether or not a Holdfast guards something there. */
const ESTATE_FILE = z.object({
  endpoint: z.string().regex(LOOPBACK),
  region: z.string(),
  standIns: z.record(z.string(), z.string().regex(LOOPBACK)).default({}),
});

const OUTPUTS = z.object({
  TableName: z.string(),
  QueueUrl: z.string(),
  DlqUrl: z.string(),
  TopicArn: z.string(),
  SnapshotBucket: z.string(),
  ApiUrl: z.string(),
});

/** Whether the environment asks for the stack on this machine. */
export function wantsLocal(environment: Readonly<Record<string, string | undefined>> = process.env): boolean {
  return environment.HOLDFAST_LOCAL === '1';
}

/**
 * Whom the stack on this machine takes the caller for: `HOLDFAST_LOCAL_AS`, else the approver. Throws `CONFIG.INVALID` for
 * who is not known there.
 */
function localCaller(environment: Readonly<Record<string, string | undefined>> = process.env): LocalCaller {
  const named = environment.HOLDFAST_LOCAL_AS || 'approver';
  const known = LOCAL_CALLERS.find((each) => each === named);
  if (known) return known;
  const hint = `Set it to ${LOCAL_CALLERS.join(', ')}, or unset it for the approver.`;
  throw new HoldfastError('CONFIG.INVALID', `HOLDFAST_LOCAL_AS is "${named}": nobody is called so there.`, { hint });
}

/** Whether a stack on this machine was started near here. It may have ended since. */
export function hasLocalStack(): boolean {
  return stackFile() !== undefined;
}

/**
 * The stack on this machine, from `stack.json` in `HOLDFAST_LOCAL_DIR`, else in the nearest `.local` upwards. Throws as
 * `localCaller`.
 */
export function localStack(): Stack {
  const described = onThisMachine(STACK_FILE);
  const { principals, endpoint, site, buckets, distribution, stagingDistribution, edges, ...names } = described;
  const as = localCaller();
  const caller = { as, token: principals[as] };
  const local = { endpoint, site, buckets, distribution, stagingDistribution, edges, caller };
  return { ...names, snapshots: buckets.snapshots, local };
}

/**
 * The estate on this machine, from the same file: `standIns` are the addresses of what its endpoint lacks, by API. Throws
 * `STACK.MISSING`.
 */
export function localEstate(): z.infer<typeof ESTATE_FILE> {
  return onThisMachine(ESTATE_FILE, 'Start an estate to try it on with `npm run estate -- up`.');
}

function onThisMachine<T>(schema: z.ZodType<T>, hint = 'Start one with `npm run local -- up`.'): T {
  const path = stackFile();
  const parsed = path === undefined ? undefined : schema.safeParse(readJson(path));
  if (parsed?.success) return parsed.data;
  const what = parsed ? `${path} is not the description of a local stack.` : 'No local stack is up.';
  throw new HoldfastError('STACK.MISSING', what, { hint, cause: parsed?.error });
}

/**
 * The stack on AWS, from the outputs of the CloudFormation stack `holdfast-<stage>`: `outputs` gives `undefined` when
 * there is no such stack. Throws `STACK.MISSING`.
 */
export async function deployedStack(
  stage: string,
  region: string,
  deps: { outputs(stackName: string): Promise<Readonly<Record<string, string>> | undefined> },
): Promise<Stack> {
  const name = `holdfast-${stage}`;
  const near = hasLocalStack() ? ' For the stack on this machine: --local.' : '';
  const hint = `Deploy it with \`npm run deploy -- --stage ${stage}\`, or choose another with --stage and --region.${near}`;
  const outputs = await deps.outputs(name);
  if (!outputs) throw new HoldfastError('STACK.MISSING', `There is no stack ${name} in ${region}.`, { hint });
  const parsed = OUTPUTS.safeParse(outputs);
  if (!parsed.success) {
    const missing = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new HoldfastError('STACK.MISSING', `The stack ${name} in ${region} lacks the outputs ${missing}.`, { hint });
  }
  const { TableName, QueueUrl, DlqUrl, TopicArn, SnapshotBucket, ApiUrl } = parsed.data;
  const places = { table: TableName, queue: QueueUrl, dlq: DlqUrl, topic: TopicArn, snapshots: SnapshotBucket };
  return { stage, region, ...places, api: ApiUrl.replace(/\/+$/, '') };
}

function stackFile(): string | undefined {
  const named = process.env.HOLDFAST_LOCAL_DIR;
  if (named) return existsSync(join(named, 'stack.json')) ? join(named, 'stack.json') : undefined;
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    const candidate = join(folder, '.local', 'stack.json');
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) return undefined;
  }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new HoldfastError('STACK.MISSING', `${path} cannot be read.`, {
      hint: 'Start again: `npm run local -- up`.',
      cause,
    });
  }
}
