import * as z from 'zod';

/** What every refusal of the API looks like: problem details, RFC 9457, as `application/problem+json`. */
export const PROBLEM = z
  .object({
    type: z.string().describe('A stable name of the kind of problem: `about:blank`, or `urn:holdfast:problem:<name>`'),
    title: z.string().describe('The kind of problem in a few words'),
    status: z.int().describe('The HTTP status code'),
    detail: z.string().describe('What is wrong in this case, and what to do'),
    errors: z
      .array(z.object({ field: z.string().describe('Empty for the whole'), says: z.string() }))
      .optional()
      .describe('What is wrong with a request, field by field'),
    instance: z.string().optional().describe('The request, as its log names it'),
  })
  .meta({ id: 'Problem' });

/** One refusal of the API. */
export type Problem = z.infer<typeof PROBLEM>;

/** The media type of problems. */
export const PROBLEM_TYPE = 'application/problem+json';
