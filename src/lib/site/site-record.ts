import type { Site } from './site.ts';

/** The guard looks away from a page (`key`) or the whole site until then. */
export interface Pause {
  readonly key?: string;
  /** ISO 8601. */
  readonly from: string;
  readonly until: string;
  readonly reason: string;
  readonly by: string;
}

/** Why a token or a phrase was retired, and by whom; `at` in ISO 8601. */
export interface Retirement {
  readonly kind: 'token' | 'phrase';
  readonly name: string;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
}

/** Retired by people, beyond the configuration; `because` has the last retirement of each. */
export interface Retired {
  readonly tokens: readonly string[];
  readonly phrases: readonly string[];
  readonly because?: readonly Retirement[];
}

/**
 * A site as applied, one item of the registry. `rev` is the registry's revision: it moves whenever the site
 * loses a token, and with every change by people (configuration, what is retired, pauses), so that a judgement can be
 * conditional on it.
 */
export interface SiteRecord {
  /** Not called `site`: that is a key of the table's index and must be text in every item. */
  readonly config: Site;
  readonly rev: number;
  /** Versions replaced before this time are history, not uploads: ISO 8601, when guarding began. */
  readonly since: string;
  readonly retired: Retired;
  readonly pauses: readonly Pause[];
}

/** Where a token is or was: one item per token and page, written only when it changes. */
export interface TokenRecord {
  readonly site: string;
  readonly name: string;
  readonly key: string;
  readonly state: 'live' | 'lost';
  /** LastModified of the version that first had it here, ISO 8601. */
  readonly firstSeen: string;
  /** LastModified of the version by which this page last gained it. */
  readonly gainedAt: string;
  /** LastModified of the version that last changed its state: when lost, when it left. */
  readonly lastSeen: string;
}

/** Tokens that must not come back, by configuration or by a person's decision. */
export function retiredTokens({ config, retired }: SiteRecord): ReadonlySet<string> {
  return new Set([...config.retired.tokens, ...retired.tokens]);
}

/** Phrases that must not come back, by configuration or by a person's decision. */
export function retiredPhrases({ config, retired }: SiteRecord): string[] {
  return [...new Set([...config.retired.phrases, ...retired.phrases])].toSorted();
}

/** The pause in force for a page, of its own or of the whole site. */
export function pauseOf({ pauses }: SiteRecord, key: string, now: Date): Pause | undefined {
  return pauses.find((pause) => (pause.key ?? key) === key && Date.parse(pause.until) > now.getTime());
}
