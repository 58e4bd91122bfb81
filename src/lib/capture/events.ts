import type { Entry, Metadata } from './entry.ts';
import type { Resource, ResourceKey } from './resource.ts';
import type { Verified } from './verify.ts';

/** What is told while an estate is captured, as it happens; with `--json` a line each. */
export type CaptureEvent =
  | { readonly event: 'inventory'; readonly service: string; readonly resources: number; readonly done: boolean }
  | { readonly event: 'started'; readonly resource: ResourceKey }
  | { readonly event: 'progress'; readonly resource: ResourceKey; readonly objects: number; readonly bytes: number }
  | { readonly event: 'captured'; readonly resource: ResourceKey; readonly entry: Entry }
  | { readonly event: 'failed'; readonly resource: ResourceKey; readonly entry: Entry }
  | { readonly event: 'gone'; readonly resource: ResourceKey; readonly entry: Entry }
  /** It was there already, from before a resume. */
  | { readonly event: 'kept'; readonly resource: ResourceKey; readonly entry: Entry }
  | { readonly event: 'sealed'; readonly metadata: Metadata }
  | { readonly event: 'verifying'; readonly files: number; readonly bytes: number }
  | ({ readonly event: 'verified' } & Verified);

export type Tell = (event: CaptureEvent) => void;

/** What was found in an estate. */
export interface Inventory {
  readonly resources: readonly Resource[];
  /** Services that could not be listed. */
  readonly failures: readonly Entry[];
}
