import { randomInt } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { captureFolder } from '../../src/lib/aws/capture-folder.ts';
import { liveEstate, type EstateChoice } from '../../src/lib/aws/live-estate.ts';
import { captureEstate } from '../../src/lib/capture/capture-estate.ts';
import { capturedResource, type CapturedResource } from '../../src/lib/capture/captured-resource.ts';
import type { Estate } from '../../src/lib/capture/estate.ts';
import { seal } from '../../src/lib/capture/seal.ts';
import { secretBook } from '../../src/lib/capture/secret-book.ts';
import type { SecretBook } from '../../src/lib/capture/secrets.ts';
import type { Service } from '../../src/lib/capture/service.ts';
import type { CaptureReader, CaptureStore } from '../../src/lib/capture/store.ts';
import { UNLIMITED } from '../../src/lib/capture/token-bucket.ts';

/** The secrets of all tests. */
export const SECRETS = secretBook(Buffer.alloc(32, 7));

/** The estate of an emulator or of a recorded server, without the limits of a real account. */
export function estateAt(choice: Partial<EstateChoice> & Pick<EstateChoice, 'endpoint'>): Estate {
  return liveEstate({ account: ownAccount(), regions: ['us-east-1'], options: {}, limits: UNLIMITED, ...choice });
}

/** A folder for captures that nobody else uses. */
export async function newStore(): Promise<CaptureStore> {
  return captureFolder(await mkdtemp(path.join(tmpdir(), 'holdfast-captures-')));
}

/** An account of the emulator that no other test uses: nothing is in it. */
export function ownAccount(): string {
  return String(randomInt(100_000_000_000, 200_000_000_000));
}

let count = 0;

/** Captures what these services have of an estate, sealed. */
export async function captureOf(
  services: readonly Service[],
  estate: Estate,
  {
    store,
    previous,
    fetches = true,
    secrets = SECRETS,
    name = `capture-${(count += 1)}`,
  }: { store?: CaptureStore; previous?: CaptureReader; fetches?: boolean; secrets?: SecretBook; name?: string } = {},
): Promise<CaptureReader> {
  const into = store ?? (await newStore());
  const writer = await into.write(name, 'new');
  const selection = { includes: () => true };
  const told = { selection, writer, secrets, previous, fetches, tell: () => {} };
  const entries = await captureEstate({ services, estate, ...told });
  const heading = {
    name,
    account: estate.account,
    regions: [...estate.regions],
    services: services.map((each) => each.name),
  };
  const startedAt = estate.now().toISOString();
  await seal({ ...heading, startedAt }, entries, { writer, secrets, now: () => estate.now(), documents: [] });
  return into.read(name);
}

/** One resource of a capture, by name. Throws where it was not captured, with why. */
export function resourceOf(reader: CaptureReader, name: string): CapturedResource {
  const entry = reader.metadata.resources.find((each) => each.name === name);
  if (entry?.status !== 'captured') throw new Error(`${name} was not captured: ${JSON.stringify(entry?.error)}`);
  return capturedResource(entry, reader);
}
