import * as z from 'zod';
import { KMS_LIMITS } from '../../lib/aws/capture-kms.ts';
import { captureSecrets } from '../../lib/aws/capture-secrets.ts';
import { begunBefore } from '../../lib/capture/run.ts';
import type { SecretBook } from '../../lib/capture/secrets.ts';
import type { Service } from '../../lib/capture/service.ts';
import type { CaptureReader, CaptureStore, CaptureWriter } from '../../lib/capture/store.ts';
import { HoldfastError } from '../../lib/errors.ts';
import { optionText, type Input } from '../command.ts';
import { usage } from '../outcome.ts';
import type { EstateDesk } from './estate-desk.ts';
import { newestOf, trusted } from './newest.ts';
import type { OpenEstate } from './open-estate.ts';
import { loadServices } from './services.ts';
import { BEGUN_WITH, refuseOther, settingsOf, type BegunWith, type Settings } from './settings.ts';

/** The options of each service. */
export type ServiceOptions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A capture that is begun or gone on with: its lock is held. */
export interface Begun {
  readonly writer: CaptureWriter;
  readonly settings: BegunWith;
  readonly services: readonly Service[];
  readonly options: ServiceOptions;
  readonly opened: OpenEstate;
  readonly previous: CaptureReader | undefined;
  readonly secrets: SecretBook;
}

/** A new capture, with the settings of this call. */
export async function beginNew(input: Input, desk: EstateDesk, store: CaptureStore): Promise<Begun> {
  const ready = await readyFor(input, desk, store);
  const writer = await store.write(optionText(input, 'name') ?? nameAt(desk.now()), 'new');
  return { ...ready, writer };
}

/** One that was not finished, with the settings that it was begun with. */
export async function takeUp(input: Input, desk: EstateDesk, store: CaptureStore): Promise<Begun> {
  const writer = await store.write(optionText(input, 'resume') ?? (await unfinished(store)), 'resume');
  try {
    const begun = await begunBefore(writer);
    // It was killed before it had noted anything.
    if (!begun) return { ...(await readyFor(input, desk, store)), writer };
    return { ...(await readyAgain(input, desk, store, settingsIn(begun.settings, writer.name))), writer };
  } catch (error) {
    await writer.release();
    throw error;
  }
}

type Ready = Omit<Begun, 'writer'>;

async function readyFor(input: Input, desk: EstateDesk, store: CaptureStore): Promise<Ready> {
  const settings = settingsOf(input, await desk.config());
  const ready = await openedFor(settings, desk, store.place);
  const { account, regions } = ready.opened.estate;
  const wanted = { account, home: regions[0], services: ready.services.map(({ name }) => name) };
  const secrets = await secretsOf(store, settings, ready.opened);
  const previous = settings.full ? undefined : await newestOf(store, wanted, secrets);
  return {
    ...ready,
    secrets,
    settings: { ...settings, account, regions: [...regions], previous: previous?.metadata.name },
    previous,
  };
}

async function readyAgain(input: Input, desk: EstateDesk, store: CaptureStore, settings: BegunWith): Promise<Ready> {
  refuseOther(input, desk, settings);
  const { account, regions } = settings;
  const ready = await openedFor(settings, desk, store.place, { account, regions });
  const secrets = await secretsOf(store, settings, ready.opened);
  // It may have been taken away or changed meanwhile: then everything is fetched.
  const previous = settings.previous === undefined ? undefined : await trusted(store, settings.previous, secrets);
  return { ...ready, settings, previous, secrets };
}

/** What a dry run needs of it, too: nothing is begun. `place` is where captures are kept. */
export async function openedFor(
  settings: Settings,
  desk: EstateDesk,
  place: string,
  choice?: { readonly account: string; readonly regions: readonly string[] },
) {
  const services = await loadServices(settings.only);
  const options = optionsOf(services, settings, place);
  const limits = settings.kmsKey === undefined ? [] : [KMS_LIMITS];
  return { services, options, opened: await desk.estate({ services, limits, options }, choice) };
}

/**
 * What each service is told: what `capture.yml` says, its own defaults, and where it knows of such things `--versions`, and the
 * place of captures, which are none of the estate.
 */
function optionsOf(services: readonly Service[], settings: Settings, place: string): ServiceOptions {
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)(?:\/(.+))?$/.exec(place) ?? [];
  const apart = bucket === undefined ? [] : [{ bucket, prefix: prefix === '' ? '' : `${prefix}/` }];
  return Object.fromEntries(
    services.flatMap(({ name, options }) => {
      if (!options) return [];
      const written = settings.services[name]?.options ?? z.record(z.string(), z.unknown()).parse(options.parse({}));
      const { shape } = options;
      const told = {
        ...written,
        ...(settings.versions && 'versions' in shape && { versions: true }),
        ...(apart.length > 0 && 'apart' in shape && { apart }),
      };
      return [[name, told]];
    }),
  );
}

/** The key must not lie in the folder that captures are kept in. */
function secretsOf({ place }: CaptureStore, { kmsKey }: Settings, { estate }: OpenEstate): Promise<SecretBook> {
  const folder = place.startsWith('s3://') ? undefined : place;
  return captureSecrets(folder, kmsKey === undefined ? undefined : { keyId: kmsKey, estate });
}

function settingsIn(noted: unknown, name: string): BegunWith {
  const settings = BEGUN_WITH.safeParse(noted);
  if (settings.success) return settings.data;
  const hint = 'Begin another one without --resume.';
  throw new HoldfastError('CAPTURE.DAMAGED', `It cannot be read how ${name} was begun.`, { hint });
}

async function unfinished(store: CaptureStore): Promise<string> {
  const newest = (await store.list()).findLast(({ sealed }) => !sealed);
  if (newest) return newest.name;
  throw usage(`There is no unfinished capture in ${store.place}.`, 'Begin one without --resume.');
}

/** A name that sorts by time: `2026-03-10T12-00-00Z`. */
const nameAt = (now: Date): string => `${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
