import { checkTold, nothingTold } from './alerter.ts';
import type { Told } from './alerter.ts';
import type { Bug } from './bugs/bug.ts';
import { checkRest } from './check/rest.ts';
import { MOST_RUNS } from './check/write.ts';
import { POOL } from './contents.ts';
import { changeApprovers } from './decisions.ts';
import * as people from './people.ts';
import { seeded } from './random.ts';
import { makeRuns } from './runs.ts';
import type { Runs } from './runs.ts';
import { scheduler } from './scheduler.ts';
import type { Mishaps, Scheduler } from './scheduler.ts';
import { drawSetup } from './setup.ts';
import type { Setup } from './setup.ts';
import { keyOf, makeWorld } from './world.ts';
import type { Tally, Violation, World } from './world.ts';

/** How one history is told. */
export interface Options {
  readonly setup?: Partial<Setup>;
  readonly bug?: Bug;
  readonly traced?: boolean;
}

/** What came of one history. */
export interface History {
  readonly seed: number;
  readonly setup: Setup;
  readonly violation: Violation | undefined;
  readonly tally: Tally;
  readonly log: readonly string[];
}

interface Stage {
  readonly world: World;
  readonly scheduler: Scheduler;
  readonly runs: Runs;
  readonly told: Told;
}

/** Plays one random history through the real lib, until rest or the first violation. Equal seeds play equally. */
export async function play(seed: number, { setup: given = {}, bug, traced = false }: Options = {}): Promise<History> {
  const random = seeded(seed);
  const setup = drawSetup(random, given);
  const world = makeWorld(seed, setup, random, traced, bug);
  const told = nothingTold();
  const steps = scheduler(random, () => world.tally.steps, world.say);
  const stage = { world, scheduler: steps, runs: makeRuns(world, steps, told), told };
  await begin(stage);
  await live(stage);
  await comeToRest(stage);
  if (!world.violation) checkRest(world);
  if (!world.violation) await checkTold(world, told);
  return { seed, setup, violation: world.violation, tally: world.tally, log: world.log };
}

/** A function that runs longer than this is ended, in milliseconds: Lambda's own limit. */
const FUNCTION_TIMEOUT_MS = 15 * 60 * 1000;

/** What the alerter's claims count on. */
const ALERTER_TIMEOUT_MS = 60 * 1000;

const NO_MISHAPS: Mishaps = { crashes: 0, faults: 0 };

async function step({ world, scheduler: steps }: Stage, mishaps: Mishaps): Promise<void> {
  const { tally, clock, setup } = world;
  tally.steps++;
  clock.advance(Math.round(1000 / setup.stepsPerSecond));
  await steps.step(mishaps, world.resting);
  for (const actor of steps.actors.filter(({ name, startedAt }) => {
    const limit = name.startsWith('a') ? ALERTER_TIMEOUT_MS : FUNCTION_TIMEOUT_MS;
    return tally.steps - startedAt > (limit / 1000) * setup.stepsPerSecond;
  })) {
    steps.kill(actor);
  }
}

async function begin(stage: Stage): Promise<void> {
  const { world, scheduler: steps, runs } = stage;
  const { random, setup } = world;
  if (setup.assets) people.uploadAsset(world);
  for (const page of setup.pages) {
    if (random.chance(0.1)) continue;
    const first = POOL[page][0]?.[0];
    if (first) people.upload(world, keyOf(page), first);
    if (random.chance(0.2)) continue;
    await runs.guard({ key: keyOf(page), notices: [] });
    while (steps.actors.length > 0 && !world.violation) await step(stage, NO_MISHAPS);
  }
}

async function live(stage: Stage): Promise<void> {
  const { world } = stage;
  const { random, setup } = world;
  let { actions, fights } = setup;
  for (let budget = 400; budget > 0 && actions > 0 && !world.violation; budget--) {
    if (fights > 0 && random.chance(0.12) && fight(world)) fights--;
    if (random.chance(setup.rate)) {
      actions--;
      await act(stage);
    } else await work(stage);
  }
}

function fight(world: World): boolean {
  const sample = POOL.P[world.setup.fightWith]?.[0];
  const live = world.s3.live(keyOf('P'));
  if (!sample || !live || live.sha256 === sample.sha256) return false;
  people.upload(world, keyOf('P'), sample);
  return true;
}

async function act({ world, runs }: Stage): Promise<void> {
  const { random, setup } = world;
  world.tally.steps++;
  world.clock.advance(Math.round(1000 / setup.stepsPerSecond));
  if (setup.togglesMode && random.chance(0.15)) people.toggleMode(world);
  if (setup.togglesVersioning && random.chance(0.25)) people.toggleVersioning(world);
  if (setup.retires && random.chance(0.15)) people.retire(world);
  if (setup.pauses && random.chance(0.2)) people.pause(world);
  if (setup.approversChange && random.chance(0.2)) changeApprovers(world);
  if (setup.allows && random.chance(0.3)) await runs.steward();
  if (setup.assets && random.chance(0.2)) people.changeAsset(world);
  const dice = random.next();
  if (random.chance(setup.decides)) {
    if (random.chance(0.2)) await runs.holders();
    else await runs.person();
    if (random.chance(0.3)) await runs.person();
  } else if (dice < 0.85) {
    people.deploy(world);
    if (random.chance(0.3)) people.visit(world);
  } else if (dice < 0.92) people.visit(world);
  else if (dice < 0.97) await runs.sweep();
  else world.loss = random.pick([0, 0.2, 0.6]);
}

async function work(stage: Stage): Promise<void> {
  const { world, scheduler: steps, runs } = stage;
  const { random, inbox, setup } = world;
  const guards = steps.actors.filter(({ name }) => name.startsWith('r')).length;
  if (inbox.length > 0 && guards < MOST_RUNS && random.chance(0.14)) {
    const [message] = inbox.splice(random.below(inbox.length), 1);
    if (message && random.chance(setup.duplicates * 0.3)) inbox.push(message);
    if (message) await runs.guard(message);
  }
  if (random.chance(0.03) && !steps.actors.some(({ name }) => name.startsWith('a'))) await runs.alerter();
  if (steps.actors.length > 0) await step(stage, setup);
}

const MOST_ROUNDS = 300;
const MOST_STEPS = 20_000;

/** Nothing new happens: messages are delivered, the sweep and the alerter run, until nothing changes any more. */
async function comeToRest(stage: Stage): Promise<void> {
  const { world, runs } = stage;
  world.resting = true;
  people.endPauses(world);
  world.say('--- nothing new from here');
  const until = world.tally.steps + MOST_STEPS;
  let before = '';
  for (let quiet = 0, rounds = 0; quiet < 2 && !world.violation; rounds++) {
    await drain(stage, until);
    if (rounds > MOST_ROUNDS) world.violate('REST', `no rest after ${rounds} rounds, ${world.tally.writes} writes`);
    world.clock.advance(ALERTER_TIMEOUT_MS);
    const now = signature(stage);
    const allRead = stage.told.readAt >= world.table.stream.length;
    quiet = allRead && now === before ? quiet + 1 : 0;
    before = now;
    await runs.sweep();
    await runs.alerter();
  }
  await drain(stage, until);
}

async function drain(stage: Stage, until: number): Promise<void> {
  const { world, scheduler: steps, runs } = stage;
  const { inbox, random, tally } = world;
  while ((steps.actors.length > 0 || inbox.length > 0) && !world.violation) {
    if (tally.steps > until) world.violate('REST', `no rest after ${MOST_STEPS} steps, ${tally.writes} writes`);
    if (inbox.length > 0 && steps.actors.length < MOST_RUNS && (steps.actors.length === 0 || random.chance(0.1))) {
      const [message] = inbox.splice(random.below(inbox.length), 1);
      if (message) await runs.guard(message);
    }
    if (steps.actors.length > 0) await step(stage, NO_MISHAPS);
  }
}

function signature({ world: { table, ghosts, keys }, told }: Stage): string {
  const pages = keys.map((key) => table.page({ site: 'demo', key })?.rev ?? 0);
  return JSON.stringify([ghosts.all.length, pages, table.incidents().map(({ rev }) => rev), told.readAt]);
}
