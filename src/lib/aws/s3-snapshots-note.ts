import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { sha256 } from '../site/version.ts';
import type { ServedHeaders, StoredAs } from '../site/version.ts';
import { servedHeaders } from './s3-bucket-headers.ts';

/** User metadata in which a kept object notes what it cannot carry itself. */
const NOTE = 'holdfast-kept';

const ASIDE = /^aside:([0-9a-f]{64})$/;

// S3 takes 2 KB of user metadata in all, names and values (S3 user guide, "Working with object metadata").
const METADATA_BYTES = 2048;

/** Which object was copied: an asset's copy is replaced when this changes. */
export interface Source {
  readonly etag: string;
  readonly lastModified: string;
}

/** What a kept object remembers besides the headers that it carries itself. */
export interface Note {
  readonly storedAs: StoredAs;
  readonly websiteRedirect?: string;
  /** All of the metadata, where S3 might not return it letter by letter, or where it leaves no room. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** The version had no Content-Type. S3 gives every object one. */
  readonly typeless?: true;
  readonly source?: Source;
}

/** Headers to keep an object with; `aside` is a note too long for metadata, to be kept beside it under its SHA-256. */
export interface Noted {
  readonly headers: ServedHeaders;
  readonly aside?: { readonly sha256: string; readonly json: string };
}

/**
 * Headers for the kept object: the version's own, so that any S3 tool can read it, and a note of the rest. A website
 * redirect is only noted: the snapshot is not to be redirected itself.
 */
export function noted(headers: ServedHeaders, storedAs: StoredAs, source?: Source): Noted {
  const { websiteRedirect, metadata, ...carried } = headers;
  const note: Note = {
    storedAs,
    ...(websiteRedirect !== undefined && { websiteRedirect }),
    ...(!isPlain(metadata) && { metadata }),
    ...(headers.contentType === undefined && { typeless: true }),
    ...(source && { source }),
  };
  const inside = {
    ...(note.metadata === undefined ? metadata : {}),
    [NOTE]: Buffer.from(JSON.stringify(note)).toString('base64'),
  };
  if (byteLength(inside) <= METADATA_BYTES) return { headers: { ...carried, metadata: inside } };
  const json = JSON.stringify({ ...note, metadata });
  const digest = sha256(json);
  return { headers: { ...carried, metadata: { [NOTE]: `aside:${digest}` } }, aside: { sha256: digest, json } };
}

/** The SHA-256 under which a kept object's note lies aside, if it does. */
export function asideOf(metadata: Readonly<Record<string, string>> | undefined): string | undefined {
  return ASIDE.exec(metadata?.[NOTE] ?? '')?.[1];
}

/** Reads an object's note, `aside` being what lies aside. Throws where there is none that we could have written. */
export function readNote(metadata: Readonly<Record<string, string>> | undefined, aside?: string): Note {
  const json = aside ?? Buffer.from(metadata?.[NOTE] ?? '', 'base64').toString();
  const note: unknown = JSON.parse(json);
  if (!isNote(note)) throw new Error('There is no note with it');
  return note;
}

/** Deployers write copies of what they replace with their own rights: what is acted upon must be of its shape. */
function isNote(value: unknown): value is Note {
  if (!isRecord(value) || !isRecord(value['storedAs'])) return false;
  const { tags, acl, encryption } = value['storedAs'];
  const grants = isRecord(acl) ? acl['grants'] : undefined;
  return optional(tags, isRecord) && optional(encryption, isRecord) && optional(acl, () => isGrants(grants));
}

function isGrants(value: unknown): boolean {
  return Array.isArray(value) && value.every((grant) => isRecord(grant) && isRecord(grant['grantee']));
}

const optional = (value: unknown, is: (value: unknown) => boolean): boolean => value === undefined || is(value);

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Puts the version's own headers together again from those that the kept object carries and its note. */
export function originalHeaders(output: GetObjectCommandOutput, note: Note): ServedHeaders {
  const { metadata, contentType, ...carried } = servedHeaders(output);
  const { [NOTE]: _note, ...own } = metadata;
  return {
    ...(contentType !== undefined && !note.typeless && { contentType }),
    ...carried,
    ...(note.websiteRedirect !== undefined && { websiteRedirect: note.websiteRedirect }),
    metadata: note.metadata ?? own,
  };
}

/** Printable ASCII without outer spaces, nothing in RFC 2047's encoding, no name of ours. */
function isPlain(metadata: Readonly<Record<string, string>>): boolean {
  return Object.entries(metadata).every(
    ([name, value]) => name !== NOTE && /^[!-~]([ -~]*[!-~])?$/.test(value) && !value.includes('=?'),
  );
}

function byteLength(metadata: Readonly<Record<string, string>>): number {
  return Object.entries(metadata).reduce((sum, [name, value]) => sum + name.length + Buffer.byteLength(value), 0);
}
