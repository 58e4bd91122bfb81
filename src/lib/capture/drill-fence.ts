import { HoldfastError } from '../errors.ts';
import type { Entry } from './entry.ts';
import type { ClientMaker, Estate, LimitedClient } from './estate.ts';

/** Operations that change nothing. */
const READS = /^(?:Get|List|Describe|Head|Lookup|Search|Query|Scan|BatchGet|Select|Test|Export|Generate|Poll|Preview)/;

/** Members of requests that say what is written to. What is only referred to, such as a function's role, has other names. */
const WRITTEN = new Set(
  (
    'Bucket FunctionName Id DistributionId HostedZoneId TableName RoleName PolicyArn QueueUrl TopicArn restApiId ApiId ' +
    'domainName DomainName InstanceProfileName ResourceArn StackName SecretId KvsARN KeyGroupId LayerName UUID ' +
    'instanceName Resource'
  ).split(' '),
);

/**
 * An estate through which nothing can be written to what a capture knows: the net below a drill, whose restorers should never
 * try. Throws `DRILL.LIVE` before such a request is sent. Requests that a service signs itself do not pass here.
 */
export function fencedEstate(estate: Estate, entries: readonly Entry[]): Estate {
  const live = new Set(entries.flatMap(({ id, name }) => [id, name]).filter((word) => word.length > 2));
  const fenced = new WeakSet<LimitedClient>();
  return {
    ...estate,
    client<Client extends LimitedClient>(make: ClientMaker<Client>, region?: string): Client {
      const client = estate.client(make, region);
      if (!fenced.has(client)) fence(client, live);
      fenced.add(client);
      return client;
    },
    async fetch(api, url, init) {
      const method = init?.method ?? 'GET';
      const parts = new Set(decodeURI(new URL(url).pathname).split(/[/:]/));
      const named = [...live].find((word) => parts.has(word));
      if (method !== 'GET' && method !== 'HEAD' && named !== undefined) throw touched(`${api} ${method}`, named);
      return estate.fetch(api, url, init);
    },
  };
}

function fence(client: LimitedClient, live: ReadonlySet<string>): void {
  client.middlewareStack.addRelativeTo(
    (next, { commandName = '' }) =>
      async (args) => {
        const named = READS.test(commandName) ? undefined : liveOf(args, live);
        if (named !== undefined) throw touched(commandName, named);
        return next(args);
      },
    { name: 'drillFence', relation: 'after', toMiddleware: 'retryMiddleware' },
  );
}

/** What a request writes to and is live. */
function liveOf(args: unknown, live: ReadonlySet<string>): string | undefined {
  const input: unknown = typeof args === 'object' && args !== null && 'input' in args ? args.input : undefined;
  if (typeof input !== 'object' || input === null) return undefined;
  for (const [name, value] of Object.entries(input)) {
    if (!WRITTEN.has(name) || typeof value !== 'string') continue;
    // A policy that is attached to a role is only referred to.
    if (name === 'PolicyArn' && 'RoleName' in input) continue;
    const last = value.slice(Math.max(value.lastIndexOf('/'), value.lastIndexOf(':')) + 1);
    if (live.has(value) || (value.startsWith('arn:') && live.has(last))) return value;
  }
  return undefined;
}

function touched(operation: string, what: string): HoldfastError {
  return new HoldfastError('DRILL.LIVE', `${operation} would have changed ${what}, which is live: it was not sent.`, {
    hint: 'This is a fault of Holdfast: please report it.',
  });
}
