import * as z from 'zod';
import { blobsOf, heldBy } from './blobs-of.ts';
import { ENTRY } from './entry.ts';
import { HoldfastError } from '../errors.ts';
import { hashFilter } from './hash-filter.ts';
import { isObject } from './plain-value.ts';
import type { Blob, CaptureName, CaptureStore, StoreSweep } from './store.ts';

/** What goes when captures are taken away. */
export interface Pruning {
  /** Sealed captures, oldest first. */
  readonly captures: readonly string[];
  /** Bytes that no other capture has. */
  readonly blobs: number;
  readonly bytes: number;
}

/** How many are taken away together. */
const AT_ONCE = 1000;

const NOTED = z.object({ entry: ENTRY.pick({ folder: true, files: true }) });

/** What goes, and how the bytes that go are told from those that stay. */
export interface PrunePlan extends Pruning {
  readonly goes: (blob: Blob) => boolean;
}

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
): Promise<PrunePlan> {
  // A little that nobody has any more is taken for used: it stays.
  const used = hashFilter(7);
  const staying = (await store.list()).filter(({ name }) => !captures.includes(name));
  for (const [at, { name, sealed }] of staying.entries()) {
    for await (const blob of sealed ? usedBySealed(store, name) : usedByUnsealed(sweep, name)) used.add(blob);
    tell(at + 1);
  }
  const goes = (blob: Blob) => !used.has(blob);
  const unused = { blobs: 0, bytes: 0 };
  for await (const blob of sweep.blobs()) {
    if (!goes(blob)) continue;
    unused.blobs += 1;
    unused.bytes += blob.bytes;
  }
  return { captures, goes, ...unused };
}

/** Takes them away: the captures first, so that none is ever there without its bytes. May run again after a kill. */
export async function prune(
  { captures, goes }: Pick<PrunePlan, 'captures' | 'goes'>,
  sweep: StoreSweep,
  tell: (blobs: number) => void,
): Promise<void> {
  for (const name of captures) await sweep.removeCapture(name);
  let gone = 0;
  let some: Blob[] = [];
  const remove = async () => {
    await sweep.removeBlobs(some);
    gone += some.length;
    some = [];
    tell(gone);
  };
  for await (const blob of sweep.blobs()) {
    if (!goes(blob)) continue;
    some.push(blob);
    if (some.length === AT_ONCE) await remove();
  }
  if (some.length > 0) await remove();
}

async function* usedBySealed(store: CaptureStore, name: string): AsyncIterable<Blob> {
  const reader = await store.read(name);
  yield* reader.metadata.files;
  for (const entry of reader.metadata.resources) yield* blobsOf(entry, reader);
}

async function* usedByUnsealed(sweep: StoreSweep, name: string): AsyncIterable<Blob> {
  for await (const line of sweep.unfinished(name)) {
    const held = heldBy(line);
    if (held) yield held;
    else if (isNoted(line)) yield* blobsOf(notedIn(line, name), sweep);
  }
}

/** A note of a resource, and not a line of an index: no attribute of a table looks so. */
function isNoted(line: unknown): line is { readonly entry: unknown } {
  return isObject(line) && isObject(line['entry']) && 'folder' in line['entry'] && 'files' in line['entry'];
}

function notedIn(line: { readonly entry: unknown }, name: string): z.infer<typeof NOTED>['entry'] {
  const noted = NOTED.safeParse(line);
  if (noted.success) return noted.data.entry;
  const hint = `Finish it with the Holdfast that began it: npx holdfast capture --resume ${name}`;
  throw new HoldfastError('CAPTURE.DAMAGED', `It cannot be read what ${name} has noted.`, { hint });
}
