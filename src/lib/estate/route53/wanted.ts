import type { Target } from '../../capture/restore.ts';
import type { CapturedZone } from './documents.ts';
import { isApex, settledRecord, type RecordSet } from './record.ts';

/** Where a zone is restored to. */
export interface Goal {
  /** With a dot at its end. */
  readonly name: string;
  readonly id: string;
}

/**
 * The captured record sets as they should be where they go, without those that Route 53 makes itself: what refers to something
 * that is called otherwise now refers to that.
 */
export function wantedRecords(
  { zone, records }: CapturedZone,
  captured: { readonly id: string },
  goal: Goal,
  to: Pick<Target, 'idOf'>,
): readonly RecordSet[] {
  const named = (name: string) => renamed(name, zone.Name, goal.name);
  return records
    .filter((record) => !isApex(record, zone.Name))
    .map(({ AliasTarget, ResourceRecords, HealthCheckId, ...record }) => ({
      ...record,
      Name: named(record.Name ?? ''),
      ...(ResourceRecords && {
        ResourceRecords: ResourceRecords.map(({ Value = '' }) => ({ Value: hostOf(Value, to) })),
      }),
      ...(HealthCheckId !== undefined && { HealthCheckId: to.idOf(HealthCheckId) }),
      ...(AliasTarget && {
        AliasTarget:
          AliasTarget.HostedZoneId === captured.id
            ? { ...AliasTarget, HostedZoneId: goal.id, DNSName: named(AliasTarget.DNSName ?? '') }
            : {
                ...AliasTarget,
                HostedZoneId: to.idOf(AliasTarget.HostedZoneId ?? ''),
                DNSName: hostOf(AliasTarget.DNSName ?? '', to),
              },
      }),
    }))
    .map(settledRecord);
}

/** A name within a zone that has another name now. */
function renamed(name: string, from: string, to: string): string {
  return name === from || name.endsWith(`.${from}`) ? `${name.slice(0, name.length - from.length)}${to}` : name;
}

/** A host's name, with a dot at its end where it had one. */
function hostOf(name: string, to: Pick<Target, 'idOf'>): string {
  const bare = name.replace(/\.$/, '');
  const now = to.idOf(bare);
  return now === bare ? name : `${now}${name.endsWith('.') ? '.' : ''}`;
}
