import * as z from 'zod';
import type { Release } from '../deploy/release.ts';

/** What an identifier of a release looks like: it sorts by time, and is safe in a key and on a command line. */
export const RELEASE_ID = /^\d{8}T\d{6}Z-[0-9a-f]{6}$/;

const HASH = z.string().regex(/^[0-9a-f]{64}$/);
const TEXT = z.string().max(4096);

// Deployers write these records with their own rights: what another wrote is checked like any input.
const FILE = z.object({
  path: z.string().min(1).max(1024),
  kind: z.enum(['page', 'asset']),
  identity: HASH,
  sha256: HASH,
  size: z.int().nonnegative(),
  replaces: HASH.optional(),
  base: z.union([HASH, z.literal('none')]).optional(),
});

const RELEASE = z.object({
  id: z.string().regex(RELEASE_ID),
  site: z.string().min(1).max(64),
  target: z.enum(['staging', 'production']),
  change: TEXT.optional(),
  by: TEXT,
  at: z.iso.datetime(),
  files: z.array(FILE).max(100_000),
  state: z.enum(['begun', 'done', 'rolled-back']),
});

/** Reads a release record; `undefined` where it is none, or one of another name. */
export function releaseOf(json: string, { site, id }: Pick<Release, 'site' | 'id'>): Release | undefined {
  const parsed = RELEASE.safeParse(asJson(json));
  return parsed.success && parsed.data.site === site && parsed.data.id === id ? parsed.data : undefined;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
