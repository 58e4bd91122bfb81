import type { Scope } from '../../lib/capture/entry.ts';
import { documentsOf } from '../../lib/capture/documents.ts';
import type { Tell } from '../../lib/capture/events.ts';
import { progressOf } from '../../lib/capture/progress-of.ts';
import { runCapture } from '../../lib/capture/run.ts';
import { selectionOf } from '../../lib/capture/selection.ts';
import type { Service } from '../../lib/capture/service.ts';
import type { CaptureStore } from '../../lib/capture/store.ts';
import { HoldfastError } from '../../lib/errors.ts';
import { optionText, switchedOn, type Input } from '../command.ts';
import { failed, type Outcome } from '../outcome.ts';
import { printable, shortened } from '../printable.ts';
import { beginNew, openedFor, takeUp, type Begun } from './begin.ts';
import { countOnly } from './count-only.ts';
import type { EstateDesk } from './estate-desk.ts';
import { captureCommand } from './place.ts';
import { settingsOf } from './settings.ts';
import { showCapture } from './show-capture.ts';
import { showProgress, type ShownProgress } from './show-progress.ts';

/** `holdfast capture`: a new capture, one that was not finished, or with `--dry-run` the inventory alone. */
export async function runCommand(input: Input, desk: EstateDesk): Promise<Outcome> {
  const store = await desk.store(optionText(input, 'to'), { openBucket: switchedOn(input, 'openBucket') });
  if (switchedOn(input, 'dryRun')) {
    const settings = settingsOf(input, await desk.config());
    const opened = await openedFor(settings, desk, store.place);
    return countOnly({ ...opened, selection: selectionOf(settings) }, desk);
  }
  const begun = await (input.options['resume'] === undefined ? beginNew : takeUp)(input, desk, store);
  // What is told on the way is a line each: so is how it ends.
  return captured(begun, desk, store).catch((error: unknown) => {
    const outcome = failed(error);
    return { ...outcome, lines: [outcome.value] };
  });
}

async function captured(begun: Begun, desk: EstateDesk, store: CaptureStore): Promise<Outcome> {
  const { writer, settings, services, options, opened, previous, secrets } = begun;
  const { estate, limits, where } = opened;
  const selection = selectionOf(settings);
  const names = services.map(({ name }) => name);
  const progress = progressOf(names, () => desk.now().getTime());
  desk.display.write(`${where}\nCapturing into ${store.place}, as ${writer.name}.\n`);
  const signal = desk.stopping();
  let sealed = false;
  const shown = showProgress({ progress, limits, display: desk.display, json: desk.switches.json });
  const tell = telling(shown, services, options);
  try {
    const scope = { tags: settings.tags, services: scopeOf(names, settings, options) };
    const { reader, verified } = await runCapture({
      store,
      writer,
      services,
      estate,
      selection,
      secrets,
      previous,
      signal,
      settings,
      scope,
      fetches: true,
      verify: true,
      tell(event) {
        sealed ||= event.event === 'sealed';
        tell(event);
      },
      documents: documentsOf(services, {
        progress: progress.services,
        shown: (text) => printable(shortened(text, 200)),
      }),
    });
    shown.end();
    const { metadata, place } = reader;
    const whole = metadata.status === 'complete' && verified?.damaged.length === 0;
    const text = showCapture(metadata, { place, services: progress.services(), selection, verified });
    return { exitCode: whole ? 0 : 6, value: metadata, lines: [metadata], text };
  } catch (error) {
    shown.end();
    const { name } = writer;
    const goOn = sealed
      ? `Read it back: ${captureCommand(store, 'verify', name)}`
      : `Go on with it: ${captureCommand(store, '--resume', name)}`;
    throw withHowToGoOn(goOn, { name, signal, error });
  }
}

/** Tells on, and says of what was found what capturing it sets off: nothing is captured before all is found. */
function telling(shown: ShownProgress, services: readonly Service[], options: Begun['options']): Tell {
  return (event) => {
    shown.tell(event);
    if (event.event !== 'inventory' || !event.done || event.resources === 0) return;
    const service = services.find(({ name }) => name === event.service);
    const says = service?.setsOff?.(options[event.service] ?? {});
    if (service && says !== undefined) shown.note(`${service.title}: ${says}.`);
  };
}

/** What is kept of the settings, so that a later look at the estate takes in as much. */
function scopeOf(names: readonly string[], settings: Begun['settings'], options: Begun['options']): Scope['services'] {
  return Object.fromEntries(names.map((name) => [name, { ...settings.services[name], options: { ...options[name] } }]));
}

/** What is thrown on the way is thrown on, with how to go on. */
function withHowToGoOn(
  goOn: string,
  { name, signal, error }: { name: string; signal: AbortSignal; error: unknown },
): unknown {
  if (signal.aborted) {
    const message = `${name} was stopped; what was captured stays.`;
    return new HoldfastError('CAPTURE.STOPPED', message, { hint: goOn, cause: error });
  }
  if (!(error instanceof HoldfastError)) return error;
  const { code, message, hint, retryable } = error;
  const next = hint === undefined ? goOn : `${hint} ${goOn}`;
  return new HoldfastError(code, message, { retryable, hint: next, cause: error });
}
