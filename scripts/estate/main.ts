import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { emulator, endEmulator, runningEmulator } from '../local/emulator.ts';
import { placesFor, REGION } from '../local/places.ts';
import { explain } from '../local/unready.ts';
import { captureConfig } from './capture-config.ts';
import { plantChanges } from './changes/changes.ts';
import { groundAt, type Ground } from './ground.ts';
import { endHosted, hosted, hostedRun } from './hosted.ts';
import { makeMachine } from './machine.ts';
import { ESTATE_ACCOUNT, WHOLE } from './names.ts';
import { seed } from './seed.ts';
import { addStandIns, describesStack, readEstate } from './estate-file.ts';

const USAGE = 'usage: npm run estate -- up | change | down | status [--endpoint <address>] [--account <12 digits>]';
const places = placesFor(path.resolve(import.meta.dirname, '..', '..'), process.env);
const folder = path.join(places.dir, 'estate');
const began = Date.now();

interface Options {
  readonly endpoint?: string | undefined;
  readonly account: string;
}

/** Each command answers with the code to exit with. */
const commands: Readonly<Record<string, (options: Options) => Promise<number>>> = {
  async up({ endpoint: named, account }) {
    await mkdir(folder, { recursive: true });
    const endpoint = named ?? runningEmulator(places) ?? (await emulator(places, process.env, say));
    const standIns = await hosted(places, endpoint);
    await addStandIns(places, { endpoint, region: REGION, standIns });
    say(`making the estate in account ${account} at ${endpoint}`);
    await seed(groundAt({ endpoint, account, size: WHOLE, standIns }));
    const machine = await makeMachine(path.join(folder, 'machine'));
    const config = path.join(folder, 'capture.yml');
    await writeFile(config, captureConfig(WHOLE, { to: 'captures', machine }));
    say('the estate is there');
    const shown = path.relative(process.cwd(), config);
    console.log(`\nCapture it with\n\n  npx holdfast capture --local --account ${account} --config ${shown}`);
    return 0;
  },
  async change({ account }) {
    for (const { what, kind, resource, places: where } of await plantChanges(await ground(account)))
      console.log(`${what}\n    ${kind} ${resource}${where.map((place) => ` ${place}`).join('')}`);
    return 0;
  },
  async down() {
    await endHosted(places);
    await rm(folder, { recursive: true, force: true });
    if (describesStack(places)) {
      await addStandIns(places, { standIns: {} });
      say('the stand-ins are down; what the estate has in the emulator goes with npm run local -- reset, or down');
      return 0;
    }
    await endEmulator(places);
    await rm(places.stack, { force: true });
    await rm(places.tmp, { recursive: true, force: true });
    say('the estate is down');
    return 0;
  },
  async status() {
    const found = hostedRun(places) ? readEstate(places) : undefined;
    console.log(found ? JSON.stringify(found, undefined, 2) : 'the estate is down');
    return found ? 0 : 1;
  },
};

async function ground(account: string): Promise<Ground> {
  const found = hostedRun(places) ? readEstate(places) : undefined;
  if (!found) throw new Error('the estate is down: npm run estate -- up');
  return groundAt({ ...found, account, size: WHOLE });
}

function say(line: string): void {
  console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${line}`);
}

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { endpoint: { type: 'string' }, account: { type: 'string', default: ESTATE_ACCOUNT } },
  });
  const command = positionals.length === 1 ? commands[positionals[0] ?? ''] : undefined;
  if (!command || !/^\d{12}$/.test(values.account)) console.error(USAGE);
  process.exitCode = command ? await command(values) : 2;
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
