import { canonicalJson } from './canonical.ts';
import type { Entry } from './entry.ts';
import { keyOf } from './resource.ts';
import type { Heading } from './seal.ts';
import type { Service } from './service.ts';

/**
 * `environment-manifest.json`: what exists by service, region, tag and name, and which resource needs which variable. Secrets are
 * names and hashes: two variables with one hash have one value.
 */
export function manifestOf(
  { name, account, regions, startedAt }: Heading,
  resources: readonly Entry[],
  services: readonly Pick<Service, 'name' | 'title'>[],
): string {
  const found = resources.filter(({ status }) => status !== 'gone');
  return canonicalJson({
    capture: name,
    account,
    regions,
    startedAt,
    services: Object.fromEntries(
      services.map((service) => [
        service.name,
        ofService(
          service.title,
          found.filter((entry) => entry.service === service.name),
        ),
      ]),
    ),
    tags: byTag(found),
    variables: found.flatMap((entry) =>
      (entry.secrets ?? []).map(({ ref, secret }) => ({
        resource: keyOf(entry),
        name: ref.slice(keyOf(entry).length + 1),
        secret,
      })),
    ),
  });
}

function ofService(title: string, entries: readonly Entry[]) {
  const regions = Map.groupBy(entries, ({ region }) => region);
  return {
    title,
    count: entries.length,
    regions: Object.fromEntries(
      [...regions].map(([region, all]) => [
        region,
        all.map(({ id, name, folder, tags, status }) => ({ id, name, folder, tags, status })),
      ]),
    ),
  };
}

/** The resources that have each tag, as `name=value`. */
function byTag(entries: readonly Entry[]): Record<string, string[]> {
  const tagged = entries.flatMap((entry) =>
    Object.entries(entry.tags ?? {}).map(([tag, value]) => ({ tag: `${tag}=${value}`, key: keyOf(entry) })),
  );
  const groups = Map.groupBy(tagged, ({ tag }) => tag);
  return Object.fromEntries([...groups].map(([tag, all]) => [tag, all.map(({ key }) => key)]));
}
