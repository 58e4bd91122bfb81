import { setTimeout as sleep } from 'node:timers/promises';
import type { Site, Target } from '../lib/site/site.ts';
import type { Operator } from '../lib/aws/operator.ts';
import type { Stack } from '../lib/aws/stack.ts';
import { HoldfastError } from '../lib/errors.ts';
import type { Desk, Session } from './command.ts';
import { usage } from './outcome.ts';
import { askFor, progressOn, type Terminal } from './terminal.ts';

/** The stage that is meant when none is named. */
export const DEFAULT_STAGE = 'prod';

/** The switches that every command has. */
export interface Switches {
  readonly local: boolean;
  readonly stage?: string;
  readonly region?: string;
  readonly config?: string;
  readonly yes: boolean;
  readonly dryRun: boolean;
}

/** What needs no stack. The configuration is read when a command asks for it. */
export function openDesk(switches: Switches, terminal: Terminal, now: () => Date): Desk {
  return {
    config: async () => (await import('../lib/aws/config-file.ts')).loadConfig(switches.config),
    now,
    progress: progressOn(terminal, now),
    askOf: (where, change) => askFor(change, { ...switches, where }, terminal),
  };
}

/** Reads the configuration, finds the stack and opens it. The AWS SDK is loaded here, so that `--help` is quick. */
export async function openSession(switches: Switches, terminal: Terminal, now: () => Date): Promise<Session> {
  const desk = openDesk(switches, terminal, now);
  const [{ sites }, { openOperator }, { wantsLocal }] = await Promise.all([
    desk.config(),
    import('../lib/aws/operator.ts'),
    import('../lib/aws/stack.ts'),
  ]);
  const local = switches.local || wantsLocal();
  const operator = await openOperator({ ...switches, stage: switches.stage ?? DEFAULT_STAGE, local }, now);
  refuseOtherStack(switches, operator.stack);
  if (local) await answering(operator);
  return {
    sites: sites.map((site) => localPlaces(site, operator.stack)),
    ...desk,
    operator,
    wait: (milliseconds) => sleep(milliseconds),
    ask: async (change) => desk.askOf(await whereOf(operator), change),
  };
}

/** Where a change is made, and as whom: on a stack on this machine as its approver, or as `HOLDFAST_LOCAL_AS` says. */
export async function whereOf({ caller, endpoint, stack }: Pick<Operator, 'caller' | 'endpoint' | 'stack'>) {
  if (stack.local)
    return `The stack on this machine, ${endpoint}, stage ${stack.stage}; decisions as the local ${stack.local.caller.as}`;
  const { account, arn } = await caller();
  return `Account ${account} (${arn}), ${endpoint}, stage ${stack.stage}`;
}

/** Throws `STACK.MISSING` when nothing answers where the stack on this machine was, as after a restart of the machine. */
export async function answering({ caller, endpoint }: Pick<Operator, 'caller' | 'endpoint'>): Promise<void> {
  try {
    await caller();
  } catch (cause) {
    const hint = 'Start it with `npm run local -- up`.';
    throw new HoldfastError('STACK.MISSING', `The local stack does not answer at ${endpoint}.`, { hint, cause });
  }
}

/**
 * Throws `CLI.USAGE` when a stage or region was named and the stack on this machine is another: a change meant for AWS
 * must not seem to be made.
 */
export function refuseOtherStack(named: { stage?: string; region?: string }, stack: Stack): void {
  if (!stack.local) return;
  for (const what of ['stage', 'region'] as const) {
    const name = named[what];
    if (name === undefined || name === stack[what]) continue;
    const hint = `Leave out --${what}; or, for a stack on AWS, leave out --local and unset HOLDFAST_LOCAL.`;
    throw usage(`The stack on this machine has the ${what} ${stack[what]}, not ${name}.`, hint);
  }
}

/**
 * On a local stack its one site is served from the local places: CloudFront's ids cannot be chosen, and a target's own URL
 * is somewhere else.
 */
export function localPlaces(site: Site, { local }: Stack): Site {
  if (!local || local.site !== site.name) return site;
  const { buckets, distribution, stagingDistribution } = local;
  return {
    ...site,
    production: placed(site.production, buckets.production, distribution),
    ...(site.staging && { staging: placed(site.staging, buckets.staging, stagingDistribution) }),
  };
}

function placed({ url: _elsewhere, ...target }: Target, bucket: string, distribution: string): Target {
  return { ...target, bucket, distributions: distribution === '' ? [] : [distribution] };
}
