import path from 'node:path';
import { edgesRun } from './edges.ts';
import { runningEmulator } from './emulator.ts';
import { placesFor } from './places.ts';
import { readStack, type StackFile } from './stack-file.ts';
import { explain } from './unready.ts';
import { down, reset, up } from './up.ts';

const USAGE = 'usage: npm run local -- up | down | reset | status';
const places = placesFor(path.resolve(import.meta.dirname, '..', '..'), process.env);
const began = Date.now();
const surroundings = { env: process.env, say };

/** Each command answers with the code to exit with. */
const commands: Readonly<Record<string, () => Promise<number>>> = {
  async up() {
    show(await up(places, surroundings));
    return 0;
  },
  async reset() {
    show(await reset(places, surroundings));
    return 0;
  },
  async down() {
    await down(places);
    say('the local stack is down');
    return 0;
  },
  async status() {
    const stack = runningEmulator(places) ? readStack(places) : undefined;
    console.log(stack ? JSON.stringify(stack, undefined, 2) : 'the local stack is down');
    if (stack && !edgesRun(places)) console.error('nothing is served through its distributions: npm run local -- up');
    return stack ? 0 : 1;
  },
};

function say(line: string): void {
  console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${line}`);
}

function show(stack: StackFile): void {
  say(`the site ${stack.site} is guarded; all about the stack is in ${path.relative(process.cwd(), places.stack)}`);
  console.log(`\nTry it with any S3 client, e.g.\n`);
  console.log(
    `  export AWS_ENDPOINT_URL=${stack.endpoint} AWS_REGION=${stack.region} AWS_DEFAULT_REGION=${stack.region}`,
  );
  console.log('  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test');
  console.log(`  aws s3 cp index.html s3://${stack.buckets.production}/index.html`);
  console.log(`\nVisitors see it at ${stack.edges[stack.distribution] ?? 'no address: the site has no distribution'}/`);
}

const command = commands[process.argv[2] ?? ''];
try {
  if (!command) console.error(USAGE);
  process.exitCode = command ? await command() : 2;
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
