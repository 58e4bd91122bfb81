import type { Policy } from './policy.ts';

/** Where a site is served from: a bucket, a prefix in it, and the distributions in front of it. */
export interface Target {
  readonly bucket: string;
  /** Key prefix of the site within the bucket: empty, or ending in `/`. */
  readonly prefix: string;
  /** CloudFront distribution ids. */
  readonly distributions: readonly string[];
  /** The distributions' origin path: empty, or starting with `/` and not ending in it. */
  readonly originPath: string;
  /** Cache-Control that deploys to this target set. */
  readonly cacheControl?: string;
  /** Where visitors see it, without a slash at its end; absent: at the names of its distributions. */
  readonly url?: string;
}

/** How a feature is recognised in a page. Patterns are RE2 (linear time). */
export type TokenSource =
  | { readonly attribute: string }
  | { readonly comment: string }
  | { readonly selector: string; readonly name: string }
  | { readonly pattern: string; readonly name: string };

/** Somebody who may decide. Matched on the server only. */
export type Approver =
  | { readonly role: string; readonly account: string }
  | { readonly user: string; readonly account: string }
  | { readonly slack: string; readonly team: string }
  | { readonly email: string };

/** The Slack app whose buttons decide, in one workspace; its signing secret is an SSM SecureString parameter. */
export interface SlackApp {
  readonly id: string;
  readonly team: string;
  readonly signingSecretParameter: string;
}

/** Where alerts of a site go in Slack; the bot token is an SSM SecureString parameter. Without `app`, no buttons. */
export interface SlackTarget {
  readonly channel: string;
  readonly tokenParameter: string;
  readonly app?: SlackApp;
}

/** Whom to call when a deploy meets a production that is ahead. */
export interface Escalation {
  readonly contact: string;
  readonly over: readonly ('sns' | 'slack')[];
}

/** A site as configured: what one team deploys, and how it is guarded. */
export interface Site {
  readonly name: string;
  readonly production: Target;
  readonly staging?: Target;
  /** Globs, relative to the prefix, of the keys that are pages. */
  readonly pages: readonly string[];
  /** Globs, relative to the prefix, of the keys that are kept restorable; pages win. */
  readonly assets: readonly string[];
  readonly tokens: readonly TokenSource[];
  readonly retired: { readonly tokens: readonly string[]; readonly phrases: readonly string[] };
  readonly policy: Policy;
  readonly approvers: readonly Approver[];
  readonly slack?: SlackTarget;
  readonly escalation?: Escalation;
  /** How S3 tells of uploads. */
  readonly via: 's3' | 'eventbridge';
}
