import * as z from 'zod';
import { FINDING_CODES } from '../site/policy.ts';

const TIME = z.iso.datetime().describe('ISO 8601, UTC');

/** A site in a list. */
export const SITE = z
  .object({
    name: z.string(),
    mode: z.enum(['observe', 'enforce']),
    bucket: z.string(),
    prefix: z.string(),
    since: z.string().describe('When guarding began'),
    pausedUntil: TIME.optional().describe('The whole site is paused until then'),
  })
  .meta({ id: 'Site' });

/** A pause in force; without `page`, of the whole site. */
export const PAUSE = z
  .object({ page: z.string().optional(), from: TIME, until: TIME, reason: z.string(), by: z.string() })
  .meta({ id: 'Pause' });

/** A retired token or phrase. */
export const RETIRED = z
  .object({
    kind: z.enum(['token', 'phrase']),
    name: z.string(),
    by: z.string().describe('`holdfast.yml`, or whoever retired it'),
    reason: z.string().optional(),
    at: TIME.optional(),
  })
  .meta({ id: 'Retired' });

/** Everything about one site. */
export const SITE_DETAIL = SITE.extend({
  pages: z.array(z.string()).describe('The globs of its pages'),
  distributions: z.array(z.string()),
  approvers: z.array(z.string()),
  pauses: z.array(PAUSE),
  retired: z.array(RETIRED),
}).meta({ id: 'SiteDetail' });

/** An allowance in force. */
export const ALLOWANCE = z
  .object({
    id: z.string(),
    page: z.string(),
    codes: z.array(z.enum(FINDING_CODES)).optional(),
    tokens: z.array(z.string()).optional(),
    until: TIME,
    reason: z.string(),
    by: z.string(),
  })
  .meta({ id: 'Allowance' });

/** A page as the guard knows it. */
export const PAGE = z
  .object({
    page: z.string().describe('The key in the production bucket'),
    state: z
      .enum(['guarded', 'restoring', 'undecided', 'contested', 'paused', 'deleted'])
      .describe('`guarded`: what is live is the baseline, as far as was looked'),
    tokens: z.array(z.string()),
    acceptedAt: z.string().optional(),
    lastModified: z.string().optional(),
    size: z.int().optional(),
    versionId: z.string().optional(),
    allowances: z.array(ALLOWANCE),
  })
  .meta({ id: 'Page' });

/** A token on one page, with when it came and left. */
export const TOKEN = z
  .object({
    name: z.string(),
    page: z.string(),
    state: z.enum(['live', 'lost']),
    firstSeen: z.string(),
    gainedAt: z.string(),
    lastSeen: z.string(),
  })
  .meta({ id: 'Token' });

/** What became of ending a pause. */
export const UNPAUSED = z
  .object({ ended: z.array(PAUSE), asked: z.int().describe('How many pages the guard looks at because of it') })
  .meta({ id: 'Unpaused' });

/** What became of retiring, or of letting something come back. */
export const ALREADY = z.object({ already: z.boolean().describe('It stood so before') }).meta({ id: 'Already' });

export type SiteShape = z.infer<typeof SITE>;
export type SiteDetail = z.infer<typeof SITE_DETAIL>;
export type PauseShape = z.infer<typeof PAUSE>;
export type RetiredShape = z.infer<typeof RETIRED>;
export type AllowanceShape = z.infer<typeof ALLOWANCE>;
export type PageShape = z.infer<typeof PAGE>;
export type TokenShape = z.infer<typeof TOKEN>;
