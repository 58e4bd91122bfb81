import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bringBack } from './demo/bring-back.ts';
import { caller } from './demo/caller.ts';
import { newPage } from './demo/new-page.ts';
import { sayWhatNext } from './demo/next-steps.ts';
import { outsider } from './demo/outsider.ts';
import { painted, teller, type Teller } from './demo/teller.ts';
import { tellStory } from './demo/tell-story.ts';
import { StoryFailed } from './demo/until.ts';
import { witness } from './demo/witness.ts';
import { workingFolder, type WorkingFolder } from './demo/working-folder.ts';
import { localClients } from './local/clients.ts';
import { startConsole } from './local/console.ts';
import { placesFor, type Places } from './local/places.ts';
import { readStack, type StackFile } from './local/stack-file.ts';
import { explain } from './local/unready.ts';
import { up } from './local/up.ts';

/** Brings the local stack up and tells the story on it; throws when it does not come true. */
async function demo(places: Places): Promise<void> {
  const began = Date.now();
  const tells = teller();
  tells.chapter('AWS on this machine, with the very functions that go to AWS');
  const say = (line: string) =>
    tells.line(`${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${line}`, 'quiet');
  const stack = await up(places, { env: process.env, say });
  tells.line(
    `The site "${stack.site}" is guarded: bucket ${stack.buckets.production}, distribution ${stack.distribution}`,
  );
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'holdfast-demo-')));
  const deps = storyOn(stack, { tells, folder: workingFolder(folder, { places, teller: tells }) });
  const key = await newPage(deps.witness, new Date());
  const told = async () => {
    await tellStory(key, deps);
    await bringBack({ ...deps, clients: localClients(stack.endpoint), stack });
  };
  await told().finally(() => rm(folder, { recursive: true }));
  const { address } = await startConsole(places);
  sayWhatNext({ key, address, stack }, tells);
}

/** All that the story on this stack needs. */
function storyOn(stack: StackFile, { tells, folder }: { tells: Teller; folder: WorkingFolder }) {
  const clients = localClients(stack.endpoint);
  const edge = stack.edges[stack.distribution];
  if (edge === undefined) throw new StoryFailed('nothing serves the distribution on this machine');
  return {
    site: stack.site,
    edge,
    folder,
    outsider: outsider(clients, stack.buckets.production),
    staging: outsider(clients, stack.buckets.staging),
    witness: witness(clients, stack),
    teller: tells,
    snapshots: stack.buckets.snapshots,
    caller: caller(stack, tells),
  };
}

/** Where the reason may be found: by the file that describes the stack if it came up, else by the emulator's own log. */
function whereToLook(places: Places): string {
  const log = `The emulator's log is ${path.relative(process.cwd(), path.join(places.dir, 'emulator.log'))}`;
  const stack = readStack(places);
  if (!stack) return `${log}.`;
  const group = `/aws/lambda/holdfast-${stack.stage}-on-upload`;
  return [
    'How the pages stand: npx holdfast status --local',
    "The functions' logs, here those of on-upload:",
    `  aws --endpoint-url ${stack.endpoint} logs filter-log-events --log-group-name ${group} --output text`,
    log,
  ].join('\n');
}

const places = placesFor(path.resolve(import.meta.dirname, '..'), process.env);
try {
  await demo(places);
} catch (error) {
  console.error(`\n${painted('bad', 'The story did not come true.')}`);
  console.error(error instanceof StoryFailed ? `${error.message}.\n${whereToLook(places)}` : explain(error));
  process.exitCode = 1;
}
