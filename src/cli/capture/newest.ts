import type { CaptureReader, CaptureStore } from '../../lib/capture/store.ts';

/** What a capture is to be incremental to. */
interface Wanted {
  readonly account: string;
  readonly home: string;
  readonly services: readonly string[];
}

/**
 * The newest complete capture of the same account and home region: of those with all of these services, where there is one.
 * What is damaged is no help and is passed over.
 */
export async function newestOf(store: CaptureStore, wanted: Wanted): Promise<CaptureReader | undefined> {
  let some: CaptureReader | undefined;
  for (const { name, sealed } of (await store.list()).toReversed()) {
    const reader = sealed ? await store.read(name).catch(() => undefined) : undefined;
    if (!reader || !fits(reader, wanted)) continue;
    if (wanted.services.every((service) => reader.metadata.services.includes(service))) return reader;
    some ??= reader;
  }
  return some;
}

function fits({ metadata: { status, account, regions } }: CaptureReader, wanted: Wanted): boolean {
  return status === 'complete' && account === wanted.account && regions[0] === wanted.home;
}
