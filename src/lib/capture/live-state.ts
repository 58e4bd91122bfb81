import { HoldfastError } from '../errors.ts';
import { capturedResource, type CapturedResource } from './captured-resource.ts';
import type { Estate } from './estate.ts';
import { memoryCapture } from './memory-capture.ts';
import type { Resource } from './resource.ts';
import type { SecretBook } from './secrets.ts';
import type { Service } from './service.ts';
import { sinkOf } from './sink-of.ts';

/**
 * What is live of a resource now, captured into memory with `fetches: false`: its documents and indexes can be read, bytes of
 * more than 8 MiB cannot. `undefined` where it does not exist (any more). `previous`: the captured one, for services that tell
 * by it what is the same.
 */
export async function liveState(
  service: Pick<Service, 'capture'>,
  resource: Resource,
  secrets: SecretBook,
  estate: Estate,
  previous?: CapturedResource,
): Promise<CapturedResource | undefined> {
  const { service: name, id, name: called, region, tags, folder } = resource;
  const plain = { service: name, id, name: called, region, folder, ...(tags && { tags }) };
  const { writer, reader } = memoryCapture();
  const hidden = { ...secrets, encrypt: undefined };
  const { sink, end } = sinkOf(plain, { writer, secrets: hidden, fetches: false, previous, tally: () => {} });
  try {
    await service.capture(plain, sink, estate);
  } catch (error) {
    if (error instanceof HoldfastError && error.code === 'ESTATE.GONE') return undefined;
    throw error;
  }
  const { files, ...sums } = await end();
  const at = estate.now().toISOString();
  const entry = {
    ...plain,
    status: 'captured' as const,
    files: [...files],
    ...sums,
    sha256: '',
    at,
    seconds: 0,
    tries: 1,
  };
  return capturedResource(entry, reader);
}
