import * as z from 'zod';
import { SECRET_REFERENCE } from './secrets.ts';
import { TEXTS } from './texts.ts';

/** Whether a path stays below its folder: plain names with slashes between. */
export function staysBelow(path: string): boolean {
  return !path.includes('\0') && path.split('/').every((name) => name !== '' && name !== '.' && name !== '..');
}

const PATH = z.string().refine(staysBelow);

/** One file of a resource in a capture. */
export const FILE = z.object({
  /** Below the capture's own folder. */
  path: PATH,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().nonnegative(),
});

/** What a capture holds of one resource. */
export const ENTRY = z.object({
  service: z.string(),
  id: z.string(),
  name: z.string(),
  region: z.string(),
  tags: TEXTS.optional(),
  folder: PATH,
  /**
   * `failed`: nothing of it can be relied on; the capture is incomplete. `gone`: it was deleted between the inventory and its
   * turn, and is none of the estate any more.
   */
  status: z.enum(['captured', 'failed', 'gone']),
  files: z.array(FILE),
  /** Objects that are listed in an index of the resource instead of in `files`. */
  objects: z.number().int().nonnegative(),
  /** Bytes of everything it has, objects included. */
  bytes: z.number().int().nonnegative(),
  /** Of those, the bytes that an earlier capture had already and that were not fetched again. */
  reused: z.number().int().nonnegative(),
  /** SHA-256 over the paths and hashes of `files`, in order of path. */
  sha256: z.string(),
  at: z.iso.datetime(),
  seconds: z.number().nonnegative(),
  tries: z.number().int().positive(),
  /** The secrets that it needs, in order of name: never their values. */
  secrets: z.array(SECRET_REFERENCE).optional(),
  error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }).optional(),
});

export type FileEntry = Readonly<z.infer<typeof FILE>>;
export type Entry = Readonly<z.infer<typeof ENTRY>>;

/** Which resources a capture takes in, and what its services were told. */
export const SCOPE = z.object({
  tags: TEXTS,
  services: z.record(
    z.string(),
    z.object({
      include: z.array(z.string()).optional(),
      exclude: z.array(z.string()).optional(),
      options: z.record(z.string(), z.unknown()),
    }),
  ),
});

/** `SNAPSHOT-METADATA.json`: what seals a capture. Written last: a capture without it is not sealed. */
export const METADATA = z.object({
  format: z.literal(1),
  /** Also a part of the names of files, e.g. of journals. */
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/),
  account: z.string().regex(/^\d{12}$/),
  regions: z.array(z.string()),
  services: z.array(z.string()),
  startedAt: z.iso.datetime(),
  sealedAt: z.iso.datetime(),
  /** The capture that this one is incremental to. */
  previous: z.string().optional(),
  /** What it was made with, so that a later look at the estate takes in as much. */
  scope: SCOPE.optional(),
  /** `incomplete`: something failed, is named in `resources`, and restoring asks for `--partial`. */
  status: z.enum(['complete', 'incomplete']),
  /** Which key the secrets' hashes were made with: the first 16 hex digits of its SHA-256. */
  secretsKey: z.string(),
  /** Files of the capture as a whole. */
  files: z.array(FILE),
  resources: z.array(ENTRY),
  /** HMAC-SHA256 over all of the above, see `SecretBook.sign`: whether anybody changed it since. */
  seal: z.string(),
});

export type Scope = Readonly<z.infer<typeof SCOPE>>;
export type Metadata = Readonly<z.infer<typeof METADATA>>;
