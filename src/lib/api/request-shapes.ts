import * as z from 'zod';
import { INCIDENT_STATES } from '../incident/incident.ts';
import { isTokenName } from '../page/token-name.ts';
import { FINDING_CODES } from '../site/policy.ts';

/** A key of a bucket. S3 takes at most 1,024 bytes. */
export const KEY = z.string().min(1).max(1024).refine(isText, 'is no text');
// Tokens and phrases are bounded by the configuration.
const NAME = z.string().min(1).max(200).refine(isText, 'is no text');
const NO_TOKEN = 'is no name of a token: letters, digits and _ . : -, at most 128';
const TOKEN = z.string().refine(isTokenName, NO_TOKEN);
const DAY_MS = 86_400_000;

const PAGE = KEY.describe('Its key in the production bucket');

/** Which part of a list. */
export const LIST_QUERY = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50).describe('Items at most; a part may have fewer'),
  cursor: z.string().max(8192).optional().describe('Where an earlier part ended'),
});

/** Which incidents. */
export const INCIDENT_QUERY = LIST_QUERY.extend({
  site: z.string().max(64).optional().describe('May be left out when the stack guards one site'),
  state: z.enum(INCIDENT_STATES).optional(),
});

/** Which allowances: those of one page, or a part of those of all pages. */
export const ALLOWANCE_QUERY = LIST_QUERY.extend({ page: PAGE.optional() });

/** Which page. */
export const PAGE_QUERY = z.strictObject({ key: PAGE });

/** Of which page an allowance is. */
export const WITHDRAW_QUERY = z.strictObject({ page: PAGE });

/** Which pause ends. */
export const UNPAUSE_QUERY = z.strictObject({ page: PAGE.optional().describe('Without it the pause of the site') });

/** Why somebody decides, for everybody who is told. */
export const REASON = z
  .string('is missing')
  .trim()
  .min(1, 'is empty')
  .max(500, 'has more than 500 characters')
  .refine(isText, 'is no text')
  .describe('Why, for those who are told: 1 to 500 characters');

/** The longest time ahead for which something can be allowed or paused. */
export const LONGEST_DAYS = 30;

/** A time from now up to 30 days ahead. */
const untilAfter = (now: () => Date) =>
  z.iso
    .datetime()
    .refine((at) => Date.parse(at) > now().getTime(), 'is over already')
    .refine(
      (at) => Date.parse(at) <= now().getTime() + LONGEST_DAYS * DAY_MS,
      `is more than ${LONGEST_DAYS} days ahead`,
    )
    .describe(`ISO 8601, UTC; at most ${LONGEST_DAYS} days ahead`);

/** The body of a decision. */
export const DECIDE = z
  .strictObject({
    reason: REASON,
    scope: z
      .enum(['incident', 'deploy'])
      .default('incident')
      .describe('`deploy`: also what the same writer caused within a quarter of an hour'),
    after: z
      .union([z.literal('none'), z.iso.datetime()])
      .optional()
      .describe('The `at` of the newest decision that you saw, or `none`: refused when there is another by now'),
  })
  .meta({ id: 'Decide' });

/** The body that asks for a personal link. */
export const MAKE_LINK = z
  .strictObject({ for: z.string().trim().min(1).max(300).describe('An approver of the site, e.g. an e-mail address') })
  .meta({ id: 'MakeLink' });

/** The body of a pause. */
export const makePause = (now: () => Date) =>
  z
    .strictObject({
      page: KEY.optional().describe('Its key; without it the whole site'),
      until: untilAfter(now),
      reason: REASON,
    })
    .meta({ id: 'MakePause' });

/** The body of an allowance: which findings or tokens may happen to a page. */
export const makeAllowance = (now: () => Date) =>
  z
    .strictObject({
      page: KEY,
      codes: z
        .array(z.enum(FINDING_CODES).exclude(['page.unreadable']))
        .min(1)
        .max(10)
        .optional(),
      tokens: z.array(TOKEN).min(1).max(50).optional(),
      until: untilAfter(now),
      reason: REASON,
    })
    .refine(({ codes, tokens }) => codes !== undefined || tokens !== undefined, 'names neither codes nor tokens')
    .meta({ id: 'MakeAllowance' });

const RETIRABLE = { kind: z.enum(['token', 'phrase']), name: NAME };

/** What may come back. */
export const UNRETIRE_QUERY = z.strictObject(RETIRABLE);

/** The body that retires a token or a phrase. */
export const RETIRE = z
  .strictObject({ ...RETIRABLE, reason: REASON })
  .refine(({ kind, name }) => kind !== 'token' || isTokenName(name), { path: ['name'], error: NO_TOKEN })
  .meta({ id: 'Retire' });

/** Whether it is whole: JSON can write halves of characters, which no store takes. */
export function isText(text: string): boolean {
  return text.isWellFormed();
}
