import type { CaptureEvent, Tell } from '../../lib/capture/events.ts';
import type { ServiceProgress } from '../../lib/capture/progress-of.ts';
import type { Limits } from '../../lib/capture/token-bucket.ts';
import { counted, printable, shortened } from '../printable.ts';
import { shownBytes, shownSeconds } from '../../lib/capture/amounts.ts';
import type { Display } from './estate-desk.ts';

/** What is shown, and where. */
export interface Shown {
  readonly progress: { tell: Tell; services(): readonly ServiceProgress[] };
  readonly limits: Limits;
  readonly display: Display;
  /** Whether events go to stdout, a line each. */
  readonly json: boolean;
}

/** A display that goes on until it is ended. */
export interface ShownProgress {
  tell: Tell;
  /** Says something that stays. */
  note(text: string): void;
  end(): void;
}

/** How often lines are redrawn on a terminal, and how often a line is written elsewhere. */
const REDRAW_MS = 200;
const WRITE_MS = 2000;
/** With `--json`, the progress of one resource is told at most so often. */
const EVENT_MS = 1000;

/** Shows how far a capture is, until it has ended: a line a service on a terminal, else one line now and then. */
export function showProgress({ progress, limits, display, json }: Shown): ShownProgress {
  let drawn = 0;
  let read: { files: number; bytes: number } | undefined;
  const verifying = () =>
    read ? [`verified: ${read.files.toLocaleString('en')} files, ${shownBytes(read.bytes)}`] : [];
  const draw = () => {
    const most = Math.max(3, display.rows() - 2);
    const lines = [...linesOf(progress.services(), limits), ...verifying()]
      .slice(-most)
      .map((line) => line.slice(0, display.columns() - 1));
    display.write(`${cleared()}${lines.map((line) => `${line}\n`).join('')}`);
    drawn = lines.length;
  };
  const cleared = () => {
    const up = drawn > 0 ? `\u001B[${drawn}A\u001B[J` : '';
    drawn = 0;
    return up;
  };
  const line = () => display.write(`… ${verifying()[0] ?? summed(progress.services(), limits)}\n`);
  if (display.live) draw();
  const stop = display.live ? display.every(REDRAW_MS, draw) : display.every(WRITE_MS, line);
  const event = json ? eventLines(display) : () => undefined;
  return {
    tell(told) {
      progress.tell(told);
      if (told.event === 'verifying') read = { files: told.files, bytes: told.bytes };
      event(told);
    },
    note: (text) => display.write(`${cleared()}${text}\n`),
    end() {
      stop();
      if (display.live) draw();
    },
  };
}

/** Events as lines; of the progress of a resource only now and then one, with its sum since the last. */
function eventLines(display: Display): Tell {
  const since = new Map<string, { at: number; objects: number; bytes: number }>();
  let verifying = performance.now();
  return (told: CaptureEvent) => {
    if (told.event === 'sealed') return;
    const now = performance.now();
    if (told.event === 'verifying') {
      if (now - verifying < EVENT_MS) return;
      verifying = now;
    }
    if (told.event !== 'progress') return display.line(told);
    const sum = since.get(told.resource) ?? { at: now, objects: 0, bytes: 0 };
    sum.objects += told.objects;
    sum.bytes += told.bytes;
    since.set(told.resource, sum);
    if (now - sum.at < EVENT_MS) return undefined;
    display.line({ ...told, objects: sum.objects, bytes: sum.bytes });
    since.set(told.resource, { at: now, objects: 0, bytes: 0 });
    return undefined;
  };
}

const BAR = 10;

function linesOf(services: readonly ServiceProgress[], limits: Limits): string[] {
  const shown = services.filter(({ listed, found, failed }) => !listed || found + failed > 0);
  const widest = Math.max(...shown.map(({ service }) => service.length));
  const lines = shown.map((each) => {
    const { service, found, listed, done, failed, objects, bytes, seconds } = each;
    const part = found === 0 ? (listed ? 1 : 0) : done / found;
    const full = Math.floor(part * BAR);
    const count = listed ? `${done}/${found}` : found > 0 ? `${found}…` : '…';
    const rate = seconds > 0 && done < found ? `${shownBytes(bytes / seconds)}/s` : '';
    return [
      service.padEnd(widest),
      `${'█'.repeat(full)}${'░'.repeat(BAR - full)}`,
      count.padStart(11),
      (objects > 0 ? counted(objects, 'object') : '').padStart(17),
      (bytes > 0 ? shownBytes(bytes) : '').padStart(8),
      rate.padStart(10),
      seconds > 0 ? shownSeconds(seconds) : '',
      failed > 0 ? `${failed} failed` : '',
    ]
      .join('  ')
      .trimEnd();
  });
  const waiting = waits(limits);
  return waiting === '' ? lines : [...lines, waiting];
}

function summed(services: readonly ServiceProgress[], limits: Limits): string {
  const sum = (what: 'done' | 'found' | 'failed' | 'objects' | 'bytes') =>
    services.reduce((total, each) => total + each[what], 0);
  const open = services.filter(({ listed, done, found }) => !listed || done < found).map(({ service }) => service);
  return [
    `${sum('done').toLocaleString('en')} of ${sum('found').toLocaleString('en')} resources`,
    ...(sum('objects') > 0 ? [counted(sum('objects'), 'object')] : []),
    shownBytes(sum('bytes')),
    ...(sum('failed') > 0 ? [`${sum('failed')} failed`] : []),
    ...(open.length > 0 ? [`at ${shortened(open.join(', '), 60)}`] : []),
    ...(waits(limits) === '' ? [] : [waits(limits)]),
  ].join(', ');
}

/** What waits for the limits of AWS's APIs now. */
function waits(limits: Limits): string {
  const waiting = Object.entries(limits.waiting()).map(([api, count]) => `${api} ${count}`);
  return waiting.length === 0 ? '' : printable(`waiting for limits: ${waiting.join(', ')}`);
}
