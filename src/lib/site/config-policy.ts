import * as z from 'zod';
import { formatDuration, parseDuration } from './config-duration.ts';
import { mapping, oneOf, say, whole } from './config-words.ts';
import { DEFAULT_LIMITS, DEFAULT_POLICY, type FindingCode, type Severity } from './policy.ts';

const severities = oneOf(['rollback', 'alert', 'ignore']);
const SEVERITY = mapping(
  {
    'page.deleted': severities,
    'page.emptied': severities,
    'page.truncated': severities,
    'page.headers': severities,
    'token.lost': severities,
    'token.moved': severities,
    'token.hollow': severities,
    'retired.returned': severities,
    'base.stale': severities,
    'page.structure': severities,
    // What cannot be read is never rolled back, and never passed over in silence.
    'page.unreadable': oneOf(['alert']),
  } satisfies Record<FindingCode, z.ZodType<Severity>>,
  'write e.g. token.moved: ignore below it',
).partial();

const LIMITS = mapping(
  {
    bytes: whole(1024, 128 * 1024 * 1024, 'write the stored bytes of the largest page, e.g. 33554432').default(
      DEFAULT_LIMITS.bytes,
    ),
    decodedBytes: whole(1024, 256 * 1024 * 1024, 'write the bytes after decoding, e.g. 33554432').default(
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

/** How a site is guarded, as written; `window` becomes milliseconds. */
export const POLICY = mapping(
  {
    mode: oneOf(['observe', 'enforce']).default(DEFAULT_POLICY.mode),
    severity: SEVERITY.default({}),
    maxRestores: whole(1, 100, 'write e.g. maxRestores: 5').default(DEFAULT_POLICY.maxRestores),
    window: WINDOW.prefault(formatDuration(DEFAULT_POLICY.windowMs)),
    limits: LIMITS.prefault({}),
  },
  'write e.g. mode: enforce below it',
).transform(({ window, ...policy }) => ({ ...policy, windowMs: window }));
