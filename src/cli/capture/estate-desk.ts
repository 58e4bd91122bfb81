import { setInterval } from 'node:timers';
import path from 'node:path';
import type { CaptureConfig } from '../../lib/capture/config.ts';
import type { CaptureStore } from '../../lib/capture/store.ts';
import type { Answer } from '../command.ts';
import { askFor, progressOn, type Terminal } from '../terminal.ts';
import type { EstateNeeds, EstateSwitches, OpenEstate } from './open-estate.ts';
import type { StoreSwitches } from './open-store.ts';

/** The switches of every command that asks an estate. */
export interface DeskSwitches extends EstateSwitches {
  readonly config?: string;
  readonly json: boolean;
  readonly yes: boolean;
  readonly dryRun: boolean;
}

/** What a command works with that asks captures and the estate itself. Everything is loaded and opened when it is asked for. */
export interface EstateDesk {
  readonly switches: DeskSwitches;
  readonly now: () => Date;
  /** Tells on stderr how far a longer job is. */
  readonly progress: (text: string) => void;
  /** As `Session.ask`, for a change of what is at `where`. */
  readonly askOf: (where: string, change: string) => Promise<Answer>;
  readonly display: Display;
  /** What `capture.yml` says, with `to` as it is seen from here; nothing where there is none. Throws `CONFIG.INVALID`. */
  config(): Promise<CaptureConfig>;
  /** The estate that the switches mean, else `regions` of the configuration. Throws as `openEstate`. */
  estate(needs: EstateNeeds, choice?: Partial<EstateSwitches>): Promise<OpenEstate>;
  /** Where captures are kept: here, else where the configuration says, else in `captures`. */
  store(to?: string, how?: Pick<StoreSwitches, 'openBucket'>): Promise<CaptureStore>;
  /** Is aborted when somebody asks the process to end; from the first call on, asking once does not end it, twice does. */
  stopping(): AbortSignal;
}

/** Where a longer job shows itself. */
export interface Display {
  /** Whether lines can be drawn over. */
  readonly live: boolean;
  columns(): number;
  rows(): number;
  /** Shows text, besides the result. */
  write(text: string): void;
  /** Prints a value as a line of the result. */
  line(value: unknown): void;
  /** Calls again and again until it is told to stop. */
  every(milliseconds: number, draw: () => void): () => void;
}

/** The desk of this process. */
export function openEstateDesk(switches: DeskSwitches, terminal: Terminal, now: () => Date): EstateDesk {
  let read: Promise<CaptureConfig> | undefined;
  const config = () => (read ??= readConfig(switches.config));
  return {
    switches,
    now,
    progress: progressOn(terminal, now),
    askOf: (where, change) => askFor(change, { ...switches, where }, terminal),
    display: processDisplay(switches.json),
    config,
    async estate(needs, choice = {}) {
      const { openEstate } = await import('./open-estate.ts');
      const regions = switches.regions ?? (await config()).regions;
      return openEstate({ ...switches, ...(regions && { regions }), ...choice }, needs);
    },
    async store(to, how = {}) {
      const { DEFAULT_STORE, openStore } = await import('./open-store.ts');
      return openStore(to ?? (await config()).to ?? DEFAULT_STORE, { ...switches, ...how });
    },
    stopping: () => stoppedBySignal(),
  };
}

async function readConfig(named: string | undefined): Promise<CaptureConfig> {
  const { findCaptureConfig } = await import('../../lib/aws/find-config.ts');
  const found = findCaptureConfig(named);
  if (!found) return { tags: {}, services: {} };
  const [{ parseCaptureConfig }, { loadServices, serviceNames }] = await Promise.all([
    import('../../lib/capture/config.ts'),
    import('./services.ts'),
  ]);
  const name = path.relative(process.cwd(), found.path) || found.path;
  const known = { names: await serviceNames(), load: loadServices };
  const { to, ...config } = await parseCaptureConfig(found.text, name, known);
  if (to === undefined) return config;
  return { ...config, to: to.startsWith('s3://') ? to : path.resolve(path.dirname(found.path), to) };
}

function processDisplay(json: boolean): Display {
  const { stdout, stderr } = process;
  return {
    live: stderr.isTTY && !(json && stdout.isTTY),
    columns: () => stderr.columns || 100,
    rows: () => stderr.rows || 24,
    write: (text) => void stderr.write(text),
    line: (value) => void stdout.write(`${JSON.stringify(value)}\n`),
    every(milliseconds, draw) {
      const timer = setInterval(draw, milliseconds);
      return () => clearInterval(timer);
    },
  };
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function stoppedBySignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of SIGNALS) process.once(signal, () => controller.abort());
  return controller.signal;
}
