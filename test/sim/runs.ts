import { reconcile } from '../../src/lib/reconcile.ts';
import { sweep } from '../../src/lib/sweep.ts';
import type { LiveObject, PageSummary } from '../../src/lib/sweep.ts';
import type { Io } from '../fakes/io.ts';
import { fakeLookQueue } from '../fakes/queue-model.ts';
import { alert, tear } from './alerter.ts';
import type { Told } from './alerter.ts';
import { allowSomething, decideByLink, decideSomething, linkFor } from './decisions.ts';
import { newRun } from './run.ts';
import { FAULT } from './scheduler.ts';
import type { Ending, Scheduler, Spawn } from './scheduler.ts';
import { watchedPorts } from './watch.ts';
import { SITE } from './world.ts';
import type { Message, World } from './world.ts';

const died = (ending: Ending): boolean =>
  ending.kind === 'crashed' || (ending.kind === 'threw' && ending.error === FAULT);

const words = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** Starts what runs in functions, and delivers again what a function did not finish. */
export interface Runs {
  readonly guard: (message: Message) => Promise<void>;
  readonly person: () => Promise<void>;
  /** Two who have the same personal link, at once. */
  readonly holders: () => Promise<void>;
  readonly steward: () => Promise<void>;
  readonly sweep: () => Promise<void>;
  readonly alerter: () => Promise<void>;
}

/** How often a run gets its turn: some are held up for long. */
const WEIGHTS = [1, 1, 1, 0.15, 0.03];

export function makeRuns(world: World, scheduler: Scheduler, told: Told): Runs {
  let count = 0;
  const spawn = (kind: string, rest: Omit<Spawn, 'name' | 'weight' | 'ended'>, ended: (ending: Ending) => void) => {
    count += 1;
    return scheduler.spawn({ ...rest, name: `${kind}${count}`, weight: world.random.pick(WEIGHTS), ended });
  };
  const survives = (ending: Ending): void => {
    if (died(ending)) world.tally.crashes++;
    else if (ending.kind === 'threw') world.violate('THREW', words(ending.error));
  };

  return {
    guard(message) {
      let finished = false;
      const run = async (io: Io): Promise<void> => {
        const mine = newRun(`r${count}`, 'guard');
        world.say(`${mine.name} starts on ${message.key}`);
        const ports = watchedPorts(world, mine, io);
        const deps = world.bug?.guard?.(ports, mine, world) ?? ports;
        const outcome = await reconcile({ site: SITE, key: message.key }, { notices: message.notices }, deps);
        finished = outcome === 'done';
        world.say(`${mine.name} is ${outcome}`);
      };
      return spawn('r', { crashable: true, run }, (ending) => {
        survives(ending);
        const givenUp = ending.kind !== 'returned' && world.random.chance(world.setup.deadLetters);
        if (!finished && !givenUp) world.inbox.push(message);
      });
    },
    person: () => spawn('p', { crashable: true, run: (io) => decideSomething(world, `p${count}`, io) }, survives),
    async holders() {
      const held = await linkFor(world);
      if (!held) return;
      for (let holder = 0; holder < 2; holder++) {
        await spawn('p', { crashable: true, run: (io) => decideByLink(world, `p${count}`, held, io) }, survives);
      }
    },
    steward: () => spawn('p', { crashable: true, run: (io) => allowSomething(world, `p${count}`, io) }, survives),
    sweep: () => spawn('s', { crashable: true, run: (io) => sweepOnce(world, io) }, survives),
    alerter: () =>
      spawn('a', { crashable: true, run: (io) => alert(world, told, io) }, (ending) => {
        survives(ending);
        if (died(ending)) tear(told);
      }),
  };
}

async function sweepOnce(world: World, io: Io): Promise<void> {
  const { s3, table, keys, inbox, clock } = world;
  const site = table.site(SITE);
  if (!site) return;
  const sorted = keys.toSorted();
  await sweep(site.config, undefined, {
    async *objects() {
      yield* await io('list live objects', () =>
        sorted.flatMap((key): LiveObject[] => {
          const live = s3.live(key);
          return live ? [{ key, etag: live.etag ?? '', lastModified: live.lastModified }] : [];
        }),
      );
    },
    async *pages() {
      yield* await io('list page records', () =>
        sorted.flatMap((key): PageSummary[] => {
          const page = table.page({ site: SITE, key });
          return page ? [{ ...page, ...(page.baseline && { baselineIdentity: page.baseline.identity }) }] : [];
        }),
      );
    },
    queue: fakeLookQueue({ send: ({ key }) => void inbox.push({ key, notices: [] }) }, io),
    save: async () => undefined,
    now: clock.now,
    timeLeft: () => Infinity,
  });
}
