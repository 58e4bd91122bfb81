import * as z from 'zod';
import { captureEstate, type CaptureDeps } from './capture-estate.ts';
import type { Entry, Metadata } from './entry.ts';
import { seal, type Document, type Heading } from './seal.ts';
import type { CaptureReader, CaptureStore, CaptureWriter } from './store.ts';

/** One capture of an estate, from nothing or from where a kill left it. */
export interface CaptureRun extends CaptureDeps {
  /** Where the writer writes. */
  readonly store: CaptureStore;
  /** What it is to be made with, kept for a resume: see `begunBefore`. */
  readonly settings?: unknown;
  /** Documents of the capture as a whole. */
  readonly documents?: (heading: Heading, resources: readonly Entry[]) => Promise<readonly Document[]>;
}

const BEGUN = z.object({ begun: z.object({ startedAt: z.iso.datetime(), settings: z.unknown() }) });

/** What a capture was begun with. */
export type Begun = z.infer<typeof BEGUN>['begun'];

/**
 * Inventory, capture and seal. Whatever is thrown, the capture can be gone on with; resources that failed are no reason to
 * throw: they are in the metadata.
 */
export async function runCapture(run: CaptureRun): Promise<CaptureReader> {
  const { store, writer, tell } = run;
  const metadata = await sealed(run).catch(async (error: unknown) => {
    await writer.release();
    throw error;
  });
  tell({ event: 'sealed', metadata });
  return store.read(writer.name);
}

async function sealed(run: CaptureRun): Promise<Metadata> {
  const { writer, secrets, estate, services, previous, documents } = run;
  const begun = (await begunBefore(writer)) ?? (await begin(run));
  const resources = await captureEstate(run);
  const heading: Heading = {
    name: writer.name,
    account: estate.account,
    regions: [...estate.regions],
    services: services.map((service) => service.name),
    startedAt: begun.startedAt,
    ...(previous && { previous: previous.metadata.name }),
  };
  const whole = (await documents?.(heading, resources)) ?? [];
  return seal(heading, resources, { writer, secrets, now: () => estate.now(), documents: whole });
}

/** What an unsealed capture was begun with; `undefined` where it was killed before it had noted that. */
export async function begunBefore(writer: Pick<CaptureWriter, 'notes'>): Promise<Begun | undefined> {
  for await (const note of writer.notes()) {
    const begun = BEGUN.safeParse(note);
    if (begun.success) return begun.data.begun;
  }
  return undefined;
}

async function begin({ writer, estate, settings }: CaptureRun): Promise<Begun> {
  const begun = { startedAt: estate.now().toISOString(), settings };
  await writer.note({ begun });
  return begun;
}
