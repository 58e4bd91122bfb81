import type { Decision } from '../incident/incident.ts';
import type { EscalatedShape, VerificationShape, WarningShape } from './deploy-shapes.ts';
import type { DecidedShape, IncidentDetail, IncidentShape, LinkShape } from './incident-shapes.ts';
import type { Part } from './part.ts';
import type {
  AllowanceShape,
  PageShape,
  PauseShape,
  RetiredShape,
  SiteDetail,
  SiteShape,
  TokenShape,
} from './site-shapes.ts';

/** The stack's API in the hands of one person. Refusals are thrown as `API.*`, with what the server says. */
export interface ApiClient {
  incidents(query: { site: string; state?: string; cursor?: string; limit?: number }): Promise<Part<IncidentShape>>;
  incident(id: string): Promise<IncidentDetail>;
  decide(
    id: string,
    what: Decision['what'],
    body: { reason: string; scope?: 'incident' | 'deploy'; after?: string },
  ): Promise<DecidedShape>;
  makeLink(id: string, approver: string): Promise<LinkShape>;
  /** A version as a document of its own, fit only for a sandboxed frame. */
  preview(id: string, side: 'rejected' | 'baseline'): Promise<string>;
  sites(): Promise<Part<SiteShape>>;
  site(name: string): Promise<SiteDetail>;
  pages(site: string, cursor?: string): Promise<Part<PageShape>>;
  page(site: string, key: string): Promise<PageShape>;
  tokens(site: string, cursor?: string): Promise<Part<TokenShape>>;
  pause(site: string, body: { page?: string; until: string; reason: string }): Promise<PauseShape>;
  unpause(site: string, page?: string): Promise<{ ended: readonly PauseShape[]; asked: number }>;
  allow(
    site: string,
    body: { page: string; codes?: readonly string[]; tokens?: readonly string[]; until: string; reason: string },
  ): Promise<AllowanceShape>;
  withdraw(site: string, page: string, id: string): Promise<AllowanceShape>;
  retire(site: string, body: Pick<RetiredShape, 'kind' | 'name'> & { reason: string }): Promise<{ already: boolean }>;
  unretire(site: string, what: Pick<RetiredShape, 'kind' | 'name'>): Promise<{ already: boolean }>;
  /**
   * The warnings of a site, newest first: with `page` those of this key and of the whole site, with `all` also what was
   * acknowledged. Pages are whole keys of the production bucket here and below.
   */
  warnings(
    site: string,
    query?: { page?: string; all?: boolean; cursor?: string; limit?: number },
  ): Promise<Part<WarningShape>>;
  warn(site: string, body: { page?: string; says: string }): Promise<WarningShape>;
  /** Only for approvers; `API.STATE` when somebody acknowledged it before. */
  acknowledge(site: string, id: string, reason: string): Promise<WarningShape>;
  /** The newest verification of a page; `undefined` when nobody verified it yet. */
  verification(site: string, page: string): Promise<VerificationShape | undefined>;
  /** Only for approvers; replaces an earlier verification of the page. */
  verify(
    site: string,
    body: { page: string; identity: string; sha256: string; checks: readonly string[] },
  ): Promise<VerificationShape>;
  /** `diff` has at most 12,000 characters. `already`: the same was escalated before, and nobody is told again. */
  escalate(site: string, body: { page: string; says: string; diff: string }): Promise<EscalatedShape>;
}
