import pMap from 'p-map';
import type { Entry } from './entry.ts';
import type { Estate } from './estate.ts';
import type { Inventory, Tell } from './events.ts';
import { failureOf } from './failure.ts';
import type { Resource } from './resource.ts';
import type { SecretBook } from './secrets.ts';
import type { Service } from './service.ts';

/** Which of the resources that are found are meant. */
export interface Selection {
  includes(resource: Resource): boolean;
}

/** How many services are listed at once. */
const AT_ONCE = 6;

/** What exists, of all services. One that cannot be listed is a failure of its own. */
export async function inventory(deps: {
  readonly services: readonly Service[];
  readonly estate: Estate;
  readonly selection: Selection;
  readonly secrets: Pick<SecretBook, 'scrub'>;
  readonly tell: Tell;
}): Promise<Inventory> {
  const found = await pMap(deps.services, (service) => listed(service, deps), { concurrency: AT_ONCE });
  return {
    resources: found.flatMap(({ resources }) => resources),
    failures: found.flatMap(({ failures }) => failures),
  };
}

async function listed(
  service: Service,
  { estate, selection, secrets, tell }: Parameters<typeof inventory>[0],
): Promise<Inventory> {
  const at = estate.now();
  const resources: Resource[] = [];
  try {
    for await (const resource of service.list(estate)) {
      if (!selection.includes(resource)) continue;
      resources.push(resource);
      if (resources.length % 100 === 0)
        tell({ event: 'inventory', service: service.name, resources: resources.length, done: false });
    }
    tell({ event: 'inventory', service: service.name, resources: resources.length, done: true });
    return { resources, failures: [] };
  } catch (error) {
    const { retryable: _, ...told } = failureOf(error, secrets);
    const entry: Entry = {
      service: service.name,
      id: '*',
      name: `all ${service.title}`,
      region: 'global',
      folder: `${service.folder}/*`,
      status: 'failed',
      files: [],
      objects: 0,
      bytes: 0,
      reused: 0,
      sha256: '',
      at: at.toISOString(),
      seconds: (estate.now().getTime() - at.getTime()) / 1000,
      tries: 1,
      error: { ...told, message: `It could not be listed: ${told.message}` },
    };
    tell({ event: 'failed', resource: `${service.name}/*`, entry });
    return { resources, failures: [entry] };
  }
}
