import type { ListObjectVersionsCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import type { ListedVersion } from '../site/version.ts';
import { awsFailure } from './aws-failure.ts';

// Most looks meet the cursor within a few versions; a page that does not goes on in larger steps.
const FIRST_PAGE = 25;
const NEXT_PAGE = 250;

/** Whole seconds, as S3's own listing and `Last-Modified` have it: times of one version compare equal. */
export function wholeSeconds(at: Date): string {
  return new Date(Math.floor(at.getTime() / 1000) * 1000).toISOString();
}

/**
 * Stored states of exactly this key, newest first, read page by page as far as the caller goes.
 *
 * The order is the document's: S3 lists the versions of a key in the order in which they were stored, most recent
 * first, delete markers between them (S3 user guide, "Listing objects in a versioning-enabled bucket"). Times cannot
 * replace it: they are whole seconds, and a multipart upload's is the time of its start.
 */
export async function* listVersions(s3: S3Client, bucket: string, key: string): AsyncGenerator<ListedVersion> {
  let after: string | undefined;
  do {
    const page = await onePage(s3, bucket, key, after);
    yield* page.listed;
    after = page.next;
  } while (after !== undefined);
}

async function onePage(s3: S3Client, bucket: string, key: string, after: string | undefined) {
  const command = new ListObjectVersionsCommand({
    Bucket: bucket,
    Prefix: key,
    // Keys may hold characters that XML cannot.
    EncodingType: 'url',
    MaxKeys: after === undefined ? FIRST_PAGE : NEXT_PAGE,
    ...(after === undefined ? {} : { KeyMarker: key, VersionIdMarker: after }),
  });
  const order = recordOrder(command);
  try {
    const output = await s3.send(command);
    const listed = inOrder(output, key, order());
    // The key itself sorts before every longer key with this prefix: the first other key ends the list.
    const all = (output.Versions?.length ?? 0) + (output.DeleteMarkers?.length ?? 0);
    const next = output.IsTruncated === true && listed.length === all ? output.NextVersionIdMarker : undefined;
    return { listed, next };
  } catch (error) {
    throw awsFailure('BUCKET', `Listing versions of ${key} in ${bucket}`, error);
  }
}

function inOrder(output: ListObjectVersionsCommandOutput, key: string, order: readonly string[]): ListedVersion[] {
  const rank = new Map(order.toReversed().map((id, i) => [id, order.length - i]));
  const encoded = output.EncodingType === 'url';
  return [
    ...(output.Versions ?? []).map((entry) => ({ ...entry, size: entry.Size, deleted: false })),
    ...(output.DeleteMarkers ?? []).map((entry) => ({ ...entry, ETag: undefined, size: undefined, deleted: true })),
  ]
    .filter((entry) => isKey(entry.Key ?? '', key, encoded))
    .toSorted((a, b) => (rank.get(a.VersionId ?? 'null') ?? 0) - (rank.get(b.VersionId ?? 'null') ?? 0))
    .toSorted((a, b) => Number(b.IsLatest === true) - Number(a.IsLatest === true))
    .map(({ VersionId = 'null', ETag, LastModified = new Date(0), deleted, size }) => ({
      versionId: VersionId,
      ...(ETag !== undefined && { etag: ETag }),
      lastModified: wholeSeconds(LastModified),
      deleted,
      ...(size !== undefined && { size }),
    }));
}

function isKey(listed: string, key: string, encoded: boolean): boolean {
  if (listed === key) return true;
  return encoded && [listed, listed.replaceAll('+', ' ')].some((text) => decoded(text) === key);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * The SDK splits versions and delete markers into two lists and so loses their order within one second: this takes
 * the order of version ids from the response's own bytes. Other keys sort later, so an id's first place is ours.
 */
function recordOrder(command: ListObjectVersionsCommand): () => readonly string[] {
  let order: readonly string[] = [];
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { response } = result;
      if (!hasBody(response)) return result;
      const chunks: Uint8Array[] = [];
      for await (const chunk of response.body) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      order = [...body.toString('latin1').matchAll(/<VersionId>([^<]*)<\/VersionId>/g)].map(([, id = '']) => id);
      Object.assign(response, { body });
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'holdfastDocumentOrder' },
  );
  return () => order;
}

function hasBody(response: unknown): response is { body: AsyncIterable<Uint8Array> } {
  if (typeof response !== 'object' || response === null || !('body' in response)) return false;
  return typeof response.body === 'object' && response.body !== null && Symbol.asyncIterator in response.body;
}
