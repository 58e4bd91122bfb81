import type { Service } from './service.ts';

/**
 * Services in the order in which they are restored: each after those that its resources refer to. Where two refer to each other, the
 * one of the earlier name comes first.
 */
export function restoreOrder(services: readonly Service[]): readonly Service[] {
  const byName = new Map(services.map((service) => [service.name, service]));
  const met = new Set<string>();
  const visit = (service: Service): readonly Service[] => {
    if (met.has(service.name)) return [];
    met.add(service.name);
    const before = (service.restore?.after ?? []).toSorted().flatMap((name) => byName.get(name) ?? []);
    return [...before.flatMap(visit), service];
  };
  return services.toSorted((a, b) => (a.name < b.name ? -1 : 1)).flatMap(visit);
}

/** The names of all services that this one waits for, at whatever remove; never its own. */
export function waitsFor(service: Service, services: readonly Service[]): ReadonlySet<string> {
  const byName = new Map(services.map((each) => [each.name, each]));
  const found = new Set<string>();
  const open = [...(service.restore?.after ?? [])];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === service.name || found.has(name)) continue;
    found.add(name);
    open.push(...(byName.get(name)?.restore?.after ?? []));
  }
  return found;
}

/**
 * Does something with every service, side by side as far as none waits for another. `services` are in the order of `restoreOrder`; so are
 * the results.
 */
export async function inRestoreOrder<Result>(
  services: readonly Service[],
  run: (service: Service) => Promise<readonly Result[]>,
): Promise<readonly Result[]> {
  const runs = new Map<string, Promise<readonly Result[]>>();
  for (const service of services) {
    const before = [...waitsFor(service, services)].flatMap((name) => runs.get(name) ?? []);
    runs.set(
      service.name,
      Promise.all(before).then(() => run(service)),
    );
  }
  return (await Promise.all(runs.values())).flat();
}
