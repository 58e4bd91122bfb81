import type { CaptureEvent } from './events.ts';
import type { Entry } from './entry.ts';

/** How far one service is. */
export interface ServiceProgress {
  readonly service: string;
  /** Resources found so far, and whether these are all. */
  readonly found: number;
  readonly listed: boolean;
  /** Resources that are settled: captured, failed, gone, or there from before a resume. */
  readonly done: number;
  readonly failed: number;
  readonly objects: number;
  readonly bytes: number;
  readonly reused: number;
  /** From its first resource's start to its last one's end, or to now. */
  readonly seconds: number;
}

interface Counted {
  found: number;
  listed: boolean;
  done: number;
  failed: number;
  objects: number;
  bytes: number;
  reused: number;
  running: number;
  from: number | undefined;
  to: number;
}

/** Adds up what is told while an estate is captured. `now` gives milliseconds. */
export function progressOf(services: readonly string[], now: () => number) {
  const counted = new Map<string, Counted>(services.map((name) => [name, nothing()]));
  const running = new Map<string, { objects: number; bytes: number }>();
  const failures: Entry[] = [];
  const of = (service: string): Counted => {
    const known = counted.get(service) ?? nothing();
    counted.set(service, known);
    return known;
  };
  const settle = (resource: string, entry: Entry) => {
    const service = of(entry.service);
    const begun = running.get(resource);
    if (begun) {
      service.objects -= begun.objects;
      service.bytes -= begun.bytes;
      service.running -= 1;
      running.delete(resource);
    }
    service.objects += entry.objects;
    service.bytes += entry.bytes;
    service.reused += entry.reused;
    service.to = now();
    // A service that could not be listed: no more is to come.
    if (entry.id === '*') service.listed = true;
    else service.done += 1;
    if (entry.status !== 'failed') return;
    service.failed += 1;
    failures.push(entry);
  };
  return {
    tell(event: CaptureEvent): void {
      if (event.event === 'inventory') Object.assign(of(event.service), { found: event.resources, listed: event.done });
      else if (event.event === 'started') {
        const service = of(serviceOf(event.resource));
        service.from ??= now();
        if (!running.has(event.resource)) service.running += 1;
        running.set(event.resource, { objects: 0, bytes: 0 });
      } else if (event.event === 'progress') {
        const service = of(serviceOf(event.resource));
        const begun = running.get(event.resource);
        if (!begun) return;
        begun.objects += event.objects;
        begun.bytes += event.bytes;
        service.objects += event.objects;
        service.bytes += event.bytes;
      } else if ('entry' in event) settle(event.resource, event.entry);
    },
    failures: failures as readonly Entry[],
    services: (): readonly ServiceProgress[] =>
      [...counted].map(([service, { from, to, running: still, ...sums }]) => ({
        service,
        ...sums,
        // What was found before listing failed.
        found: Math.max(sums.found, sums.done),
        seconds: from === undefined ? 0 : ((still > 0 ? now() : to) - from) / 1000,
      })),
  };
}

const nothing = (): Counted => ({
  found: 0,
  listed: false,
  done: 0,
  failed: 0,
  objects: 0,
  bytes: 0,
  reused: 0,
  running: 0,
  from: undefined,
  to: 0,
});

const serviceOf = (resource: string): string => resource.slice(0, resource.indexOf('/'));
