import type { Route53 } from '@aws-sdk/client-route-53';
import { same } from '../../capture/plain-value.ts';
import { HoldfastError } from '../../errors.ts';
import { changeBatches } from './change-batches.ts';
import type { RecordChange } from './record-changes.ts';
import { readRecords, recordKey } from './record.ts';

/**
 * Makes planned changes that are not made yet, in as few requests as fit. Throws `RESTORE.MOVED` where a record set is neither
 * as it was planned on nor as it should be; the requests before that stay done.
 */
export async function applyRecords(
  route53: Route53,
  zone: { readonly id: string; readonly name: string },
  planned: readonly RecordChange[],
  report: (done: { objects: number; bytes: number }) => void,
): Promise<void> {
  if (planned.length === 0) return;
  const live = new Map((await readRecords(route53, zone.id)).map((record) => [recordKey(record), record]));
  const open = planned.filter(({ key, before, after }) => {
    if (same(live.get(key), after)) return false;
    if (!same(live.get(key), before)) throw moved(zone.name, key);
    return true;
  });
  for (const Changes of changeBatches(open, zone)) {
    const asked = { HostedZoneId: zone.id, ChangeBatch: { Comment: 'Restored by Holdfast', Changes: [...Changes] } };
    await route53.changeResourceRecordSets(asked).catch((error: unknown) => {
      throw error instanceof Error && error.name === 'InvalidChangeBatch' ? refused(zone.name, error) : error;
    });
    report({ objects: new Set(Changes.map(({ ResourceRecordSet }) => ResourceRecordSet?.Name)).size, bytes: 0 });
  }
}

const HINT = 'Plan the restore again.';

function moved(zone: string, key: string): HoldfastError {
  return new HoldfastError('RESTORE.MOVED', `${key} of zone ${zone} was changed meanwhile.`, { hint: HINT });
}

/** Route 53 says so of a record set that is not as the request says, and of one that it does not take. */
function refused(zone: string, cause: Error): HoldfastError {
  const message = `Route 53 refused a change of zone ${zone}, and did nothing of it: ${cause.message}`;
  return new HoldfastError('RESTORE.MOVED', message, { hint: HINT, cause });
}
