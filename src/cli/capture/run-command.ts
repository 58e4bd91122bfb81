import * as z from 'zod';
import { KMS_LIMITS } from '../../lib/aws/capture-kms.ts';
import { captureSecrets } from '../../lib/aws/capture-secrets.ts';
import type { Metadata } from '../../lib/capture/entry.ts';
import { progressOf } from '../../lib/capture/progress-of.ts';
import { begunBefore, runCapture } from '../../lib/capture/run.ts';
import { selectionOf } from '../../lib/capture/selection.ts';
import type { Service } from '../../lib/capture/service.ts';
import type { CaptureReader, CaptureStore, CaptureWriter } from '../../lib/capture/store.ts';
import { HoldfastError } from '../../lib/errors.ts';
import { optionText, switchedOn, type Input } from '../command.ts';
import { usage, type Outcome } from '../outcome.ts';
import { countOnly } from './count-only.ts';
import type { EstateDesk } from './estate-desk.ts';
import type { OpenEstate } from './open-estate.ts';
import { newestOf } from './newest.ts';
import { loadServices } from './services.ts';
import { BEGUN_WITH, refuseOther, settingsOf, type BegunWith, type Settings } from './settings.ts';
import { showCapture } from './show-capture.ts';
import { showProgress } from './show-progress.ts';

/** `holdfast capture`: a new capture, or one that was not finished. */
export async function runCommand(input: Input, desk: EstateDesk): Promise<Outcome> {
  if (switchedOn(input, 'dryRun')) return dryRun(input, desk);
  const store = await desk.store(optionText(input, 'to'));
  const resumes = input.options['resume'] !== undefined;
  const begun = resumes ? await takenUp(input, desk, store) : await begunNow(input, desk, store);
  return captured(begun, desk, store);
}

async function dryRun(input: Input, desk: EstateDesk): Promise<Outcome> {
  const settings = settingsOf(input, await desk.config());
  const services = await loadServices(settings.only);
  const opened = await desk.estate({ services, options: optionsOf(services, settings) });
  return countOnly({ services, opened, selection: selectionOf(settings) }, desk);
}

/** A capture that is begun or gone on with, with the lock on it. */
interface Begun {
  readonly writer: CaptureWriter;
  readonly resumed: boolean;
  readonly settings: BegunWith;
  readonly services: readonly Service[];
  readonly opened: OpenEstate;
  readonly previous: CaptureReader | undefined;
}

async function begunNow(input: Input, desk: EstateDesk, store: CaptureStore): Promise<Begun> {
  const settings = settingsOf(input, await desk.config());
  const services = await loadServices(settings.only);
  const opened = await openedFor(services, settings, desk);
  const { account, regions } = opened.estate;
  const previous = settings.full
    ? undefined
    : await newestOf(store, { account, home: regions[0], services: services.map(({ name }) => name) });
  const writer = await store.write(optionText(input, 'name') ?? nameAt(desk.now()), 'new');
  const begun = { ...settings, account, regions: [...regions], previous: previous?.metadata.name };
  return { writer, resumed: false, settings: begun, services, opened, previous };
}

async function takenUp(input: Input, desk: EstateDesk, store: CaptureStore): Promise<Begun> {
  const writer = await store.write(optionText(input, 'resume') ?? (await unfinished(store)), 'resume');
  try {
    const noted = BEGUN_WITH.safeParse((await begunBefore(writer))?.settings);
    if (!noted.success) {
      const hint = 'Begin another one without --resume; then take this one away.';
      throw new HoldfastError('CAPTURE.DAMAGED', `${writer.name} was stopped before it had begun.`, { hint });
    }
    const settings = noted.data;
    refuseOther(input, desk, settings);
    const services = await loadServices(settings.only);
    const opened = await openedFor(services, settings, desk, settings);
    if (opened.estate.account !== settings.account)
      throw usage(`${writer.name} is of the account ${settings.account}.`, 'Sign in to that account to go on with it.');
    const previous = settings.previous === undefined ? undefined : await store.read(settings.previous);
    return { writer, resumed: true, settings, services, opened, previous };
  } catch (error) {
    await writer.release();
    throw error;
  }
}

async function unfinished(store: CaptureStore): Promise<string> {
  const newest = (await store.list()).findLast(({ sealed }) => !sealed);
  if (newest) return newest.name;
  const hint = 'Begin one without --resume.';
  throw new HoldfastError('CAPTURE.MISSING', `There is no unfinished capture in ${store.place}.`, { hint });
}

async function openedFor(
  services: readonly Service[],
  settings: Settings,
  desk: EstateDesk,
  choice?: { readonly account: string; readonly regions: readonly string[] },
): Promise<OpenEstate> {
  const limits = settings.kmsKey === undefined ? [] : [KMS_LIMITS];
  return desk.estate({ services, limits, options: optionsOf(services, settings) }, choice && { ...choice });
}

/** What each service is told: what `capture.yml` says, its own defaults, and `--versions` where it knows such a thing. */
function optionsOf(services: readonly Service[], settings: Settings) {
  const defaults = (options: z.ZodObject) => z.record(z.string(), z.unknown()).parse(options.parse({}));
  return Object.fromEntries(
    services.flatMap(({ name, options }) => {
      if (!options) return [];
      const written = settings.services[name]?.options ?? defaults(options);
      return [[name, settings.versions && 'versions' in options.shape ? { ...written, versions: true } : written]];
    }),
  );
}

async function captured(begun: Begun, desk: EstateDesk, store: CaptureStore): Promise<Outcome> {
  const { writer, settings, services, opened, previous } = begun;
  const { estate, limits, where } = opened;
  const { kmsKey } = settings;
  const selection = selectionOf(settings);
  const progress = progressOf(
    services.map(({ name }) => name),
    () => desk.now().getTime(),
  );
  desk.display.write(`${where}\nCapturing into ${store.place}, as ${writer.name}.\n`);
  const signal = desk.stopping();
  const shown = showProgress({ progress, limits, display: desk.display, json: desk.switches.json });
  try {
    const secrets = await captureSecrets(folderOf(store), kmsKey === undefined ? undefined : { keyId: kmsKey, estate });
    const reader = await runCapture({
      store,
      writer,
      services,
      estate,
      selection,
      secrets,
      previous,
      fetches: true,
      tell: shown.tell,
      signal,
      settings,
    });
    shown.end();
    return outcomeOf(reader.metadata, { place: reader.place, services: progress.services(), selection });
  } catch (error) {
    shown.end();
    throw stoppedAt(writer.name, signal, error);
  }
}

function outcomeOf(metadata: Metadata, told: Parameters<typeof showCapture>[1]): Outcome {
  return { exitCode: metadata.status === 'complete' ? 0 : 6, value: metadata, text: showCapture(metadata, told) };
}

/** What is thrown on the way is thrown on, with how to go on. */
function stoppedAt(name: string, signal: AbortSignal, error: unknown): unknown {
  const goOn = `Go on with it: npx holdfast capture --resume ${name}`;
  if (signal.aborted)
    return new HoldfastError('CAPTURE.STOPPED', `${name} was stopped; what was captured stays.`, {
      hint: goOn,
      cause: error,
    });
  if (!(error instanceof HoldfastError)) return error;
  const { code, message, hint, retryable } = error;
  return new HoldfastError(code, message, {
    retryable,
    hint: hint === undefined ? goOn : `${hint} ${goOn}`,
    cause: error,
  });
}

/** Where the key must not lie. */
const folderOf = ({ place }: CaptureStore): string | undefined => (place.startsWith('s3://') ? undefined : place);

/** A name that sorts by time: `2026-03-10T12-00-00Z`. */
const nameAt = (now: Date): string => `${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
