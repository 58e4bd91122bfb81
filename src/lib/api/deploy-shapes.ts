import * as z from 'zod';

const TIME = z.iso.datetime().describe('ISO 8601, UTC');
const BY = z.string().describe('As AWS knows them');

/** A standing note that blocks deploys. */
export const WARNING = z
  .object({
    id: z.string(),
    site: z.string(),
    page: z.string().optional().describe('Its key in the production bucket; missing: the whole site'),
    says: z.string().describe('What somebody wrote; escape it where it is shown'),
    by: z.string().describe('As AWS knows them, or `the guard`'),
    at: TIME,
    incident: z.string().optional().describe('The incident for which the guard raised it'),
    acknowledged: z
      .object({ by: z.string(), reason: z.string(), at: TIME })
      .optional()
      .describe('By whom it blocks nothing any more'),
  })
  .meta({ id: 'Warning' });

/** A person accepted exactly these bytes of a page on staging. */
export const VERIFICATION = z
  .object({
    site: z.string(),
    page: z.string().describe('Its key in the production bucket'),
    identity: z.string().describe('SHA-256 over the bytes and the headers that are served with them'),
    sha256: z.string().describe('SHA-256 of the bytes as they are stored'),
    checks: z.array(z.string()).describe('What was checked before the person was asked'),
    by: BY,
    at: TIME,
  })
  .meta({ id: 'Verification' });

/** What became of an escalation. */
export const ESCALATED = z
  .object({
    id: z.string(),
    already: z.boolean().describe('Somebody escalated just this before: nobody is told once more'),
  })
  .meta({ id: 'Escalated' });

export type WarningShape = z.infer<typeof WARNING>;
export type VerificationShape = z.infer<typeof VERIFICATION>;
export type EscalatedShape = z.infer<typeof ESCALATED>;
