import type { Incident, IncidentState } from '../incident/incident.ts';
import type { Write } from '../site/registry.ts';

/** Where people are told. */
export type Channel = 'sns' | 'slack';

/** What a delivery is about. Each is told once per channel for as long as nothing about it changes. */
export type Subject =
  | { readonly kind: 'incident'; readonly id: string }
  /** The alerts beyond the fifth of a site's minute (ISO 8601, `…:mmZ`). */
  | { readonly kind: 'digest'; readonly site: string; readonly minute: string }
  /** A pause that began or ended; `id` tells them apart. */
  | { readonly kind: 'pause'; readonly site: string; readonly id: string }
  /** Something that people retired, or let come back; `id` tells them apart. */
  | { readonly kind: 'retirement'; readonly site: string; readonly id: string }
  /** An allowance of a page that was made or withdrawn; `id` tells them apart. */
  | { readonly kind: 'allowance'; readonly site: string; readonly id: string }
  /** A warning that was raised or acknowledged; `id` tells them apart. */
  | { readonly kind: 'warning'; readonly site: string; readonly id: string }
  | { readonly kind: 'escalation'; readonly site: string; readonly id: string }
  /** Slack refused what was to be posted for the site in this hour (ISO 8601, `…Thh`). */
  | { readonly kind: 'refusal'; readonly site: string; readonly hour: string };

/** The newest thing that was told of a subject. */
export interface Told {
  /** An incident's entry number, a digest's count, 1 for what is told only once. */
  readonly entry: number;
  readonly state?: IncidentState;
  readonly recurrences?: number;
  /** The channel refused for good; the words it gave. */
  readonly refused?: string;
}

/** A Slack post, by the channel id that Slack answered and its timestamp. */
export interface Post {
  readonly channel: string;
  readonly ts: string;
}

/** What was told of one subject over one channel, and who is telling it just now. */
export interface Delivery {
  readonly rev: number;
  /** Until then whoever claimed it may still be sending, ISO 8601. */
  readonly claimedUntil?: string;
  readonly told?: Told;
  readonly post?: Post;
  /** When something last really went out, ISO 8601. */
  readonly sentAt?: string;
}

/** How an incident's newest entry is told: on its own, or in the digest of that minute. */
export interface Route {
  readonly rev: number;
  readonly entry: number;
  readonly digest?: string;
}

/** One alert in a digest. */
interface DigestLine extends Pick<Incident, 'id' | 'key' | 'state'> {
  readonly says: string;
}

/** The alerts of a site's minute. */
export interface Tally {
  readonly rev: number;
  /** Those of uploads, but for contested pages. */
  readonly total: number;
  /** Those of what people decided. */
  readonly decided?: number;
  /** Those that went to the digest; `lines` holds only the first of them. */
  readonly digested: number;
  readonly lines: readonly DigestLine[];
  /** Contested pages that were told on their own, by the SHA-256 of their keys; at most 100. */
  readonly contested?: readonly string[];
}

/** The memory of what was told. Reads are strongly consistent, writes conditional on the revision that was read. */
export interface Deliveries {
  read(subject: Subject, channel: Channel): Promise<Delivery | undefined>;
  write(subject: Subject, channel: Channel, write: Write<Delivery>): Promise<'done' | 'conflict'>;
  route(incident: string): Promise<Route | undefined>;
  tally(site: string, minute: string): Promise<Tally | undefined>;
  /** Both or neither. */
  admit(
    incident: { id: string; route: Write<Route> },
    of: { site: string; minute: string; tally: Write<Tally> },
  ): Promise<'done' | 'conflict'>;
}
