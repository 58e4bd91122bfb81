import { setTimeout as sleep } from 'node:timers/promises';
import type { Estate, LimitedClient } from '../capture/estate.ts';
import type { Limits } from '../capture/token-bucket.ts';
import { HoldfastError } from '../errors.ts';

/** How an estate is reached. */
export interface EstateChoice {
  readonly account: string;
  readonly regions: readonly [string, ...string[]];
  /**
   * Where everything is asked instead of AWS, for an estate on this machine: never with the caller's own credentials. Emulators
   * take twelve digits of an access key for the account.
   */
  readonly endpoint?: string;
  /** Addresses on this machine that stand in for what is not on AWS, or that `endpoint` lacks, by API. */
  readonly standIns?: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly limits: Limits;
}

/** Requests go on for long: a busy API is asked again more often than where somebody waits for one answer. */
const SETTINGS = {
  maxAttempts: 8,
  requestHandler: { connectionTimeout: 5000, requestTimeout: 60_000, throwOnRequestTimeout: true },
} as const;

/** The live estate, asked through the AWS SDK. */
export function liveEstate(choice: EstateChoice): Estate {
  const { account, regions, endpoint, standIns = {}, options, limits } = choice;
  const clients = new Map<string, LimitedClient>();
  const at = endpoint && {
    endpoint,
    credentials: { accessKeyId: account, secretAccessKey: 'test' },
    forcePathStyle: true,
  };
  return {
    account,
    regions,
    client(Maker, region = regions[0]) {
      const name = `${Maker.name}@${region}`;
      const known = clients.get(name);
      if (known instanceof Maker) return known;
      const standIn = standIns[Maker.name];
      const client = new Maker({ ...SETTINGS, region, ...at, ...(standIn !== undefined && { endpoint: standIn }) });
      limit(client, limits);
      clients.set(name, client);
      return client;
    },
    options: (service) => options[service] ?? {},
    fetch: (api, url, init) => limitedFetch(limits, api, url, init),
    bucket: (api, operation) => limits.of(api, operation),
    standIn: (api) => standIns[api] ?? (endpoint === undefined ? undefined : nowhere(api)),
    now: () => new Date(),
    wait: (milliseconds) => sleep(milliseconds),
  };
}

/** What is not on AWS is never asked for an estate on this machine: a drill there must not reach the real one. */
function nowhere(api: string): never {
  const hint = 'Leave it out with --only, or name a stand-in in the `standIns` of stack.json.';
  throw new HoldfastError('ESTATE.ELSEWHERE', `The estate on this machine has no stand-in for ${api}.`, { hint });
}

/** Makes every try of every request wait for its bucket: retries count against AWS's limits, too. */
function limit(client: LimitedClient, limits: Limits): void {
  const api = client.config.serviceId ?? 'unknown';
  client.middlewareStack.addRelativeTo(
    (next, { commandName = '' }) =>
      async (args) => {
        const bucket = limits.of(api, commandName.replace(/Command$/, ''));
        await bucket.take();
        try {
          return await next(args);
        } catch (error) {
          if (isThrottled(error)) bucket.throttled();
          throw error;
        }
      },
    { name: 'tokenBucket', relation: 'after', toMiddleware: 'retryMiddleware' },
  );
}

function isThrottled(error: unknown): boolean {
  return (
    error instanceof Error && /throttl|slowdown|toomanyrequests|limitexceeded|PriorRequestNotComplete/i.test(error.name)
  );
}

const TRIES = 6;

async function limitedFetch(limits: Limits, api: string, url: string | URL, init?: RequestInit): Promise<Response> {
  const bucket = limits.of(api, init?.method ?? 'GET');
  for (let tries = 1; ; tries += 1) {
    await bucket.take();
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(300_000), ...init }).catch(
      (error: unknown) => unreachable(api, error),
    );
    if (answer instanceof Response && answer.status !== 429 && answer.status < 500) return answer;
    if (tries === TRIES) {
      if (answer instanceof Response) return answer;
      throw answer;
    }
    if (answer instanceof Response) {
      if (answer.status === 429) bucket.throttled();
      await answer.body?.cancel();
    }
    await sleep(Math.min(30_000, 250 * 2 ** tries) * (0.5 + Math.random() / 2));
  }
}

/** The address may hold a signature: it is not told. */
function unreachable(api: string, cause: unknown): HoldfastError {
  return new HoldfastError('ESTATE.UNREACHABLE', `${api} does not answer.`, { retryable: true, cause });
}
