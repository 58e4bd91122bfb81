import path from 'node:path';
import type { StackFile } from '../local/stack-file.ts';
import type { Happened } from './story.ts';
import type { Teller } from './teller.ts';

/** Says what to try next on the stack, which stays up: every command as it works in the checkout. */
export function sayWhatNext({ key, incident }: Happened, stack: StackFile, teller: Teller): void {
  teller.chapter('The stack stays up: try it yourself');
  const say = (about: string, ...commands: readonly string[]) => {
    teller.line(about, 'quiet');
    for (const command of commands) teller.line(`  ${command}`);
  };
  const object = `s3://${stack.buckets.production}/${key}`;
  say(
    'Any S3 client will do, such as the AWS CLI:',
    `export AWS_ENDPOINT_URL=${stack.endpoint} AWS_REGION=${stack.region} AWS_DEFAULT_REGION=${stack.region}`,
    'export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test',
  );
  say(
    'Break the page by hand, or delete it, and see a few seconds later what is served:',
    `aws s3 cp ${object} page.html`,
    `sed -i.bak 's/data-feature="STRIPE_CHECKOUT"//' page.html`,
    `aws s3 cp page.html ${object}`,
    `aws s3 rm ${object}`,
    `aws s3 cp ${object} - | grep data-feature`,
  );
  say(
    'What Holdfast says about it:',
    ...localDir().map((dir) => `export HOLDFAST_LOCAL_DIR=${dir}`),
    'npx holdfast incidents --local',
    `npx holdfast incidents show ${incident.id} --local`,
    `npx holdfast status ${stack.site} --local`,
    `npx holdfast tokens ${stack.site} --local`,
    'npx holdfast doctor --local',
  );
  say(
    'What was sent, and how to end it all:',
    `tail -n 2 ${path.relative(process.cwd(), stack.inbox)}`,
    'npm run local -- down',
  );
}

/** Where the stack is not in its usual place, the commands must know. */
function localDir(): string[] {
  const dir = process.env['HOLDFAST_LOCAL_DIR'];
  return dir ? [path.resolve(dir)] : [];
}
