import path from 'node:path';
import type { StackFile } from '../local/stack-file.ts';
import type { Teller } from './teller.ts';

/** The page of the story, the console's address, and the stack. */
interface Places {
  readonly key: string;
  readonly address: string;
  readonly stack: StackFile;
}

/** Says what to try next on the stack, which stays up: every command as it works in the checkout. */
export function sayWhatNext({ key, address, stack }: Places, teller: Teller): void {
  teller.chapter('The stack stays up: try it yourself');
  const say = (about: string, ...commands: readonly string[]) => {
    teller.line(about, 'quiet');
    for (const command of commands) teller.line(`  ${command}`);
  };
  const object = `s3://${stack.buckets.production}/${key}`;
  const copy = here(path.join(path.dirname(stack.inbox), 'page.html'));
  say('The console shows all of it, and decides (the address opens once, in one browser):', address);
  say(
    'Any S3 client will do, such as the AWS CLI:',
    `export AWS_ENDPOINT_URL=${stack.endpoint} AWS_REGION=${stack.region} AWS_DEFAULT_REGION=${stack.region}`,
    'export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test HOLDFAST_LOCAL=1',
    ...localDir().map((dir) => `export HOLDFAST_LOCAL_DIR=${dir}`),
  );
  say(
    'Break the page by hand, and see a few seconds later what is served:',
    `aws s3 cp ${object} ${copy}`,
    `sed -i.bak 's/data-feature="STRIPE_CHECKOUT"//' ${copy}`,
    `aws s3 cp ${copy} ${object}`,
    `aws s3 cp ${object} - | grep data-feature`,
  );
  say(
    'What Holdfast says about it, and how it is overruled (the newest incident is the first):',
    'npx holdfast incidents --limit 3',
    `npx holdfast incidents show "$(${NEWEST})"`,
    `npx holdfast override "$(${NEWEST})" --reason "paid at the dock from now on" --yes`,
    `aws s3 cp ${object} - | grep data-feature`,
    `npx holdfast restore "$(${NEWEST})" --reason "by card after all" --yes`,
  );
  const folder = path.join('.local', 'site');
  say(
    'Deploy an edit of your own, judged before anything is written (the steps that ask want a y):',
    `npx holdfast pull ${stack.site} ${key} --to ${folder} && cd ${folder}`,
    `sed -i.bak 's/twelve guests/ten guests/' ${key}`,
    `npx holdfast diff ${stack.site} ${key}`,
    `HOLDFAST_LOCAL_AS=deployer npx holdfast deploy ${stack.site} ${key}`,
    `npx holdfast verify ${stack.site} ${key}`,
    `HOLDFAST_LOCAL_AS=deployer npx holdfast promote ${stack.site} ${key}`,
    'cd ../..',
  );
  const as = `-H 'Authorization: Bearer ${stack.principals.approver}'`;
  say(
    'The same by the HTTP API, as the approver:',
    `curl ${as} '${stack.api}/v1/incidents?site=${stack.site}&limit=3'`,
  );
  say(
    'What the guard would have said of every version of this page, and what else it could guard:',
    `npx holdfast backtest ${stack.site} ${key}`,
    `npx holdfast suggest ${stack.site}`,
  );
  say(
    'How everything stands:',
    `npx holdfast status ${stack.site}`,
    `npx holdfast tokens ${stack.site}`,
    'npx holdfast doctor',
  );
  say(
    'What people were told, and how to end it all:',
    `grep -o '"subject":"[^"]*"' ${here(stack.inbox)}`,
    'npm run local -- down',
  );
}

const NEWEST = `npx holdfast incidents --limit 1 --json | grep -m1 '"id"' | cut -d'"' -f4`;

const here = (file: string): string => path.relative(process.cwd(), file);

/** Where the stack is not in its usual place, the commands must know. */
function localDir(): string[] {
  const dir = process.env['HOLDFAST_LOCAL_DIR'];
  return dir ? [path.resolve(dir)] : [];
}
