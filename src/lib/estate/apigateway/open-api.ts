import { isObject } from '../../capture/plain-value.ts';
import type { Sink } from '../../capture/sink.ts';
import { HoldfastError } from '../../errors.ts';
import { hidden } from './hide.ts';

/**
 * An export, without what a new deployment changes by itself: the version is the time of the deployment where the API has none of
 * its own, and the servers' addresses have its id. `ids` are those of its
 * resources, which name their caches where nothing else does. Throws `ESTATE.FAILED` where it is no JSON.
 */
export async function openApi(
  body: Uint8Array | undefined,
  stage: string,
  { version, ids }: { readonly version: string | undefined; readonly ids: ReadonlySet<string> },
  sink: Pick<Sink, 'secret'>,
): Promise<unknown> {
  const document = read(body);
  const { info, servers: _, ...rest } = document;
  const told = { ...(isObject(info) && info), version: version || '1.0' };
  return hidden(withoutIds({ ...rest, info: told }, ids), `openapi/${stage}`, sink);
}

function read(body: Uint8Array | undefined): Readonly<Record<string, unknown>> {
  try {
    const document: unknown = JSON.parse(Buffer.from(body ?? []).toString());
    if (isObject(document)) return document;
  } catch {
    // Told below, without the text: it may hold secrets.
  }
  throw new HoldfastError('ESTATE.FAILED', 'API Gateway gave an export that is no JSON.', { retryable: true });
}

function withoutIds(value: unknown, ids: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((each) => withoutIds(each, ids));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) =>
      key === 'cacheNamespace' && typeof each === 'string' && ids.has(each) ? [] : [[key, withoutIds(each, ids)]],
    ),
  );
}
