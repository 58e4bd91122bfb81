import type { QueueState } from '../../lib/aws/operator-queue.ts';
import type { Versioning } from '../../lib/aws/operator-bucket.ts';
import { counted } from '../printable.ts';
import { advice, right, wrong, type Check } from './check.ts';

/** What was found of the stack itself; `undefined` where there is no such thing. */
export interface StackFacts {
  readonly name: string;
  readonly uploads: QueueState | undefined;
  readonly deadLetters: QueueState | undefined;
  readonly snapshots: Versioning | undefined;
  readonly subscriptions: number | undefined;
}

const DEPLOY = 'Deploy the stack again: npm run deploy';

/** Checks the stack's own parts. Pure. */
export function stackChecks({ name, uploads, deadLetters, snapshots, subscriptions }: StackFacts): Check[] {
  return [
    right('stack', `${name} is there`),
    uploads
      ? right('uploads queue', counted(uploads.waiting, 'message'))
      : wrong('uploads queue', 'does not exist', DEPLOY),
    deadLetterCheck(deadLetters),
    snapshots === undefined
      ? wrong('snapshot store', 'the bucket does not exist: nothing that is overwritten can be kept', DEPLOY)
      : right('snapshot store', 'the bucket is there'),
    topicCheck(subscriptions),
  ];
}

function deadLetterCheck(queue: QueueState | undefined): Check {
  if (!queue) return wrong('dead letters', 'the queue does not exist', DEPLOY);
  if (queue.waiting === 0) return right('dead letters', 'none');
  const says = `${counted(queue.waiting, 'message')}: pages that were asked for five times in vain`;
  return wrong(
    'dead letters',
    says,
    'See the log of on-upload, then send them back ("Start DLQ redrive" in the SQS console).',
  );
}

function topicCheck(subscriptions: number | undefined): Check {
  if (subscriptions === undefined) return wrong('alert topic', 'does not exist', DEPLOY);
  if (subscriptions > 0) return right('alert topic', counted(subscriptions, 'subscription'));
  return advice('alert topic', 'nobody is subscribed', 'Subscribe an address: aws sns subscribe --protocol email …');
}
