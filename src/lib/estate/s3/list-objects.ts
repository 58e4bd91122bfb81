import { HoldfastError } from '../../errors.ts';
import { wholeBody } from './body.ts';
import type { SignedBucket } from './signed-bucket.ts';
import { elements, textOf } from './xml.ts';

/** An object, a version or a delete marker as S3 lists it. */
export interface Listed {
  readonly key: string;
  readonly size: number;
  /** Without its quotes. */
  readonly etag: string;
  /** In whole seconds: headers have no more. */
  readonly lastModified: string;
  readonly storageClass: string;
  readonly versionId?: string;
  readonly latest?: boolean;
  readonly deleteMarker?: true;
}

/** Where a listing begins: after a key, or after a version of it. */
export interface After {
  readonly key: string;
  readonly versionId?: string | undefined;
}

/**
 * Everything in a bucket, in the order of keys, with `versions` newest first within a key. One page is read ahead. Keys come
 * encoded: they may hold what XML cannot.
 */
export async function* listObjects(
  bucket: SignedBucket,
  {
    versions,
    after,
    prefix,
    signal,
  }: { versions: boolean; after?: After | undefined; prefix?: string; signal: AbortSignal },
): AsyncGenerator<Listed> {
  const read = (at: After | Token | undefined) =>
    bucket.get(
      {
        operation: versions ? 'ListObjectVersions' : 'ListObjectsV2',
        path: '/',
        query: {
          ...(versions ? versionsQuery(at) : objectsQuery(at)),
          prefix,
          'encoding-type': 'url',
          'max-keys': '1000',
        },
        signal,
      },
      async (answer) => pageOf((await wholeBody(answer)).toString()),
    );
  let page = await read(after);
  for (;;) {
    const coming = page.next && read(page.next);
    coming?.catch(() => {});
    yield* page.listed;
    if (!coming) return;
    page = await coming;
  }
}

interface Token {
  readonly token: string;
}

function objectsQuery(at: After | Token | undefined): Record<string, string | undefined> {
  return {
    'list-type': '2',
    'continuation-token': at && 'token' in at ? at.token : undefined,
    'start-after': at && 'key' in at ? at.key : undefined,
  };
}

function versionsQuery(at: After | Token | undefined): Record<string, string | undefined> {
  const { key, versionId } = at && 'key' in at ? at : {};
  return { versions: '', 'key-marker': key, 'version-id-marker': key === undefined ? undefined : versionId };
}

interface Page {
  readonly listed: readonly Listed[];
  readonly next: After | Token | undefined;
}

function pageOf(xml: string): Page {
  if (!/<List(?:Bucket|Versions)Result/.test(xml.slice(0, 1000)))
    throw new HoldfastError('ESTATE.FAILED', 'S3 lists in a form that is not known.');
  const decode = textOf(xml, 'EncodingType') === 'url' ? decoded : (text: string) => text;
  const listed: Listed[] = [];
  let head = xml.length;
  for (const element of elements(xml, 'Contents', 'Version', 'DeleteMarker')) {
    if (listed.length === 0) head = xml.indexOf(`<${element.tag}>`);
    listed.push(listedOf(element, decode));
  }
  // What is said of the page comes before, or after, all that is listed: a listed name must not be read for it.
  const about = xml.slice(0, head) + xml.slice(Math.max(head, lastEnd(xml)));
  return { listed, next: textOf(about, 'IsTruncated') === 'true' ? nextOf(about, decode) : undefined };
}

function lastEnd(xml: string): number {
  return Math.max(...['Contents', 'Version', 'DeleteMarker'].map((tag) => xml.lastIndexOf(`</${tag}>`)));
}

function nextOf(about: string, decode: (text: string) => string): After | Token {
  const token = textOf(about, 'NextContinuationToken');
  if (token !== undefined) return { token };
  const key = textOf(about, 'NextKeyMarker');
  if (key === undefined) throw new HoldfastError('ESTATE.FAILED', 'S3 says that there is more, and not where.');
  return { key: decode(key), versionId: textOf(about, 'NextVersionIdMarker') };
}

function listedOf({ tag, xml }: { tag: string; xml: string }, decode: (text: string) => string): Listed {
  const versionId = textOf(xml, 'VersionId');
  return {
    key: decode(textOf(xml, 'Key') ?? ''),
    size: Number(textOf(xml, 'Size') ?? 0),
    etag: unquoted(textOf(xml, 'ETag') ?? ''),
    lastModified: wholeSeconds(textOf(xml, 'LastModified') ?? ''),
    storageClass: textOf(xml, 'StorageClass') ?? 'STANDARD',
    ...(versionId !== undefined && { versionId, latest: textOf(xml, 'IsLatest') === 'true' }),
    ...(tag === 'DeleteMarker' && { deleteMarker: true as const }),
  };
}

/** S3 encodes as forms do. */
function decoded(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

export function unquoted(etag: string): string {
  return etag.replaceAll('"', '');
}

/** A time of S3, of a list or of a header, as ISO 8601 in whole seconds; `1970` where it is none. */
export function wholeSeconds(time: string): string {
  const at = Date.parse(time);
  return `${new Date(Number.isNaN(at) ? 0 : at).toISOString().slice(0, 19)}Z`;
}
