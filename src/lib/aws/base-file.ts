import * as z from 'zod';
import { HoldfastError } from '../errors.ts';
import { whyUnheld } from '../deploy/pulled-path.ts';
import type { Base } from '../deploy/workspace.ts';

const DIGEST = z.string().regex(/^[0-9a-f]{64}$/);
// S3 takes 8 KB of headers in all.
const TEXT = z.string().max(16_384).optional();

const HEADERS = z.object({
  contentType: TEXT,
  cacheControl: TEXT,
  contentEncoding: TEXT,
  contentDisposition: TEXT,
  contentLanguage: TEXT,
  expires: TEXT,
  websiteRedirect: TEXT,
  metadata: z.record(z.string(), z.string().max(16_384)),
});

/** A base as it stands in files. */
export const BASE = z.object({
  versionId: z.string().max(1024),
  etag: z.string().max(256),
  identity: DIGEST,
  sha256: DIGEST,
  headers: HEADERS,
  lastModified: z.iso.datetime(),
  pulledAt: z.iso.datetime(),
  assumed: z.literal(true).optional(),
});

// A list, not an object: `__proto__` is a name like any other.
const BASE_FILE = z.object({
  version: z.literal(1),
  site: z.string(),
  bases: z.array(BASE.extend({ path: z.string().refine((path) => whyUnheld(path) === undefined) })),
});

/** The bases in the text of a base file. Throws `WORKSPACE.DAMAGED`, with what to do. */
export function parseBases(text: string, file: string, site: string): Map<string, Base> {
  const found = BASE_FILE.safeParse(jsonOf(text));
  if (!found.success) throw damaged(file, site, whyOf(text, found.error));
  if (found.data.site !== site) throw damaged(file, site, `it is of the site ${found.data.site}`);
  return new Map(found.data.bases.map(({ path, ...base }) => [path, base]));
}

/** The text of a base file: one order for the same bases, so that version control shows what changed. */
export function showBases(bases: ReadonlyMap<string, Base>, site: string): string {
  const sorted = [...bases].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const file = { version: 1, site, bases: sorted.map(([path, base]) => ({ path, ...base })) };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function whyOf(text: string, error: z.ZodError): string {
  if (/^<{7} /m.test(text)) return 'it has conflict markers of git';
  const [issue] = error.issues;
  return issue && issue.path.length > 0 ? `${issue.path.join('.')} is not as it should be` : 'it is no JSON';
}

function damaged(file: string, site: string, why: string): HoldfastError {
  return new HoldfastError('WORKSPACE.DAMAGED', `${file} cannot be used: ${why}.`, {
    hint:
      `Take it back from version control, or move it away and run npx holdfast pull ${site}: ` +
      'it finds again what each file was made from, and touches none that you changed.',
  });
}
