import type { CapturedResource } from './captured-resource.ts';
import type { Estate } from './estate.ts';
import type { Resource } from './resource.ts';
import type { SecretBook, SecretReference } from './secrets.ts';

/** How resources of one service come back. */
export interface Restorer {
  /** Services whose resources this one's refer to: restored before. */
  readonly after: readonly string[];
  /**
   * What would bring this resource to where it was: looks at what is live now, and changes nothing. Asked again right before
   * a step is applied.
   */
  plan(captured: CapturedResource, to: Target, estate: Estate): Promise<readonly Step[]>;
  /** Takes away what a drill made, and nothing else. Absent: a drill leaves this service out, and `whyNoDrill` says why. */
  remove?(made: Made, estate: Estate): Promise<void>;
  /** What the resource's id will be, where it is known before it is made and is not its name. */
  expectedId?(name: string, to: Target): string;
  readonly whyNoDrill?: string;
  /**
   * Where a drill's resource may differ from the captured one, and why: a path as in `Change`, with `*` for anything, behind
   * its file: `config.json#Aliases*`.
   */
  readonly drillDiffers?: readonly (readonly [where: string, why: string])[];
}

/** Where resources are restored to. */
export interface Target {
  /** The capture that is restored; with `drill` the name of the drill, fit for any name of AWS. */
  readonly capture: string;
  /** Set in a drill: a copy is made beside the live resource, which must not be touched. */
  readonly drill: string | undefined;
  /** What a resource is called where it goes: its own name unless it was renamed. */
  nameOf(service: string, name: string): string;
  /** With `--into-bucket`: all objects of all buckets go below this, each bucket in a folder of its own. */
  readonly intoBucket: { readonly bucket: string; readonly prefix: string } | undefined;
  /** What AWS calls now what it called so when it was captured: an id, an ARN, a domain name; itself where nothing is known. */
  idOf(captured: string): string;
  /** The value of a secret, from the encrypted ones of the capture or from the operator's file; `undefined`: unknown. */
  secret(reference: SecretReference): Promise<string | undefined>;
  /** Hides live values as captured ones are hidden, so that both compare. */
  readonly secrets: SecretBook;
  /**
   * Steps of earlier runs, by their words, that were begun and not ended. One that does something after its last write looks here, and
   * takes itself out when it is done.
   */
  readonly interrupted?: Set<string> | undefined;
}

/**
 * One step of a restore.
 *
 * - `create`, `change`: Holdfast does it with `apply`. `leave`: it is as it was.
 * - `command`: Holdfast does not do it; `commands` do.
 * - `impossible`: nobody can, or not here; `why` says so.
 */
export interface Step {
  readonly kind: 'create' | 'change' | 'leave' | 'command' | 'impossible';
  /** In a few words, e.g. `function booking: code and environment`. */
  readonly what: string;
  /** What differs, a line each. */
  readonly details?: readonly string[];
  readonly why?: string;
  readonly commands?: readonly string[];
  /** With `leave`, where AWS calls it otherwise now than when it was captured: as an earlier `apply` gave it. */
  readonly made?: Made;
  /**
   * Does it, on condition that what is live is still what was planned on: throws `RESTORE.MOVED` where it is not. May run twice:
   * what is done already is not done again.
   */
  readonly apply?: (report: (done: { objects: number; bytes: number }) => void) => Promise<Made>;
}

/** What a step made or changed. */
export interface Made {
  /** As it is called now. */
  readonly resource: Resource;
  /** What AWS calls now what it called otherwise when it was captured: captured → now. */
  readonly ids: Readonly<Record<string, string>>;
}
