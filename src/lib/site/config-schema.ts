import * as z from 'zod';
import { HoldfastError } from '../errors.ts';
import { compileSources } from '../page/compile-sources.ts';
import { isTokenName } from '../page/token-name.ts';
import { formatDuration, parseDuration } from './config-duration.ts';
import { kindOf, list, mapping, oneOf, say, text, whole } from './config-words.ts';
import { globFault } from './glob.ts';
import { DEFAULT_LIMITS, DEFAULT_POLICY, type FindingCode, type Severity } from './policy.ts';
import type { Approver, TokenSource } from './site.ts';

/** What a site may be called: it is part of table keys, snapshot keys and the id of the notification rule. */
export const SITE_NAME = /^[a-z][a-z0-9-]{0,38}[a-z0-9]$/;

const BUCKET = /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const ACCOUNT = text(/^\d{12}$/, 'is not an account id', 'write the 12 digits in quotes, e.g. "123456789012"');
const TOKEN_FIX = 'write 1 to 128 letters, digits and _ . : -, e.g. STRIPE_CHECKOUT';
const TOKEN_NAME = z
  .string({ error: say('is not text', TOKEN_FIX) })
  .refine(isTokenName, { error: say('is not a token name', TOKEN_FIX) });
const GLOB = z
  .string({ error: say('is not text', 'write a glob in quotes, e.g. "**/*.html"') })
  .min(1, { error: say('is empty', 'write a glob in quotes, e.g. "**/*.html"') })
  .superRefine((glob, context) => {
    const message = globFault(glob);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

const TARGET = mapping(
  {
    bucket: text(BUCKET, 'is not a bucket name', 'write the name of the bucket, e.g. bucket: demo-prod'),
    prefix: text(
      /^$|^[^/\p{Cc}][^\p{Cc}]{0,510}\/$/u,
      'neither is empty nor ends in "/"',
      'write e.g. prefix: blog/',
    ).default(''),
    distributions: list(
      text(/^E[A-Z0-9]{6,20}$/, 'is not a distribution id', 'write the id that CloudFront shows, e.g. E2ABC123XYZ'),
      0,
      20,
      'write e.g. distributions: [E2ABC123XYZ]',
    ).default([]),
    originPath: text(
      /^$|^\/[^\p{Cc}?*]{0,254}[^/\p{Cc}?*]$/u,
      'is not an origin path',
      'write e.g. originPath: /blog, with a slash before it and none after',
    ).default(''),
    cacheControl: text(
      /^[\w\-=,. "]{1,200}$/,
      'is not a Cache-Control header',
      'write e.g. cacheControl: max-age=3600',
    ).optional(),
  },
  'write bucket: <name> below it',
);

const ATTRIBUTE = text(/^[a-zA-Z_][\w.:-]{0,63}$/, 'is not an attribute name', 'write e.g. attribute: data-feature');
const COMMENT = text(
  /^[a-zA-Z_][\w.-]{0,63}$/,
  'is not a comment label',
  'write e.g. comment: feature, for /* feature: NAME */',
);
const SELECTOR = text(
  /^[^\p{Cc}]{1,300}$/u,
  'is not a selector',
  `write e.g. selector: 'script[src*="js.stripe.com"]'`,
);
const PATTERN = text(/^[^\p{Cc}]{1,300}$/u, 'is not a pattern', "write e.g. pattern: 'openCheckout\\('");

const TOKEN_SOURCE_KIND = kindOf<TokenSource>(
  [
    ['attribute', mapping({ attribute: ATTRIBUTE }, '')],
    ['comment', mapping({ comment: COMMENT }, '')],
    ['selector', mapping({ selector: SELECTOR, name: TOKEN_NAME }, '')],
    ['pattern', mapping({ pattern: PATTERN, name: TOKEN_NAME }, '')],
  ],
  'write attribute, comment, selector with name, or pattern with name',
);

const TOKEN_SOURCE = TOKEN_SOURCE_KIND.superRefine((source, context) => {
  const message = sourceFault(source);
  if (message === undefined) return;
  context.addIssue({ code: 'custom', path: ['selector' in source ? 'selector' : 'pattern'], message });
});

/** Selectors and patterns are compiled as the guard does it: what it cannot use is found here. */
function sourceFault(source: TokenSource): string | undefined {
  try {
    compileSources([source]);
    return undefined;
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
    return `cannot be used: ${error.message}; fix: ${error.hint ?? 'write another'}`.replace(/\s+/g, ' ');
  }
}

const NAME = text(/^[\w+=,.@/-]{1,128}$/, 'is not a name of IAM', 'write the name without its ARN, e.g. web-admin');
const APPROVER = kindOf<Approver>(
  [
    ['role', mapping({ role: NAME, account: ACCOUNT }, '')],
    ['user', mapping({ user: NAME, account: ACCOUNT }, '')],
    [
      'slack',
      mapping(
        {
          slack: text(
            /^[UW][A-Z0-9]{2,20}$/,
            'is not a Slack user id',
            'write the id from the profile, e.g. U012AB3CD',
          ),
          team: text(/^[TE][A-Z0-9]{2,20}$/, 'is not a Slack team id', 'write the id of the workspace, e.g. T012AB3CD'),
        },
        '',
      ),
    ],
    [
      'email',
      mapping(
        { email: text(/^[^\s@<>]{1,64}@[^\s@<>]{1,190}$/, 'is not an address', 'write e.g. cb@example.com') },
        '',
      ),
    ],
  ],
  'write role and account, user and account, slack and team, or email',
);

const severities = oneOf(['rollback', 'alert', 'ignore']);
const SEVERITY = mapping(
  {
    'page.deleted': severities,
    'page.emptied': severities,
    'page.headers': severities,
    'token.lost': severities,
    'token.moved': severities,
    'retired.returned': severities,
    // What cannot be read is never rolled back.
    'page.unreadable': oneOf(['alert', 'ignore']),
  } satisfies Record<FindingCode, z.ZodType<Severity>>,
  'write e.g. token.moved: ignore below it',
).partial();

const LIMITS = mapping(
  {
    bytes: whole(1024, 128 * 1024 * 1024, 'write the stored bytes of the largest page, e.g. 33554432').default(
      DEFAULT_LIMITS.bytes,
    ),
    decodedBytes: whole(1024, 256 * 1024 * 1024, 'write the bytes after decoding, e.g. 67108864').default(
      DEFAULT_LIMITS.decodedBytes,
    ),
    ratio: whole(2, 10_000, 'write decoded bytes per stored byte, e.g. 200').default(DEFAULT_LIMITS.ratio),
    depth: whole(16, DEFAULT_LIMITS.depth, 'write the nesting of elements, e.g. 512').default(DEFAULT_LIMITS.depth),
    tokens: whole(1, DEFAULT_LIMITS.tokens, 'write the tokens of one page, e.g. 200').default(DEFAULT_LIMITS.tokens),
  },
  'write e.g. bytes: 33554432 below it',
);

const WINDOW_FIX = 'write a duration from 1m to 1d, e.g. window: 10m';
const WINDOW = z.string({ error: say('is not a duration', WINDOW_FIX) }).transform((value, context) => {
  const milliseconds = parseDuration(value);
  if (milliseconds !== undefined && milliseconds >= 60_000 && milliseconds <= 86_400_000) return milliseconds;
  context.addIssue({ code: 'custom', message: `is not a duration from 1m to 1d; fix: ${WINDOW_FIX}` });
  return z.NEVER;
});

const POLICY = mapping(
  {
    mode: oneOf(['observe', 'enforce']).default(DEFAULT_POLICY.mode),
    severity: SEVERITY.default({}),
    maxRestores: whole(1, 100, 'write e.g. maxRestores: 5').default(DEFAULT_POLICY.maxRestores),
    window: WINDOW.prefault(formatDuration(DEFAULT_POLICY.windowMs)),
    limits: LIMITS.prefault({}),
  },
  'write e.g. mode: enforce below it',
).transform(({ window, ...policy }) => ({ ...policy, windowMs: window }));

const PHRASE_FIX = 'write the retired words as visitors read them, 3 to 500 characters';
const RETIRED = mapping(
  {
    tokens: list(TOKEN_NAME, 0, 500, 'write e.g. tokens: [OLD_BANNER]').default([]),
    phrases: list(
      text(/^(?=\s*\S.*\S.*\S)[^\p{Cc}]{3,500}$/u, 'is not a phrase', PHRASE_FIX),
      0,
      100,
      PHRASE_FIX,
    ).default([]),
  },
  'write tokens: or phrases: below it',
);

const SLACK = mapping(
  {
    channel: text(/^#?[\w-]{1,80}$/, 'is not a channel', 'write its id or name, e.g. channel: "#web-alerts"'),
    tokenParameter: text(
      /^\/[\w./-]{1,1000}$/,
      'is not the name of a parameter',
      'write the SSM parameter that holds the bot token, e.g. /holdfast/demo/slack-bot-token',
    ),
  },
  'write channel: and tokenParameter: below it',
);

const ESCALATION = mapping(
  {
    contact: text(/^[^\p{Cc}]{1,100}$/u, 'is not a contact', 'write whom to call, e.g. contact: CB'),
    over: list(oneOf(['sns', 'slack']), 1, 2, 'write e.g. over: [sns, slack]').default(['sns']),
  },
  'write contact: below it',
);

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
