import type { TokenBucket } from './token-bucket.ts';

/** Where an estate is, and how it is asked. */
export interface Estate {
  readonly account: string;
  /** The regions that are captured; the first is home. */
  readonly regions: readonly [string, ...string[]];
  /**
   * A client of the AWS SDK, made once for each region: every try of every request of it waits for its API's token bucket, which
   * all clients of this account share.
   */
  client<Client extends LimitedClient>(make: ClientMaker<Client>, region?: string): Client;
  /** What `capture.yml` says of a service, as its `options` read it. */
  options(service: string): Readonly<Record<string, unknown>>;
  /** `fetch` for what is no SDK: waits for the bucket of this API and retries what a later try may mend. */
  fetch(api: string, url: string | URL, init?: RequestInit): Promise<Response>;
  /** The token bucket of an operation, for requests that neither a client nor `fetch` makes: `S3` and `GetObject`. */
  bucket(api: string, operation: string): TokenBucket;
  /**
   * Where something that is not on AWS is asked instead, on a stack on this machine; `undefined` on the real one. Throws
   * `ESTATE.ELSEWHERE` where the stack has none.
   */
  standIn(api: string): string | undefined;
  now(): Date;
  wait(milliseconds: number): Promise<void>;
}

/** A client's class, as the SDK exports it: `Lambda`, `Route53`. */
export type ClientMaker<Client extends LimitedClient> = new (settings: ClientSettings) => Client;

/** What every client is made with. */
export interface ClientSettings {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly forcePathStyle?: boolean;
  readonly maxAttempts: number;
}

/** What all clients of the SDK share of what is used here. */
export interface LimitedClient {
  readonly config: { readonly serviceId?: string };
  readonly middlewareStack: {
    addRelativeTo(
      middleware: <Args, Result>(
        next: (args: Args) => Promise<Result>,
        context: { readonly commandName?: string },
      ) => (args: Args) => Promise<Result>,
      options: { readonly name: string; readonly relation: 'after'; readonly toMiddleware: string },
    ): void;
  };
}
