import { isObject } from '../../capture/plain-value.ts';
import type { Sink } from '../../capture/sink.ts';
import { HoldfastError } from '../../errors.ts';
import { hidden } from './hide.ts';

/**
 * An export, without what a new deployment changes by itself: the version is the time of the deployment where the API has none of
 * its own, and the servers' addresses have its id. Throws `ESTATE.FAILED` where it is no JSON.
 */
export async function openApi(
  body: Uint8Array | undefined,
  stage: string,
  version: string | undefined,
  sink: Pick<Sink, 'secret'>,
): Promise<unknown> {
  const document = read(body);
  const { info, servers: _, ...rest } = document;
  const told = { ...(isObject(info) && info), version: version || '1.0' };
  return hidden({ ...rest, info: told }, `openapi/${stage}`, sink);
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
