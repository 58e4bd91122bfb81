import type { Part } from '../lib/api/part.ts';
import type { Escalations } from '../lib/approval/escalate.ts';
import type { Links } from '../lib/approval/links.ts';
import type { Sites } from '../lib/approval/change-site.ts';
import type { ViewSecret } from '../lib/approval/view-key.ts';
import type { Verifications } from '../lib/approval/verify.ts';
import type { Warnings } from '../lib/approval/warn.ts';
import type { Releases } from '../lib/deploy/release.ts';
import type { Incident } from '../lib/incident/incident.ts';
import type { PreviewDeps } from '../lib/preview/incident-preview.ts';
import type { LookQueue } from '../lib/site/look-queue.ts';
import type { PageRecord } from '../lib/site/page-record.ts';
import type { Registry } from '../lib/site/registry.ts';
import type { TokenRecord } from '../lib/site/site-record.ts';
import type { Shelf, Snapshots } from '../lib/site/snapshots.ts';
import type { Warning } from '../lib/site/warning.ts';
import type { SlackDesk } from './slack/slack-desk.ts';

/** What is read of the table for people to look at. A cursor that nobody gave out is `undefined` instead of a list. */
export interface Lists {
  /** Newest first; may lag by seconds. */
  incidents(
    site: string,
    query: { readonly state?: string; readonly limit: number; readonly cursor?: string },
  ): Promise<Part<Incident> | undefined>;
  /** By key. */
  pages(
    site: string,
    query: { readonly limit: number; readonly cursor?: string },
  ): Promise<Part<PageRecord> | undefined>;
  /** By name, then key. */
  tokens(
    site: string,
    query: { readonly limit: number; readonly cursor?: string },
  ): Promise<Part<TokenRecord> | undefined>;
  /** By id; with `key` those of that page and of the whole site, with `all` also what was acknowledged. */
  warnings(
    site: string,
    query: { readonly key?: string; readonly all: boolean; readonly limit: number; readonly cursor?: string },
  ): Promise<Part<Warning> | undefined>;
}

/** What the functions behind the HTTP API work with. */
export interface RequestDeps {
  readonly registry: Registry;
  readonly links: Links;
  readonly viewSecret: ViewSecret;
  readonly snapshots: Snapshots;
  readonly queue: LookQueue;
  readonly sites: Sites;
  readonly lists: Lists;
  readonly warnings: Warnings;
  readonly verifications: Verifications;
  readonly escalations: Escalations;
  /** By which release a version came to production, where a deploy noted that. */
  readonly changeOf: Releases['changeOf'];
  /** The names of the sites that the stack was deployed for. */
  readonly siteNames: readonly string[];
  /** The API's own address, without a slash at its end. */
  readonly api: string;
  /** A link to what is kept, served as an attachment of that name; `undefined` when it is not there (any more). */
  readonly download: (
    kept: { readonly shelf: Shelf; readonly site: string; readonly identity: string },
    fileName: string,
  ) => Promise<string | undefined>;
  readonly asset: PreviewDeps['asset'];
  /** Absent where nobody can answer Slack. */
  readonly slack?: SlackDesk;
  readonly now: () => Date;
  /** So many random bytes, fit for secrets. */
  readonly random: (count: number) => Uint8Array;
  readonly log: { readonly error: (message: string, details: Readonly<Record<string, unknown>>) => void };
}
