import * as z from 'zod';
import { KEY, LIST_QUERY, REASON, isText } from './request-shapes.ts';

const PAGE = KEY.describe('Its key in the production bucket');
const HASH = z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256 in lower-case hex');

/** The longest diff that an escalation takes, in UTF-16 units. */
export const LONGEST_DIFF = 12_000;

const SAYS = z
  .string('is missing')
  .trim()
  .min(1, 'is empty')
  .max(500, 'has more than 500 characters')
  .refine(isText, 'is no text');

/** Which warnings. */
export const WARNING_QUERY = LIST_QUERY.extend({
  page: PAGE.optional().describe('Only those of this page, and of the whole site'),
  all: z.enum(['true', 'false']).default('false').describe('Also those that were acknowledged'),
});

/** Whose verification. */
export const VERIFICATION_QUERY = z.strictObject({ page: PAGE });

/** The body that raises a warning. */
export const WARN = z
  .strictObject({
    page: KEY.optional().describe('Its key; without it the whole site'),
    says: SAYS.describe('What whoever deploys has to know: 1 to 500 characters'),
  })
  .meta({ id: 'Warn' });

/** The body that ends one. */
export const ACKNOWLEDGE = z.strictObject({ reason: REASON }).meta({ id: 'Acknowledge' });

/** The body of a verification. */
export const VERIFY = z
  .strictObject({
    page: PAGE,
    identity: HASH.describe('SHA-256 over the bytes on staging and the headers that are served with them'),
    sha256: HASH.describe('SHA-256 of the bytes on staging, as they are stored'),
    checks: z
      .array(z.string().min(1).max(300).refine(isText, 'is no text'))
      .max(20)
      .describe('What was checked before the person was asked, one sentence each'),
  })
  .meta({ id: 'Verify' });

/** The body of an escalation. */
export const ESCALATE = z
  .strictObject({
    page: PAGE,
    says: SAYS.describe('What would have been lost: 1 to 500 characters'),
    diff: z.string().max(LONGEST_DIFF).refine(isText, 'is no text').describe('Unified; what does not fit is cut off'),
  })
  .meta({ id: 'Escalate' });
