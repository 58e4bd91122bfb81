import { DELETED, identify, sha256 } from '../../src/lib/site/version.ts';
import type { Bucket, Condition, Content, WriteOutcome } from '../../src/lib/site/bucket.ts';
import type { StoredAs } from '../../src/lib/site/version.ts';
import { fakeBucket } from './fake-bucket.ts';
import { frozenCopy } from './frozen.ts';
import { md5Etag, splitMark } from './stored-object.ts';
import type { SentHeaders, StoredObject } from './stored-object.ts';

/** `suspended`: versioning was on once; writes replace the `null` version and leave the others. */
export type Versioning = 'versioned' | 'suspended' | 'unversioned';

/** How the model is set up; ETags are the MD5 of the bytes unless `randomEtags`, as under KMS. */
export interface S3ModelOptions {
  readonly mode: Versioning;
  readonly clock: () => Date;
  readonly randomEtags?: boolean;
  /** Entries per page of a listing. */
  readonly pageSize?: number;
  /** Told of every object created or removed, as notifications are. */
  readonly onWrite?: (entry: StoredObject) => void;
}

/** What somebody outside does, with any tool. */
export interface RawBucket {
  readonly upload: (
    key: string,
    bytes: Uint8Array | string,
    headers?: SentHeaders,
    storedAs?: StoredAs,
  ) => StoredObject;
  /** A plain delete: a marker where versioning is or was on. `undefined` when there was nothing to remove. */
  readonly remove: (key: string) => StoredObject | undefined;
  /** Deletes one version or marker for good, as a lifecycle rule does. */
  readonly removePermanently: (key: string, versionId: string) => void;
}

/** One bucket, exactly as S3 documents it, in memory. */
export interface S3Model {
  readonly bucket: Bucket;
  readonly raw: RawBucket;
  readonly setMode: (mode: Versioning) => void;
  /** Every key that has something live, in the order of S3's lists. */
  readonly keys: () => readonly string[];
  /** Entries of a key, oldest first. */
  readonly entries: (key: string) => readonly StoredObject[];
  /** The newest entry of a key, delete markers included. */
  readonly newest: (key: string) => StoredObject | undefined;
  readonly get: (key: string, versionId: string) => StoredObject | undefined;
  /** The object that a plain GET serves. */
  readonly live: (key: string) => StoredObject | undefined;
  readonly list: (
    key: string,
    after?: StoredObject,
  ) => { readonly entries: readonly StoredObject[]; readonly more: boolean };
  readonly put: (key: string, content: Content, mark: number, condition: Condition) => WriteOutcome;
  readonly remove: (key: string, ifMatch: string) => WriteOutcome;
}

interface Draft {
  readonly bytes: Uint8Array | string;
  readonly headers: SentHeaders;
  readonly storedAs: StoredAs;
  readonly own: boolean;
}

/** Makes an empty bucket. */
export function s3Model(options: S3ModelOptions): S3Model {
  const stacks = new Map<string, StoredObject[]>();
  let mode = options.mode;
  let serial = 0;

  const entries = (key: string): readonly StoredObject[] => stacks.get(key) ?? [];
  const newest = (key: string): StoredObject | undefined => entries(key).at(-1);
  const live = (key: string): StoredObject | undefined => {
    const top = newest(key);
    return top?.deleted ? undefined : top;
  };

  function next(key: string, own: boolean) {
    serial += 1;
    const ms = options.clock().getTime();
    return {
      serial,
      key,
      own,
      versionId: mode === 'versioned' ? `v${serial}` : 'null',
      lastModified: new Date(ms - (ms % 1000)).toISOString(),
    };
  }

  function push(entry: StoredObject): StoredObject {
    const kept = entries(entry.key).filter(({ versionId }) => entry.versionId !== 'null' || versionId !== 'null');
    stacks.set(entry.key, [...kept, entry]);
    options.onWrite?.(entry);
    return entry;
  }

  function write(key: string, { bytes, headers: sent, storedAs, own }: Draft): StoredObject {
    const body = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : Uint8Array.from(bytes);
    const { headers, mark } = splitMark(sent);
    const base = next(key, own);
    const etag = options.randomEtags ? `"${sha256(`etag ${base.serial}`).slice(0, 32)}"` : md5Etag(body);
    const digest = sha256(body);
    const facts = { bytes: body, sha256: digest, identity: identify(digest, headers), etag, deleted: false };
    const kept = { headers: frozenCopy(headers), storedAs: frozenCopy(storedAs) };
    return push({ ...base, ...kept, ...facts, ...(mark !== undefined && { mark }) });
  }

  function erase(key: string, own: boolean): StoredObject | undefined {
    const { headers } = splitMark({});
    const nothing = { bytes: new Uint8Array(), sha256: '', headers, storedAs: {}, identity: DELETED };
    if (mode !== 'unversioned') return push({ ...next(key, own), ...nothing, deleted: true });
    if (entries(key).length === 0) return undefined;
    stacks.delete(key);
    const trace: StoredObject = { ...next(key, own), ...nothing, versionId: 'gone', deleted: true };
    options.onWrite?.(trace);
    return trace;
  }

  const model: Omit<S3Model, 'bucket'> = {
    keys: () =>
      [...stacks.keys()].filter((key) => live(key)).toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    entries,
    newest,
    live,
    get: (key, versionId) => entries(key).find((entry) => entry.versionId === versionId && !entry.deleted),
    setMode(to) {
      if (to === 'unversioned' && mode !== to) throw new Error('S3 never turns versioning off again, it suspends it');
      mode = to;
    },
    list(key, after) {
      const older = entries(key)
        .filter((entry) => !after || entry.serial < after.serial)
        .toReversed();
      const size = options.pageSize ?? 1000;
      return { entries: older.slice(0, size), more: older.length > size };
    },
    put(key, content, mark, condition) {
      const over = live(key);
      if ('ifNoneMatch' in condition ? over : over?.etag !== condition.ifMatch) return 'lost';
      const metadata = { ...content.headers.metadata, holdfast: String(mark) };
      write(key, { ...content, headers: { ...content.headers, metadata }, own: true });
      return 'done';
    },
    remove(key, ifMatch) {
      if (live(key)?.etag !== ifMatch) return 'lost';
      erase(key, true);
      return 'done';
    },
    raw: {
      upload: (key, bytes, headers = {}, storedAs = {}) => write(key, { bytes, headers, storedAs, own: false }),
      remove: (key) => erase(key, false),
      removePermanently(key, versionId) {
        stacks.set(
          key,
          entries(key).filter((entry) => entry.versionId !== versionId),
        );
      },
    },
  };
  return Object.assign(model, { bucket: fakeBucket(model) });
}
