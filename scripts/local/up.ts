import { mkdir, rm, truncate } from 'node:fs/promises';
import { loadConfig } from '../../src/lib/aws/config-file.ts';
import type { Site } from '../../src/lib/site/site.ts';
import { attachAuthorizer } from './authorizer/attach.ts';
import { identities, newPrincipals } from './authorizer/principals.ts';
import { localClients } from './clients.ts';
import { endConsole } from './console.ts';
import { deploy } from './deploy.ts';
import { emptyEmulator, emulator, endEmulator } from './emulator.ts';
import { edges, endEdges } from './edges.ts';
import { makeEstate } from './estate.ts';
import { guard } from './guard.ts';
import { writeLocalConfig } from './local-config.ts';
import { mend } from './mend.ts';
import { connect, endInbox, inbox } from './outside.ts';
import { REGION, STAGE, type Places } from './places.ts';
import { readStack, writeStack, type StackFile } from './stack-file.ts';

/** Where to report progress, and the environment to take settings from. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
}

/** Brings the local stack up, or up to date when it runs already, and leaves it running. */
export async function up(places: Places, { env, say }: Surroundings): Promise<StackFile> {
  await mkdir(places.dir, { recursive: true });
  const endpoint = await emulator(places, env, say);
  return deployAll(places, endpoint, say);
}

/** Forgets everything that was stored and received, and deploys again. */
export async function reset(places: Places, { env, say }: Surroundings): Promise<StackFile> {
  await mkdir(places.dir, { recursive: true });
  const endpoint = await emulator(places, env, say);
  await emptyEmulator(endpoint);
  await endConsole(places);
  await endInbox(places);
  await endEdges(places);
  await truncate(places.inbox).catch(() => undefined);
  return deployAll(places, endpoint, say);
}

/** Ends what `up` started, and nothing else. The log files and the inbox stay. */
export async function down(places: Places): Promise<void> {
  await endConsole(places);
  await endEmulator(places);
  await endInbox(places);
  await endEdges(places);
  await rm(places.stack, { force: true });
  await rm(places.tmp, { recursive: true, force: true });
}

async function deployAll(places: Places, endpoint: string, say: (line: string) => void): Promise<StackFile> {
  const clients = localClients(endpoint);
  const configured = loadConfig();
  const distributions = await makeEstate(clients, configured.sites);
  await writeLocalConfig(configured.path, places.config, distributions);
  const { sites } = loadConfig(places.config);
  say('building, packaging and deploying');
  const { template, outputs } = await deploy(clients, places, endpoint);
  const outside = await inbox(places);
  const around = { endpoint, outside, edges: await edges(places, endpoint) };
  const stack = describe(places, around, outputs, sites);
  await mend(clients, template, stack);
  await connect(clients, outside, stack.topic);
  await attachAuthorizer(clients, outputs['HttpApiId'] ?? '', identities(stack.principals, sites));
  await writeStack(places, stack);
  say('applying the configuration and protecting the sites');
  await guard(places, sites);
  return stack;
}

function describe(
  places: Places,
  around: Pick<StackFile, 'endpoint' | 'edges'> & { readonly outside: string },
  outputs: Readonly<Record<string, string>>,
  sites: readonly Site[],
): StackFile {
  const [first] = sites;
  const { endpoint, outside, edges } = around;
  const before = readStack(places);
  return {
    endpoint,
    region: REGION,
    stage: STAGE,
    table: outputs['TableName'] ?? '',
    queue: at(endpoint, outputs['QueueUrl']),
    dlq: at(endpoint, outputs['DlqUrl']),
    topic: outputs['TopicArn'] ?? '',
    api: `${endpoint}/_aws/execute-api/${outputs['HttpApiId']}/$default`,
    site: first?.name ?? '',
    buckets: {
      production: first?.production.bucket ?? '',
      staging: first?.staging?.bucket ?? '',
      snapshots: outputs['SnapshotBucket'] ?? '',
    },
    distribution: first?.production.distributions[0] ?? '',
    stagingDistribution: first?.staging?.distributions[0] ?? '',
    edges,
    inbox: places.inbox,
    slack: outside,
    principals: before?.principals ?? newPrincipals(),
    ...(before?.standIns && { standIns: before.standIns }),
  };
}

/** The emulator names queues by `localhost`, which need not be the address that it listens on. */
function at(endpoint: string, address = ''): string {
  return `${endpoint}${new URL(address).pathname}`;
}
