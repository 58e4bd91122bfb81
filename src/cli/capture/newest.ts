import { sealHolds } from '../../lib/capture/seal.ts';
import type { SecretBook } from '../../lib/capture/secrets.ts';
import type { CaptureReader, CaptureStore } from '../../lib/capture/store.ts';

/** What a capture is to be incremental to. */
interface Wanted {
  readonly account: string;
  readonly home: string;
  readonly services: readonly string[];
}

/**
 * The newest complete capture of the same account and home region: of those with all of these services, where there is one.
 * What is damaged, and what this machine's key did not seal, is no help and is passed over: what is taken from there is sealed
 * anew.
 */
export async function newestOf(
  store: CaptureStore,
  wanted: Wanted,
  secrets: SecretBook,
): Promise<CaptureReader | undefined> {
  let some: CaptureReader | undefined;
  for (const { name, sealed } of (await store.list()).toReversed()) {
    const reader = sealed ? await trusted(store, name, secrets) : undefined;
    if (!reader || !fits(reader, wanted)) continue;
    if (wanted.services.every((service) => reader.metadata.services.includes(service))) return reader;
    some ??= reader;
  }
  return some;
}

/** A capture that can be read and is as it was sealed here; `undefined` for any other. */
export async function trusted(
  store: CaptureStore,
  name: string,
  secrets: SecretBook,
): Promise<CaptureReader | undefined> {
  const reader = await store.read(name).catch(() => undefined);
  return reader && sealHolds(reader.metadata, secrets) === true ? reader : undefined;
}

function fits({ metadata: { status, account, regions } }: CaptureReader, wanted: Wanted): boolean {
  return status === 'complete' && account === wanted.account && regions[0] === wanted.home;
}
