import pMap from 'p-map';
import { capturedResource } from './captured-resource.ts';
import type { Entry } from './entry.ts';
import { failureOf } from './failure.ts';
import { keyOf } from './resource.ts';
import { inRestoreOrder } from './restore-order.ts';
import type { Step } from './restore.ts';
import { atOnce, type PlannedResource, type RestoreWork } from './restore-work.ts';
import type { Service } from './service.ts';

/** What would bring every resource back, in the order in which it is to be done. Looks, and changes nothing. */
export async function planRestore(work: RestoreWork): Promise<readonly PlannedResource[]> {
  return inRestoreOrder(work.services, (service) =>
    pMap(
      work.entries.filter((entry) => entry.service === service.name && entry.status !== 'gone'),
      (entry) => plannedResource(service, entry, work),
      { concurrency: atOnce(service) },
    ),
  );
}

async function plannedResource(service: Service, entry: Entry, work: RestoreWork): Promise<PlannedResource> {
  const about = { key: keyOf(entry), service, entry };
  try {
    const steps = await stepsFor(service, entry, work);
    for (const { made } of steps) work.ids.add(made?.ids ?? {});
    return { ...about, steps };
  } catch (error) {
    const { retryable: _, ...failure } = failureOf(error, work.to.secrets);
    return { ...about, steps: [], failure };
  }
}

/** Asks the service what it would do now. */
export async function stepsFor(
  service: Service,
  entry: Entry,
  { reader, to, estate }: Pick<RestoreWork, 'reader' | 'to' | 'estate'>,
): Promise<readonly Step[]> {
  const what = `${service.name} ${entry.name}`;
  if (entry.status === 'failed')
    return [{ kind: 'impossible', what, why: `It could not be captured: ${entry.error?.message ?? 'unknown'}` }];
  if (!service.restore) return [{ kind: 'impossible', what, why: `Holdfast does not bring back ${service.title}.` }];
  return service.restore.plan(capturedResource(entry, reader), to, estate);
}
