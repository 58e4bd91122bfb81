import pMap from 'p-map';
import { capturedResource } from './captured-resource.ts';
import { failureOf, type Failure } from './failure.ts';
import { mentions } from './mentions.ts';
import type { ResourceKey } from './resource.ts';
import type { Made } from './restore.ts';
import { applyResource, type Applied } from './apply-resource.ts';
import { inRestoreOrder, waitsFor } from './restore-order.ts';
import type { RestoreJournal } from './restore-journal.ts';
import { atOnce, type PlannedResource, type RestoreWork } from './restore-work.ts';

/** How a resource came out of a restore. */
export type Restored = { readonly key: ResourceKey; readonly planned: PlannedResource } & (
  | ({ readonly outcome: 'restored' } & Applied)
  /** `moved`: what is live was not what was shown. What was done before is done. */
  | { readonly outcome: 'failed' | 'moved'; readonly failure: Omit<Failure, 'retryable'> }
  /** Another one that it needs did not come back. */
  | { readonly outcome: 'skipped'; readonly because: ResourceKey }
);

/** What is told while it goes on. */
export type RestoreEvent =
  | { readonly event: 'applying'; readonly resource: ResourceKey; readonly what: string }
  | { readonly event: 'progress'; readonly resource: ResourceKey; readonly objects: number; readonly bytes: number }
  | { readonly event: 'applied'; readonly resource: ResourceKey; readonly what: string; readonly made: Made }
  | { readonly event: 'ended'; readonly resource: ResourceKey; readonly outcome: Restored['outcome'] };

export interface ApplyDeps {
  readonly journal: RestoreJournal;
  readonly tell: (event: RestoreEvent) => void;
  /** Nothing new is begun once it is aborted. */
  readonly signal?: AbortSignal;
}

/**
 * Does what was planned, each service after those that it waits for. Each resource is planned again right before; one that failed
 * stops only those that speak of it. May be run again after a kill: what is done is not done again.
 */
export async function applyRestore(
  planned: readonly PlannedResource[],
  work: RestoreWork,
  deps: ApplyDeps,
): Promise<readonly Restored[]> {
  const lost: PlannedResource[] = [];
  const one = async (resource: PlannedResource): Promise<Restored> => {
    const restored = await restoredResource(resource, lost, work, deps);
    if (restored.outcome !== 'restored') lost.push(resource);
    deps.tell({ event: 'ended', resource: resource.key, outcome: restored.outcome });
    return restored;
  };
  return inRestoreOrder(work.services, (service) =>
    pMap(
      planned.filter((resource) => resource.service === service),
      one,
      { concurrency: atOnce(service) },
    ),
  );
}

async function restoredResource(
  planned: PlannedResource,
  lost: readonly PlannedResource[],
  work: RestoreWork,
  deps: ApplyDeps,
): Promise<Restored> {
  const about = { key: planned.key, planned };
  if (planned.failure) return { ...about, outcome: 'failed', failure: planned.failure };
  try {
    const because = await neededAndLost(planned, lost, work);
    if (because) return { ...about, outcome: 'skipped', because: because.key };
    return { ...about, outcome: 'restored', ...(await applyResource(planned, work, deps)) };
  } catch (error) {
    const { retryable: _, ...failure } = failureOf(error, work.to.secrets);
    return { ...about, outcome: failure.code === 'RESTORE.MOVED' ? 'moved' : 'failed', failure };
  }
}

/** What it speaks of and did not come back. */
async function neededAndLost(
  { service, entry }: PlannedResource,
  lost: readonly PlannedResource[],
  { services, reader }: RestoreWork,
): Promise<PlannedResource | undefined> {
  const names = waitsFor(service, services);
  if (entry.status !== 'captured') return undefined;
  for (const other of lost) {
    if (names.has(other.service.name) && (await mentions(capturedResource(entry, reader), other.entry))) return other;
  }
  return undefined;
}
