import * as z from 'zod';
import { HoldfastError } from '../errors.ts';
import { captureEstate, type CaptureDeps } from './capture-estate.ts';
import type { Entry, Metadata, Scope } from './entry.ts';
import { hashFilter } from './hash-filter.ts';
import { seal, type Document, type Heading } from './seal.ts';
import type { Blob, CaptureReader, CaptureStore, CaptureWriter } from './store.ts';
import { verifyCapture, type Verified } from './verify.ts';

/** One capture of an estate, from nothing or from where a kill left it. */
export interface CaptureRun extends CaptureDeps {
  /** Where the writer writes. */
  readonly store: CaptureStore;
  /** What it is to be made with, kept for a resume: see `begunBefore`. */
  readonly settings?: unknown;
  /** What is kept of it in the metadata. */
  readonly scope?: Scope;
  /** Whether what was written is read back at the end. */
  readonly verify: boolean;
  /** Documents of the capture as a whole. */
  readonly documents?: (heading: Heading, resources: readonly Entry[], now: Date) => Promise<readonly Document[]>;
}

const BEGUN = z.object({
  begun: z.object({ startedAt: z.iso.datetime(), settings: z.unknown(), secretsKey: z.string().optional() }),
});

/** What a capture was begun with. */
export type Begun = z.infer<typeof BEGUN>['begun'];

/** A capture that was sealed, and what was wrong when it was read back. */
export interface Captured {
  readonly reader: CaptureReader;
  /** Of what was written; `undefined` where that was not asked. */
  readonly verified: Verified | undefined;
}

/**
 * Inventory, capture, seal, and with `verify` a look at everything that was written. Whatever is thrown, the capture can be gone
 * on with; resources that failed are no reason to throw: they are in the metadata.
 */
export async function runCapture(run: CaptureRun): Promise<Captured> {
  const { store, writer, tell } = run;
  const { noting, written } = notingWriter(writer);
  const { metadata, resumed } = await sealed({ ...run, writer: noting }).catch(async (error: unknown) => {
    await writer.release();
    throw error;
  });
  tell({ event: 'sealed', metadata });
  const reader = await store.read(writer.name);
  if (!run.verify) return { reader, verified: undefined };
  const { secrets, signal } = run;
  // What was written before a kill was never read back.
  const only = resumed ? {} : { only: written };
  const verified = await verifyCapture(reader, {
    secrets,
    ...(signal && { signal }),
    ...only,
    tell: (sofar) => tell({ event: 'verifying', ...sofar }),
  });
  tell({ event: 'verified', ...verified });
  return { reader, verified };
}

/** A writer that remembers what it was given to keep: a little that it was not given is read in vain. */
function notingWriter(writer: CaptureWriter): { noting: CaptureWriter; written: (blob: Blob) => boolean } {
  const kept = hashFilter(6);
  const noting: CaptureWriter = {
    ...writer,
    async keep(body) {
      const blob = await writer.keep(body);
      kept.add(blob);
      return blob;
    },
    async index(path, earlier) {
      const index = await writer.index(path, earlier);
      return {
        ...index,
        async end() {
          const file = await index.end();
          kept.add(file);
          return file;
        },
      };
    },
  };
  return { noting, written: (blob) => kept.has(blob) };
}

async function sealed(run: CaptureRun): Promise<{ metadata: Metadata; resumed: boolean }> {
  const { writer, secrets, estate, services, previous, documents } = run;
  const before = await begunBefore(writer);
  if (before) refuseOtherKey(before, run);
  const begun = before ?? (await begin(run));
  const resources = await captureEstate(run);
  const heading: Heading = {
    name: writer.name,
    account: estate.account,
    regions: [...estate.regions],
    services: services.map((service) => service.name),
    startedAt: begun.startedAt,
    ...(run.scope && { scope: run.scope }),
    ...(previous && { previous: previous.metadata.name }),
  };
  const now = () => estate.now();
  const whole = (await documents?.(heading, resources, now())) ?? [];
  const metadata = await seal(heading, resources, { writer, secrets, now, documents: whole });
  return { metadata, resumed: before !== undefined };
}

/** What an unsealed capture was begun with; `undefined` where it was killed before it had noted that. */
export async function begunBefore(writer: Pick<CaptureWriter, 'notes'>): Promise<Begun | undefined> {
  for await (const note of writer.notes()) {
    const begun = BEGUN.safeParse(note);
    if (begun.success) return begun.data.begun;
  }
  return undefined;
}

/** Secrets of one capture are hashed under one key: else they would all seem changed. */
function refuseOtherKey({ secretsKey }: Begun, { writer, secrets }: CaptureRun): void {
  if (secretsKey === undefined || secretsKey === secrets.keyId) return;
  const hint = 'Give that key in HOLDFAST_CAPTURE_KEY, or begin another capture without --resume.';
  throw new HoldfastError('CONFIG.INVALID', `${writer.name} was begun with another key for secrets.`, { hint });
}

async function begin({ writer, estate, settings, secrets }: CaptureRun): Promise<Begun> {
  const begun = { startedAt: estate.now().toISOString(), settings, secretsKey: secrets.keyId };
  await writer.note({ begun });
  return begun;
}
