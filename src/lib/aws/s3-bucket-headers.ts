import type {
  GetObjectCommandOutput,
  HeadObjectCommandOutput,
  PutObjectCommand,
  PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { MARK } from '../site/version.ts';
import type { ServedHeaders } from '../site/version.ts';

/** The headers an object is served with, as S3 returned them to a GET or a HEAD; our own mark is left out. */
export function servedHeaders(output: GetObjectCommandOutput | HeadObjectCommandOutput): ServedHeaders {
  const { [MARK]: _mark, ...metadata } = output.Metadata ?? {};
  return {
    ...present({
      contentType: output.ContentType,
      cacheControl: output.CacheControl,
      contentEncoding: output.ContentEncoding,
      contentDisposition: output.ContentDisposition,
      contentLanguage: output.ContentLanguage,
      expires: output.ExpiresString,
      websiteRedirect: output.WebsiteRedirectLocation,
    }),
    metadata,
  };
}

/** Our own mark, when the object carries one that we could have written. */
export function markOf(output: GetObjectCommandOutput): { mark?: number } {
  const mark = output.Metadata?.[MARK];
  return mark !== undefined && /^\d{1,15}$/.test(mark) ? { mark: Number(mark) } : {};
}

/**
 * The fields of a PutObject that serve a version as it was served. Metadata goes back as S3 gave it: what came
 * encoded after RFC 2047 is decoded by S3 when it is stored. `expires` needs `sendExpires` besides.
 */
export function headerFields(headers: ServedHeaders, mark?: number): Partial<PutObjectCommandInput> {
  return {
    ContentType: headers.contentType,
    CacheControl: headers.cacheControl,
    ContentEncoding: headers.contentEncoding,
    ContentDisposition: headers.contentDisposition,
    ContentLanguage: headers.contentLanguage,
    WebsiteRedirectLocation: headers.websiteRedirect,
    Metadata: { ...headers.metadata, ...(mark === undefined ? {} : { [MARK]: String(mark) }) },
  };
}

/** Sends `Expires` as it was, also where it is no date (`0` is common): the SDK would take a `Date` only. */
export function sendExpires(command: PutObjectCommand, { expires }: ServedHeaders): void {
  if (expires === undefined) return;
  command.middlewareStack.add(
    (next) => async (args) => {
      if (hasHeaders(args.request)) args.request.headers['expires'] = expires;
      return next(args);
    },
    { step: 'build', name: 'holdfastExpires' },
  );
}

function hasHeaders(request: unknown): request is { headers: Record<string, string> } {
  return typeof request === 'object' && request !== null && 'headers' in request;
}

/** Fields without the absent ones: headers are compared and kept, and absent is not the same as `undefined` there. */
export function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> };
export function present(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
