import type { Site } from '../lib/site/site.ts';
import type { Stack } from '../lib/aws/stack.ts';
import type { Session } from './command.ts';
import { askFor, progressOn, type Terminal } from './terminal.ts';

/** The switches that every command has. */
export interface Switches {
  readonly local: boolean;
  readonly stage: string;
  readonly region?: string;
  readonly config?: string;
  readonly yes: boolean;
  readonly dryRun: boolean;
}

/** Reads the configuration, finds the stack and opens it. The AWS SDK is loaded here, so that `--help` is quick. */
export async function openSession(switches: Switches, terminal: Terminal, now: () => Date): Promise<Session> {
  const [{ loadConfig }, { openOperator }, { wantsLocal }] = await Promise.all([
    import('../lib/aws/config-file.ts'),
    import('../lib/aws/operator.ts'),
    import('../lib/aws/stack.ts'),
  ]);
  const { sites } = loadConfig(switches.config);
  const operator = await openOperator({ ...switches, local: switches.local || wantsLocal() }, now);
  return {
    sites: sites.map((site) => localPlaces(site, operator.stack)),
    operator,
    now,
    progress: progressOn(terminal, now),
    async ask(change) {
      const { account, arn } = await operator.caller();
      const where = `Account ${account} (${arn}), ${operator.endpoint}, stage ${operator.stack.stage}`;
      return askFor(change, { ...switches, where }, terminal);
    },
  };
}

/** On a local stack its one site is served from the local places: CloudFront's ids cannot be chosen. */
export function localPlaces(site: Site, { local }: Stack): Site {
  if (!local || local.site !== site.name) return site;
  const { buckets, distribution } = local;
  return {
    ...site,
    production: { ...site.production, bucket: buckets.production, distributions: [distribution] },
    ...(site.staging && { staging: { ...site.staging, bucket: buckets.staging } }),
  };
}
