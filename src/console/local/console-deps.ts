import type { ApiClient } from '../../lib/api/api-client.ts';
import type { Door } from './door.ts';

/** Which stack the console talks to, and as whom. */
export interface Where {
  /** One line: account, region or address, stage. */
  readonly stack: string;
  /** Whose rights are used. */
  readonly as: string;
  /** The command that opens another console. */
  readonly again: string;
}

/** What the console works with: it knows the stack by its API alone. */
export interface ConsoleDeps {
  readonly api: ApiClient;
  readonly where: Where;
  readonly door: Door;
  /** On which it listens, on 127.0.0.1. */
  readonly port: number;
  readonly now: () => Date;
  /** Tells the person at the terminal of a failure that nobody expected. */
  readonly fault: (error: unknown) => void;
}
