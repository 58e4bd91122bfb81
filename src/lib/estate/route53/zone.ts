import {
  NoSuchHostedZone,
  type HostedZone,
  type ListHostedZonesByNameCommandOutput,
  type Route53,
  type VPC,
} from '@aws-sdk/client-route-53';

/** `zone.json`: what a zone is besides its records and tags. */
export interface Zone {
  /** With a dot at its end. */
  readonly Name: string;
  readonly Comment: string;
  readonly PrivateZone: boolean;
  /** The networks that a private zone answers, sorted. */
  readonly VPCs: readonly VPC[];
  /** The reusable delegation set it was made with. */
  readonly DelegationSetId?: string;
  /** The service of AWS that made it and alone may change it. */
  readonly LinkedService?: string;
}

/** A zone as it is live, and what was only seen of it. */
export interface LiveZone {
  readonly id: string;
  readonly zone: Zone;
  readonly callerReference: string;
  readonly nameServers: readonly string[];
}

/** `undefined` where there is no such zone, or this is no id of one. */
export async function readZone(route53: Route53, id: string): Promise<LiveZone | undefined> {
  if (!/^[A-Z0-9]{1,32}$/.test(id)) return undefined;
  const found = await route53.getHostedZone({ Id: id }).catch((error: unknown) => {
    if (error instanceof NoSuchHostedZone) return undefined;
    throw error;
  });
  if (!found?.HostedZone) return undefined;
  const { HostedZone, VPCs = [], DelegationSet } = found;
  const { Name = '', Config, LinkedService, CallerReference = '' } = HostedZone;
  const named = ({ VPCRegion, VPCId }: VPC) => `${VPCRegion} ${VPCId}`;
  return {
    id,
    zone: {
      Name,
      Comment: Config?.Comment ?? '',
      PrivateZone: Config?.PrivateZone ?? false,
      VPCs: VPCs.toSorted((a, b) => (named(a) < named(b) ? -1 : 1)),
      ...(DelegationSet?.Id !== undefined && { DelegationSetId: bareId(DelegationSet.Id) }),
      ...(LinkedService?.ServicePrincipal !== undefined && { LinkedService: LinkedService.ServicePrincipal }),
    },
    callerReference: CallerReference,
    nameServers: (DelegationSet?.NameServers ?? []).toSorted(),
  };
}

/** Ids without what stands before them in answers: `/hostedzone/Z1` is `Z1`. */
export function bareId(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** Zones of this name, in no order. */
export async function zonesNamed(route53: Route53, name: string): Promise<readonly HostedZone[]> {
  const found: HostedZone[] = [];
  let from: { DNSName?: string; HostedZoneId?: string } | undefined = { DNSName: name };
  while (from) {
    const page: ListHostedZonesByNameCommandOutput = await route53.listHostedZonesByName(from);
    const zones = page.HostedZones ?? [];
    found.push(...zones.filter(({ Name }) => Name === name));
    const more = page.IsTruncated === true && page.NextDNSName === name;
    from = more ? { DNSName: name, HostedZoneId: page.NextHostedZoneId } : undefined;
  }
  return found;
}
