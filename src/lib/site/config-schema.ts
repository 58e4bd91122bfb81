import * as z from 'zod';
import { APPROVER, ESCALATION, SLACK } from './config-people.ts';
import { POLICY } from './config-policy.ts';
import { TARGET } from './config-target.ts';
import { RETIRED, TOKEN_SOURCE } from './config-tokens.ts';
import { list, mapping, oneOf, say } from './config-words.ts';
import { globFault } from './glob.ts';

const GLOB = z
  .string({ error: say('is not text', 'write a glob in quotes, e.g. "**/*.html"') })
  .min(1, { error: say('is empty', 'write a glob in quotes, e.g. "**/*.html"') })
  .superRefine((glob, context) => {
    const message = globFault(glob);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

/** One site as written in `holdfast.yml`; gives it with every default filled in, without its name. */
export const SITE = mapping(
  {
    production: TARGET,
    staging: TARGET.optional(),
    pages: list(GLOB, 1, 50, 'write e.g. pages: ["**/*.html"]').default(['**/*.html']),
    assets: list(GLOB, 0, 50, 'write e.g. assets: ["**"]').default(['**']),
    tokens: list(TOKEN_SOURCE, 1, 100, 'write e.g. tokens: [{ attribute: data-feature }]').default([
      { attribute: 'data-feature' },
    ]),
    retired: RETIRED.prefault({}),
    policy: POLICY.prefault({}),
    approvers: list(APPROVER, 0, 100, 'write e.g. - email: cb@example.com').default([]),
    slack: SLACK.optional(),
    escalation: ESCALATION.optional(),
    via: oneOf(['s3', 'eventbridge']).default('s3'),
  },
  'write production: below it',
);

/** The whole file; its sites are checked one by one with `SITE`, so that one mistake does not hide another's. */
export const FILE = mapping(
  {
    sites: z.record(z.string(), z.unknown(), {
      error: say('is not a mapping', 'write sites: and below it one key for each site'),
    }),
  },
  'write sites: and below it one key for each site',
);
