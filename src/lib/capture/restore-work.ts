import type { Entry } from './entry.ts';
import type { Estate } from './estate.ts';
import type { Failure } from './failure.ts';
import type { IdMap } from './id-map.ts';
import type { ResourceKey } from './resource.ts';
import type { Step, Target } from './restore.ts';
import type { Service } from './service.ts';
import type { CaptureReader } from './store.ts';

/** What a restore is to do, and with what. */
export interface RestoreWork {
  /** In the order of `restoreOrder`. */
  readonly services: readonly Service[];
  /** Of the capture, those that are to come back. */
  readonly entries: readonly Entry[];
  readonly reader: CaptureReader;
  readonly to: Target;
  readonly ids: IdMap;
  readonly estate: Estate;
}

/** What is to be done for one resource. */
export interface PlannedResource {
  readonly key: ResourceKey;
  readonly service: Service;
  readonly entry: Entry;
  readonly steps: readonly Step[];
  /** Why it could not be planned: `steps` is empty then. */
  readonly failure?: Omit<Failure, 'retryable'>;
}

/** A step that Holdfast does. */
export type Action = Step & Required<Pick<Step, 'apply'>>;

export function isAction(step: Step): step is Action {
  return (step.kind === 'create' || step.kind === 'change') && step.apply !== undefined;
}

/** Resources of one service that are planned or restored at once; 4 where it says nothing. */
export function atOnce({ concurrency = 4 }: Service): number {
  return concurrency;
}
