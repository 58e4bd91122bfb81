import * as z from 'zod';
import { DECISIONS } from '../incident/decisions.ts';
import { INCIDENT_STATES } from '../incident/incident.ts';
import { FINDING_CODES } from '../site/policy.ts';

const TIME = z.iso.datetime().describe('ISO 8601, UTC');

/** A decision as the API tells it. */
const DECISION = z
  .object({ what: z.enum(DECISIONS), by: z.string(), reason: z.string(), at: TIME })
  .meta({ id: 'Decision' });

const FINDING = z
  .object({
    code: z.enum(FINDING_CODES),
    severity: z.enum(['rollback', 'alert', 'ignore']),
    says: z.string().describe('One sentence; may quote what an uploader chose'),
    token: z.string().optional(),
    phrase: z.string().optional(),
    place: z.object({ line: z.int(), excerpt: z.string() }).optional().describe('Where in the upload'),
    placeIn: z.literal('baseline').optional().describe('The place is in the last good version instead: it is gone'),
    nowOn: z.string().optional().describe('The page that has the token now'),
    ancestor: z
      .object({
        identity: z.string(),
        versionId: z.string(),
        lastModified: TIME,
        undoes: z.int().describe('How many accepted versions the upload undoes'),
      })
      .optional()
      .describe('The accepted version that the upload was edited from'),
  })
  .meta({ id: 'Finding' });

const VERSION = z
  .object({
    identity: z.string().describe('SHA-256 over bytes and served headers, or `DELETED`'),
    versionId: z.string(),
    lastModified: z.string(),
    size: z.int().optional(),
    sha256: z.string().optional(),
    contentType: z.string().optional(),
    tokens: z.array(z.string()),
  })
  .meta({ id: 'Version' });

/** An incident in a list. */
export const INCIDENT = z
  .object({
    id: z.string(),
    site: z.string(),
    page: z.string().describe('The key in the production bucket'),
    state: z.enum(INCIDENT_STATES),
    openedAt: TIME,
    updatedAt: TIME,
    writtenAt: z.string().describe('When the version was written, as far as S3 says'),
    recurrences: z.int(),
    findings: z.array(FINDING),
    moreFindings: z.int().optional().describe('How many more there are; a list has ten of an incident'),
    writer: z
      .object({ principal: z.string().optional(), sourceIp: z.string().optional(), event: z.string().optional() })
      .optional()
      .describe('Who wrote it, where a notice of S3 said so of this very version'),
    decision: DECISION.optional(),
    open: z.array(z.enum(DECISIONS)).describe('What can be decided now'),
  })
  .meta({ id: 'Incident' });

const DIFF = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('hunks'),
      hunks: z.array(
        z.object({
          oldStart: z.int(),
          oldLines: z.int(),
          newStart: z.int(),
          newLines: z.int(),
          lines: z.array(z.object({ kind: z.enum(['same', 'gone', 'new']), text: z.string() })),
        }),
      ),
      gone: z.int().describe('Lines of the version before that are gone, in all'),
      new: z.int().describe('Lines that are new, in all'),
      cut: z.boolean().describe('Whether lines are left out of the hunks'),
    }),
    z.object({ kind: z.literal('none'), reason: z.string() }),
  ])
  .meta({ id: 'Diff' });

const DOWNLOAD = z.url().describe('A link to the bytes, as an attachment; ends after ten minutes');

/** Everything about one incident. */
export const INCIDENT_DETAIL = INCIDENT.extend({
  bucket: z.string().optional(),
  meaning: z.string().describe('What happened and what can be done, in plain words'),
  rejected: VERSION,
  baseline: VERSION.optional().describe('What it was judged against, and what a restore brings back'),
  restoredAt: TIME.optional(),
  purgeProblem: z.string().optional(),
  nowOn: z.record(z.string(), z.string()).optional().describe('Lost tokens that turned up on other pages since'),
  diff: DIFF,
  ancestorDiff: DIFF.optional().describe('What the upload changed in the older version that it was edited from'),
  downloads: z.object({
    rejected: DOWNLOAD.optional(),
    baseline: DOWNLOAD.optional(),
    ancestor: DOWNLOAD.optional().describe('The older version that it was edited from'),
  }),
  timeline: z.array(z.object({ at: z.string(), says: z.string(), decision: DECISION.optional() })),
  review: z.url().describe('The page that shows the incident to whoever has this address'),
}).meta({ id: 'IncidentDetail' });

/** A part of a list; `cursor` continues it, and is missing at its end. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), cursor: z.string().optional() });

/** The answer to a decision. */
export const DECIDED = z
  .object({
    incident: INCIDENT,
    asked: z
      .literal(false)
      .optional()
      .describe('Recorded, but the page could not be asked for: the next sweep does, within 15 minutes'),
    also: z
      .array(
        z.object({
          id: z.string(),
          page: z.string(),
          outcome: z.enum(['recorded', 'refused']),
          says: z.string().optional(),
        }),
      )
      .optional()
      .describe('The other incidents of the deploy'),
  })
  .meta({ id: 'Decided' });

/** A personal link that was made. The code is told this once. */
export const LINK = z
  .object({
    incident: z.string(),
    for: z.string(),
    until: TIME,
    code: z.string().describe('To be typed on the review page'),
    link: z.url().describe('The review page with the code in its fragment'),
  })
  .meta({ id: 'PersonalLink' });

export type IncidentShape = z.infer<typeof INCIDENT>;
export type IncidentDetail = z.infer<typeof INCIDENT_DETAIL>;
export type DiffShape = IncidentDetail['diff'];
export type DecidedShape = z.infer<typeof DECIDED>;
export type LinkShape = z.infer<typeof LINK>;
