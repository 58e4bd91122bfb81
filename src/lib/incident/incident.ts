import type { Baseline } from '../site/page-record.ts';
import type { ServedHeaders, StoredAs } from '../site/version.ts';
import type { Finding } from '../verdict/finding.ts';

/** Every state of an incident. */
export const INCIDENT_STATES = [
  'restoring',
  'restored',
  'observed',
  'superseded',
  'undecided',
  'contested',
  'overridden',
  'dismissed',
] as const;

/** In place of the identity of a page whose key the registry cannot hold: nothing of it is ever read. */
export const UNREAD = 'UNGUARDABLE';

/** What became of a breached version. */
export type IncidentState = (typeof INCIDENT_STATES)[number];

/** Who wrote a version, as a notice that names that very version said. */
export interface Writer {
  readonly principal?: string;
  readonly sourceIp?: string;
  /** The event that told it, e.g. `ObjectCreated:Put`. */
  readonly event?: string;
}

/** The version an incident is about, enough to put it back from quarantine. */
export interface Rejected {
  readonly identity: string;
  readonly sha256?: string;
  readonly size?: number;
  readonly versionId: string;
  readonly etag?: string;
  readonly lastModified: string;
  readonly headers?: ServedHeaders;
  readonly storedAs?: StoredAs;
  /** Tokens it had, as far as it could be read. */
  readonly tokens: readonly string[];
  readonly hasText: boolean;
  /** Its bytes could not be kept: too large, or refused by S3. Absent otherwise. */
  readonly kept?: false;
}

/** What a person said of an incident. */
export interface Decision {
  readonly what: 'override' | 'dismiss' | 'restore' | 'resume';
  readonly by: string;
  readonly reason: string;
  readonly at: string;
}

/** An entry into a state, and the decision that led to it. */
export interface TrailEntry {
  readonly state: IncidentState;
  /** ISO 8601. */
  readonly at: string;
  readonly decision?: Decision;
}

/** The record of one breached version of a page under one generation of its baseline. */
export interface Incident {
  readonly id: string;
  readonly site: string;
  readonly key: string;
  readonly state: IncidentState;
  /** Moves at every write. */
  readonly rev: number;
  /** Moves at every entry into a state and every recurrence: alerts are deduplicated by it. */
  readonly entry: number;
  readonly recurrences: number;
  /** The baseline's generation when it was opened. */
  readonly gen: number;
  readonly findings: readonly Finding[];
  readonly version: Rejected;
  readonly writer?: Writer;
  /** The baseline it was judged against: what is restored, and what `restore` brings back later. */
  readonly baseline?: Baseline;
  readonly openedAt: string;
  readonly updatedAt: string;
  /** When the restore was seen live and purged. */
  readonly restoredAt?: string;
  /** Lost tokens that turned up on another page since: token → key. */
  readonly nowOn?: Readonly<Record<string, string>>;
  /** Why the CDN could not be asked to purge; visitors may still get the rejected version from it. */
  readonly purgeProblem?: string;
  readonly decision?: Decision;
  /** Its states since it was opened, oldest first: the first and the newest 30. Absent while it is in its first. */
  readonly trail?: readonly TrailEntry[];
}
