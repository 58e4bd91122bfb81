import { createHash } from 'node:crypto';
import pMap from 'p-map';
import * as z from 'zod';
import { HoldfastError } from '../errors.ts';
import { capturedResource } from './captured-resource.ts';
import { ENTRY, type Entry } from './entry.ts';
import type { Estate } from './estate.ts';
import type { Inventory, Tell } from './events.ts';
import { failureOf } from './failure.ts';
import { inventory, type Selection } from './inventory.ts';
import { keyOf, type Resource } from './resource.ts';
import type { SecretBook } from './secrets.ts';
import type { Service } from './service.ts';
import { sinkOf } from './sink-of.ts';
import { stoppableEstate, stoppableWriter } from './stoppable.ts';
import type { CaptureReader, CaptureWriter } from './store.ts';

/** What capturing an estate needs. */
export interface CaptureDeps {
  readonly services: readonly Service[];
  readonly estate: Estate;
  readonly selection: Selection;
  readonly writer: CaptureWriter;
  readonly secrets: SecretBook;
  /** The capture that this one is incremental to. */
  readonly previous: CaptureReader | undefined;
  /** See `Sink.fetches`. */
  readonly fetches: boolean;
  readonly tell: Tell;
  /** Throws its reason once it is aborted; what was noted until then can be gone on with. */
  readonly signal?: AbortSignal;
}

const CONCURRENCY = 4;
const TRIES = 3;
/** How long what runs may take to end once it is to stop. It cannot write any more. */
const GRACE_MS = 5000;
const LOOK_MS = 50;

/**
 * Inventory and capture: every resource that is selected, services side by side. What was noted before a kill is not done
 * again. A resource that fails is told and does not stop the others.
 */
export async function captureEstate(deps: CaptureDeps): Promise<readonly Entry[]> {
  const noted = await notedBefore(deps.writer);
  const { resources, failures } = noted.inventory ?? (await inventory(deps));
  if (noted.inventory) tellAgain(resources, deps);
  deps.signal?.throwIfAborted();
  // A service that could not be listed is listed again on a resume.
  if (!noted.inventory && failures.length === 0) await deps.writer.note({ inventory: { resources, failures } });
  const previous = new Map(deps.previous?.metadata.resources.map((entry) => [keyOf(entry), entry]));
  const failed = new AbortController();
  const signal = AbortSignal.any([failed.signal, ...(deps.signal ? [deps.signal] : [])]);
  const stoppable = {
    ...deps,
    signal,
    writer: stoppableWriter(deps.writer, signal),
    estate: stoppableEstate(deps.estate, signal),
  };
  const one = async (service: Service, resource: Resource): Promise<Entry> => {
    signal.throwIfAborted();
    const key = keyOf(resource);
    const before = noted.entries.get(key);
    if (before?.status === 'captured') {
      deps.tell({ event: 'kept', resource: key, entry: before });
      return before;
    }
    const entry = await captureResource(service, resource, previous.get(key), stoppable);
    await stoppable.writer.note({ entry });
    deps.tell({ event: entry.status, resource: key, entry });
    return entry;
  };
  const runs = deps.services.map((service) =>
    pMap(
      resources.filter((resource) => resource.service === service.name),
      (resource) =>
        one(service, resource).catch((error: unknown) => {
          failed.abort(error);
          throw error;
        }),
      { concurrency: service.concurrency ?? CONCURRENCY, stopOnError: false },
    ),
  );
  // Who gets to know that it was stopped or failed finds that nothing is written any more.
  const over = new AbortController();
  const ended = Promise.allSettled(runs).then(() => over.abort());
  const late = async () => {
    await aborted(signal);
    for (let waited = 0; waited < GRACE_MS && !over.signal.aborted; waited += LOOK_MS) await deps.estate.wait(LOOK_MS);
  };
  await Promise.race([ended, late()]);
  signal.throwIfAborted();
  const captured = await Promise.all(runs);
  return [...failures, ...captured.flat()].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => resolve(), { once: true });
  return promise;
}

/** What was found before a kill, told as if it were found now. */
function tellAgain(resources: readonly Resource[], { services, tell }: CaptureDeps): void {
  for (const { name } of services) {
    const found = resources.filter(({ service }) => service === name).length;
    tell({ event: 'inventory', service: name, resources: found, done: true });
  }
}

interface Noted {
  readonly inventory: Inventory | undefined;
  readonly entries: ReadonlyMap<string, Entry>;
}

/** A note of another stage, e.g. what the run was begun with, has no entry. */
const NOTE = z.object({ entry: ENTRY.optional() });

/** Notes are our own: which of them it is has to be told, no more. */
function isInventory(note: unknown): note is { readonly inventory: Inventory } {
  return typeof note === 'object' && note !== null && 'inventory' in note;
}

function noteIn(note: unknown, name: string): z.infer<typeof NOTE> {
  const read = NOTE.safeParse(note);
  if (read.success) return read.data;
  const hint = 'Finish it with the Holdfast that began it, or begin another one without --resume.';
  throw new HoldfastError('CAPTURE.DAMAGED', `It cannot be read what ${name} has noted.`, { hint });
}

async function notedBefore(writer: CaptureWriter): Promise<Noted> {
  let found: Inventory | undefined;
  const entries = new Map<string, Entry>();
  for await (const note of writer.notes()) {
    if (isInventory(note)) found = note.inventory;
    else {
      const { entry } = noteIn(note, writer.name);
      if (entry) entries.set(keyOf(entry), entry);
    }
  }
  return { inventory: found, entries };
}

async function captureResource(
  service: Service,
  resource: Resource,
  before: Entry | undefined,
  { estate, writer, secrets, previous, fetches, tell, signal }: CaptureDeps,
): Promise<Entry> {
  const key = keyOf(resource);
  const started = estate.now();
  tell({ event: 'started', resource: key });
  let earlier = before?.status === 'captured' && previous ? capturedResource(before, previous) : undefined;
  for (let tries = 1; ; tries += 1) {
    const { sink, end } = sinkOf(resource, {
      writer,
      secrets,
      fetches,
      previous: earlier,
      tally: (done) => tell({ event: 'progress', resource: key, ...done }),
    });
    const when = () => ({
      at: started.toISOString(),
      seconds: (estate.now().getTime() - started.getTime()) / 1000,
      tries,
    });
    try {
      await service.capture(resource, sink, estate);
      const { files, ...sums } = await end();
      return { ...resource, status: 'captured', files: [...files], ...sums, sha256: hashOf(files), ...when() };
    } catch (error) {
      // No fault of the resource: the capture can be gone on with.
      signal?.throwIfAborted();
      if (isOfStore(error)) throw storeFailure(error);
      // The earlier capture is a help, and no reason to fail.
      if (earlier && isUnreadable(error)) {
        earlier = undefined;
        continue;
      }
      const failure = failureOf(error, secrets);
      if (failure.retryable && tries < TRIES) {
        await estate.wait(1000 * 2 ** tries);
        continue;
      }
      const { retryable: _, ...told } = failure;
      const status = failure.code === 'ESTATE.GONE' ? 'gone' : 'failed';
      const nothing = { files: [], objects: 0, bytes: 0, reused: 0, sha256: hashOf([]) };
      return { ...resource, status, ...nothing, ...when(), error: told };
    }
  }
}

/** What reading damaged captures gives, or those of another Holdfast. */
function isUnreadable(error: unknown): boolean {
  if (error instanceof HoldfastError) return error.code === 'CAPTURE.DAMAGED';
  return error instanceof SyntaxError || error instanceof z.ZodError;
}

/** What no resource is to blame for: there is no room to write, or somebody else writes there now. */
const OF_STORE = new Set<unknown>(['ENOSPC', 'EDQUOT', 'EROFS', 'CAPTURE.BUSY']);

function isOfStore(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && OF_STORE.has(error.code);
}

function storeFailure(cause: Error & { readonly code: string }): HoldfastError {
  if (cause instanceof HoldfastError) return cause;
  const hint = 'Make room where captures are kept, and for temporary files.';
  return new HoldfastError('CAPTURE.FULL', `Nothing more can be written: ${cause.code}.`, { hint, cause });
}

/** SHA-256 over paths and hashes. */
function hashOf(files: readonly { readonly path: string; readonly sha256: string }[]): string {
  const hash = createHash('sha256');
  for (const { path, sha256 } of files) hash.update(`${sha256}  ${path}\n`);
  return hash.digest('hex');
}
