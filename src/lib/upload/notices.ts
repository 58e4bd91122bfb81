import { HoldfastError } from '../errors.ts';
import { eventBridgeEvent } from './eventbridge-event.ts';
import type { Hint } from './notice.ts';
import { fieldsOf } from './notice.ts';
import { s3Record } from './s3-record.ts';

// SNS may carry an event of EventBridge: two wrappings at most.
const WRAPPINGS = 3;

/**
 * What a message of the uploads queue hints at: S3's native notices, EventBridge's, either of them wrapped by SNS, and
 * our own asking for a look. None for what says nothing of an object, as `s3:TestEvent`. Anything else throws
 * `UPLOAD.MALFORMED`, not retryable.
 */
export function noticesOf(body: string): Hint[] {
  return read(body, WRAPPINGS);
}

function read(body: string, depth: number): Hint[] {
  const message = fieldsOf(parsed(body));
  if (message['holdfast'] === 'look') return [asked(message)];
  if (Array.isArray(message['Records'])) return message['Records'].map(s3Record).map(orMalformed);
  if (message['source'] === 'aws.s3') return [orMalformed(eventBridgeEvent(message))];
  if (message['Event'] === 's3:TestEvent') return [];
  if (typeof message['Message'] === 'string' && depth > 0) return read(message['Message'], depth - 1);
  throw malformed('is of no kind that is known here');
}

function asked({ site, key }: Readonly<Record<string, unknown>>): Hint {
  if (typeof site !== 'string' || typeof key !== 'string' || key === '') throw malformed('asks for no page');
  return { kind: 'ask', ref: { site, key } };
}

function orMalformed<T>(hint: T | undefined): T {
  if (hint === undefined) throw malformed('names no object');
  return hint;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw malformed('is not JSON', cause);
  }
}

function malformed(what: string, cause?: unknown): HoldfastError {
  const hint = 'See who else sends to the uploads queue: the dead-letter queue holds the message.';
  return new HoldfastError('UPLOAD.MALFORMED', `A message ${what}`, { hint, cause });
}
