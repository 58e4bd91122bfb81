import { same } from '../../capture/plain-value.ts';
import { recordKey, type RecordSet } from './record.ts';

/** One record set that is not as it should be. */
export interface RecordChange {
  readonly key: string;
  /** As it is live; absent where it has to be made. */
  readonly before: RecordSet | undefined;
  /** As it should be; absent where it has to go. */
  readonly after: RecordSet | undefined;
}

/** What brings the live record sets to what they should be. Those of traffic policies are Route 53's own to change. */
export function recordChanges(live: readonly RecordSet[], wanted: readonly RecordSet[]): readonly RecordChange[] {
  const [before, after] = [byKey(live), byKey(wanted)];
  const changes: RecordChange[] = [];
  for (const key of [...new Set([...before.keys(), ...after.keys()])].toSorted()) {
    const change = { key, before: before.get(key), after: after.get(key) };
    if (!same(change.before, change.after)) changes.push(change);
  }
  return changes;
}

function byKey(records: readonly RecordSet[]): ReadonlyMap<string, RecordSet> {
  const own = records.filter(({ TrafficPolicyInstanceId }) => TrafficPolicyInstanceId === undefined);
  return new Map(own.map((record) => [recordKey(record), record]));
}

/** A change in a line for people. */
export function recordLine({ key, before, after }: RecordChange): string {
  if (!before) return `+ ${key}: ${valuesOf(after)}`;
  if (!after) return `- ${key}: ${valuesOf(before)}`;
  return `~ ${key}: ${valuesOf(before)} → ${valuesOf(after)}`;
}

const LONGEST = 120;

function valuesOf(record: RecordSet | undefined): string {
  const { AliasTarget, ResourceRecords = [], TTL } = record ?? {};
  const values = AliasTarget ? `alias of ${AliasTarget.DNSName}` : ResourceRecords.map(({ Value }) => Value).join(' ');
  const text = TTL === undefined ? values : `${values} (${TTL} s)`;
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
