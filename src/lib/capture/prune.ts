import * as z from 'zod';
import { blobsOf, heldBy } from './blobs-of.ts';
import { ENTRY } from './entry.ts';
import type { Blob, CaptureName, CaptureStore, StoreSweep } from './store.ts';

/** What goes when captures are taken away. */
export interface Pruning {
  /** Sealed captures, oldest first. */
  readonly captures: readonly string[];
  /** Bytes that no other capture has. */
  readonly blobs: number;
  readonly bytes: number;
}

/** The beginning of a hash takes less memory; what shares it with a blob in use stays. */
const beginning = ({ sha256 }: Blob): string => sha256.slice(0, 16);

/** How many are taken away together. */
const AT_ONCE = 1000;

const NOTED = z.object({ entry: ENTRY.pick({ folder: true, files: true }) });

/** The sealed captures that are not among the newest `keep` ones. */
export function prunable(captures: readonly CaptureName[], keep: number): readonly string[] {
  const sealed = captures.filter((each) => each.sealed).map(({ name }) => name);
  return sealed.slice(0, Math.max(0, sealed.length - keep));
}

/**
 * What goes with these captures: their bytes, unless another capture has them, sealed or not. Throws `CAPTURE.DAMAGED` where it
 * cannot be known what a capture that stays has: then nothing may go.
 */
export async function planPrune(
  captures: readonly string[],
  { store, sweep, tell }: { store: CaptureStore; sweep: StoreSweep; tell: (captures: number) => void },
): Promise<Pruning & { readonly unused: readonly Blob[] }> {
  const used = new Set<string>();
  const staying = (await store.list()).filter(({ name }) => !captures.includes(name));
  for (const [at, { name, sealed }] of staying.entries()) {
    for await (const blob of sealed ? usedBySealed(store, name) : usedByUnsealed(sweep, name))
      used.add(beginning(blob));
    tell(at + 1);
  }
  const unused: Blob[] = [];
  for await (const blob of sweep.blobs()) if (!used.has(beginning(blob))) unused.push(blob);
  return { captures, unused, blobs: unused.length, bytes: unused.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** Takes them away: the captures first, so that none is ever there without its bytes. May run again after a kill. */
export async function prune(
  { captures, unused }: { readonly captures: readonly string[]; readonly unused: readonly Blob[] },
  sweep: StoreSweep,
  tell: (blobs: number) => void,
): Promise<void> {
  for (const name of captures) await sweep.removeCapture(name);
  for (let at = 0; at < unused.length; at += AT_ONCE) {
    await sweep.removeBlobs(unused.slice(at, at + AT_ONCE));
    tell(Math.min(at + AT_ONCE, unused.length));
  }
}

async function* usedBySealed(store: CaptureStore, name: string): AsyncIterable<Blob> {
  const reader = await store.read(name);
  yield* reader.metadata.files;
  for (const entry of reader.metadata.resources) yield* blobsOf(entry, reader);
}

async function* usedByUnsealed(sweep: StoreSweep, name: string): AsyncIterable<Blob> {
  for await (const line of sweep.unfinished(name)) {
    const noted = NOTED.safeParse(line).data;
    const held = noted ? undefined : heldBy(line);
    if (held) yield held;
    if (noted) yield* blobsOf(noted.entry, sweep);
  }
}
