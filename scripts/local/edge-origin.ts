import { GetObjectCommand, type GetObjectCommandOutput } from '@aws-sdk/client-s3';
import type { LocalClients } from './clients.ts';
import type { Cached } from './edge-cache.ts';

/** The bucket behind a distribution, and the folder of it that is served. */
export interface Origin {
  readonly bucket: string;
  /** Empty, or beginning with a slash. */
  readonly path: string;
}

/** What the bucket has for a path, as it stands in the address; 404 where there is nothing, also behind a delete marker. */
export async function fromOrigin(
  { bucket, path: originPath }: Origin,
  path: string,
  { s3, now }: Pick<LocalClients, 's3'> & { readonly now: () => number },
): Promise<Cached> {
  const at = now();
  const key = keyOf(`${originPath}${path}`);
  if (key === undefined) return { status: 400, headers: {}, body: new Uint8Array(), at };
  try {
    const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (object.DeleteMarker) return nothing(at);
    return {
      status: 200,
      headers: headersOf(object),
      body: (await object.Body?.transformToByteArray()) ?? new Uint8Array(),
      at,
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return nothing(at);
    throw error;
  }
}

/** `undefined` for what is no text in UTF-8. S3 reads a plus sign as a space. */
function keyOf(path: string): string | undefined {
  try {
    return decodeURIComponent(path.replaceAll('+', ' ')).slice(1);
  } catch {
    return undefined;
  }
}

function nothing(at: number): Cached {
  return { status: 404, headers: { 'content-type': 'text/plain' }, body: Buffer.from('NoSuchKey'), at };
}

function headersOf(object: GetObjectCommandOutput): Record<string, string> {
  const said = {
    'content-type': object.ContentType,
    'cache-control': object.CacheControl,
    'content-encoding': object.ContentEncoding,
    'content-disposition': object.ContentDisposition,
    'content-language': object.ContentLanguage,
    expires: object.ExpiresString,
    etag: object.ETag,
    'last-modified': object.LastModified?.toUTCString(),
  };
  return Object.fromEntries(
    Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
