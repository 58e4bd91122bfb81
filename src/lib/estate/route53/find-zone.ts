import { paginateListHostedZones, type Route53 } from '@aws-sdk/client-route-53';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import type { Target } from '../../capture/restore.ts';
import { bareId, readZone, zonesNamed, type LiveZone } from './zone.ts';

/** With this, a zone that Holdfast makes is found again: by a drill's name alone, or by the capture and the id that it had. */
export function callerReference(captured: CapturedResource, to: Pick<Target, 'capture' | 'drill' | 'nameOf'>): string {
  const { id, name, service } = captured.entry;
  return to.drill === undefined ? `holdfast ${to.capture} ${id}` : drillReference(to.nameOf(service, name));
}

export function drillReference(name: string): string {
  return `holdfast drill ${name}`;
}

/**
 * The zone that is restored to: the captured one, else the one that was made for it, else the only other public one of its
 * name. `undefined`: it has to be made. In a drill only ever the one that was made for it.
 */
export async function findZone(
  route53: Route53,
  captured: CapturedResource,
  name: string,
  to: Target,
): Promise<LiveZone | undefined> {
  const { id } = captured.entry;
  const now = to.idOf(id);
  if (to.drill === undefined || now !== id) {
    const known = await readZone(route53, now);
    if (known?.zone.Name === name) return known;
  }
  const named = await zonesNamed(route53, name);
  const reference = callerReference(captured, to);
  const made = named.find(({ CallerReference }) => CallerReference === reference);
  if (made?.Id !== undefined) return readZone(route53, bareId(made.Id));
  const open = named.filter(({ Config }) => Config?.PrivateZone !== true);
  const [only, ...others] = to.drill === undefined ? open : [];
  return only?.Id !== undefined && others.length === 0 && captured.entry.folder.endsWith(`/${captured.entry.name}`)
    ? readZone(route53, bareId(only.Id))
    : undefined;
}

/** The id of the zone that a drill made under this name. */
export async function drillZone(client: Route53, name: string): Promise<string | undefined> {
  const reference = drillReference(name);
  for await (const { HostedZones = [] } of paginateListHostedZones({ client }, {})) {
    const found = HostedZones.find(({ CallerReference }) => CallerReference === reference);
    if (found?.Id !== undefined) return bareId(found.Id);
  }
  return undefined;
}
