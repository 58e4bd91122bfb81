import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { end, freePort, running, start } from './background.ts';
import { REGION, type Places } from './places.ts';
import { emulatorPython } from './python.ts';
import { Unready } from './unready.ts';

const NAME = 'emulator';
const USUAL_PORT = 4566;

/** The address of a running emulator, started when there is none. */
export async function emulator(places: Places, env: NodeJS.ProcessEnv, say: (line: string) => void): Promise<string> {
  const found = running(places.dir, NAME);
  if (found && (await answers(addressOf(found.port)))) return addressOf(found.port);
  await end(places.dir, NAME);
  const python = await emulatorPython(places, say);
  const wanted = Number(env['HOLDFAST_LOCAL_PORT'] ?? USUAL_PORT);
  const port = await freePort(wanted);
  if (port !== wanted && wanted !== 0) say(`port ${wanted} is in use by something else: taking ${port}`);
  await makeTmp(places);
  start(places.dir, NAME, { command: python, args: ['-m', 'ministack'], env: environment(places, env, port), port });
  await untilReady(places, port);
  say(`the emulator runs on ${addressOf(port)}`);
  return addressOf(port);
}

/** The emulator's own starter of functions is CommonJS; under this checkout Node would take it for a module. */
async function makeTmp(places: Places): Promise<void> {
  await mkdir(places.tmp, { recursive: true });
  await writeFile(path.join(places.tmp, 'package.json'), '{ "type": "commonjs" }');
}

/** The address of the emulator that runs already. */
export function runningEmulator(places: Places): string | undefined {
  const found = running(places.dir, NAME);
  return found && addressOf(found.port);
}

/** Forgets everything in the emulator, without a restart. */
export async function emptyEmulator(endpoint: string): Promise<void> {
  const response = await fetch(`${endpoint}/_ministack/reset`, { method: 'POST' });
  if (!response.ok) throw new Error(`the emulator refused to reset: ${response.status}`);
}

/** Ends the emulator and the functions it runs. */
export async function endEmulator(places: Places): Promise<void> {
  await end(places.dir, NAME);
}

/** Nothing of the caller's own AWS settings gets in; the Node that runs this runs the functions too. */
function environment(places: Places, env: NodeJS.ProcessEnv, port: number): NodeJS.ProcessEnv {
  return {
    PATH: [path.dirname(process.execPath), env['PATH']].join(path.delimiter),
    HOME: env['HOME'],
    LANG: 'C.UTF-8',
    TMPDIR: places.tmp,
    // The default is every interface of the machine.
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    MINISTACK_REGION: REGION,
    // An address, not a name, so that every client puts the bucket in the path.
    AWS_ENDPOINT_URL: addressOf(port),
    // Else it also listens on 8883, and two stacks could not run at once.
    IOT_MTLS_ENABLED: '0',
    NODE_NO_WARNINGS: '1',
    LOG_LEVEL: 'WARNING',
    AUTH: env['HOLDFAST_LOCAL_AUTH'] === '1' ? 'true' : 'false',
  };
}

async function untilReady(places: Places, port: number): Promise<void> {
  for (let waited = 0; waited < 30_000; waited += 100) {
    if (await answers(addressOf(port))) return;
    if (!running(places.dir, NAME)) break;
    await sleep(100);
  }
  const log = path.join(places.dir, `${NAME}.log`);
  const last = (await readFile(log, 'utf8')).trim().split('\n').slice(-5).join('\n');
  throw new Unready('the emulator did not start', `see ${log}:\n${last}`);
}

async function answers(endpoint: string): Promise<boolean> {
  return fetch(`${endpoint}/_ministack/health`, { signal: AbortSignal.timeout(2000) }).then(
    (response) => response.ok,
    () => false,
  );
}

function addressOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}
