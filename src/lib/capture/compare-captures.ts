import { capturedResource, type CapturedResource } from './captured-resource.ts';
import type { Change } from './change.ts';
import { compareResources } from './compare-resources.ts';
import type { Entry, Metadata } from './entry.ts';
import { keyOf, type ResourceKey } from './resource.ts';
import type { Service } from './service.ts';
import type { CaptureReader } from './store.ts';
import { withoutHashes } from './without-hashes.ts';

/** What differs between two captures, told as it is found: for `changed`, one for each difference. */
export type Difference = { readonly service: string; readonly resource: ResourceKey; readonly name: string } & (
  | { readonly kind: 'added' | 'removed' }
  | { readonly kind: 'changed'; readonly change: Change }
  /** It cannot be told: it, or its whole service, failed to be captured. */
  | { readonly kind: 'unknown'; readonly why: string }
);

/** Whether both captures' secrets were hashed with the same key; else they cannot be compared. */
export function sameKeys(before: Metadata, after: Metadata): boolean {
  return before.secretsKey === after.secretsKey;
}

/** Services that only one of the captures was to have: their resources are not compared. */
export function servicesOfOne(before: Metadata, after: Metadata): readonly string[] {
  const [left, right] = [new Set(before.services), new Set(after.services)];
  return [...left.symmetricDifference(right)].toSorted();
}

/**
 * What differs between two captures, of these services as far as both were to have them, in order of service and resource.
 * Memory is bounded by the largest document. `tell` gets how many resources were compared, after each.
 */
export async function* compareCaptures(
  before: CaptureReader,
  after: CaptureReader,
  services: readonly Service[],
  tell: (compared: number) => void = () => {},
): AsyncIterable<Difference> {
  let compared = 0;
  const hashes = sameKeys(before.metadata, after.metadata);
  const seen = (entry: Entry, reader: CaptureReader) => {
    const resource = capturedResource(entry, reader);
    return hashes ? resource : withoutHashes(resource);
  };
  const apart = new Set(servicesOfOne(before.metadata, after.metadata));
  for (const service of services) {
    if (apart.has(service.name)) continue;
    const [left, right] = [entriesOf(service, before), entriesOf(service, after)];
    for (const key of [...new Set([...left.keys(), ...right.keys()])].toSorted()) {
      const [a, b] = [left.get(key), right.get(key)];
      yield* compareEntries({ service, key, a, b, all: `${service.name}/*`, left, right }, (entry, side) =>
        seen(entry, side === 'before' ? before : after),
      );
      compared += 1;
      tell(compared);
    }
  }
}

function entriesOf({ name }: Service, { metadata }: CaptureReader): ReadonlyMap<ResourceKey, Entry> {
  const there = metadata.resources.filter(({ service, status }) => service === name && status !== 'gone');
  return new Map(there.map((entry) => [keyOf(entry), entry]));
}

interface Both {
  readonly service: Service;
  readonly key: ResourceKey;
  readonly a: Entry | undefined;
  readonly b: Entry | undefined;
  /** The key of the entry that says that the service could not be listed. */
  readonly all: ResourceKey;
  readonly left: ReadonlyMap<ResourceKey, Entry>;
  readonly right: ReadonlyMap<ResourceKey, Entry>;
}

async function* compareEntries(
  { service, key, a, b, all, left, right }: Both,
  seen: (entry: Entry, side: 'before' | 'after') => CapturedResource,
): AsyncIterable<Difference> {
  const about = { service: service.name, resource: key, name: a?.name ?? b?.name ?? key };
  const failure = [a, b].find((entry) => entry?.status === 'failed');
  if (failure) yield { ...about, kind: 'unknown', why: failure.error?.message ?? 'It could not be captured.' };
  else if (a && b) {
    for await (const change of compareResources(seen(a, 'before'), seen(b, 'after'), service))
      yield { ...about, kind: 'changed', change };
  } else if (!left.has(all) && !right.has(all)) yield { ...about, kind: a ? 'removed' : 'added' };
}
