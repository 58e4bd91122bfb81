import type { ResourceRecordSet, Route53 } from '@aws-sdk/client-route-53';
import { recordPages } from './record-pages.ts';

/** A record set as it is captured: values in order, nothing else changed. */
export type RecordSet = ResourceRecordSet;

/** What tells a record set from all others of its zone. */
export function recordKey({ Name = '', Type, SetIdentifier }: RecordSet): string {
  const key = `${Name} ${Type ?? ''}`;
  return SetIdentifier === undefined ? key : `${key} ${SetIdentifier}`;
}

/** Whether Route 53 itself made it with the zone: name servers and start of authority. */
export function isApex({ Name, Type }: RecordSet, zone: string): boolean {
  return Name === zone && (Type === 'NS' || Type === 'SOA');
}

/** All record sets of a zone, sorted by their names from the right, types and identifiers. */
export async function readRecords(route53: Route53, zone: string): Promise<readonly RecordSet[]> {
  const records: RecordSet[] = [];
  for await (const page of recordPages(route53, zone)) records.push(...page.map(settledRecord));
  return records
    .map((record) => ({ record, at: sortKey(record) }))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ record }) => record);
}

/** A record set with its values in order: theirs means nothing to Route 53. */
export function settledRecord({ ResourceRecords, ...record }: RecordSet): RecordSet {
  if (!ResourceRecords?.length) return record;
  const values = ResourceRecords.toSorted(({ Value: a = '' }, { Value: b = '' }) => (a < b ? -1 : 1));
  return { ...record, ResourceRecords: values };
}

/** `\u0001` is below everything that a name has. */
function sortKey({ Name = '', Type, SetIdentifier = '' }: RecordSet): string {
  const labels = Name.toLowerCase().replace(/\.$/, '').split('.').toReversed();
  return [labels.join('\u0001'), Type, SetIdentifier].join('\u0000');
}
