import { REGION } from '../local/places.ts';

/** The account of the emulator that the estate is in: no other has anything of it. */
export const ESTATE_ACCOUNT = '210987654321';

/** Home first. */
export const REGIONS = [REGION, 'eu-west-1'] as const;
export const ELSEWHERE = REGIONS[1];

/** What the sites are made of. Whatever is made is named after one of these. */
export const TOPICS = [
  'queenofsandiego',
  'demo',
  'booking',
  'crew',
  'events',
  'gifts',
  'gallery',
  'news',
  'press',
  'shop',
  'maps',
  'assets',
  'mail',
  'status',
  'sails',
  'sunset',
  'harbour',
  'weather',
  'reviews',
  'tickets',
  'menu',
  'careers',
  'archive',
] as const;

/** The topic of the nth of anything. */
export function topic(index: number): string {
  return TOPICS[index % TOPICS.length] ?? TOPICS[0];
}

/** How much of each there is. */
export interface Size {
  readonly buckets: number;
  readonly distributions: number;
  readonly functions: number;
  readonly zones: number;
  readonly tables: number;
  readonly restApis: number;
  readonly httpApis: number;
  readonly scripts: number;
}

/** The estate that was once captured by hand. */
export const WHOLE: Size = {
  buckets: 46,
  distributions: 66,
  functions: 21,
  zones: 16,
  tables: 14,
  restApis: 3,
  httpApis: 4,
  scripts: 4,
};

/** A few of each, for what is done many times. */
export const SMALL: Size = {
  buckets: 6,
  distributions: 4,
  functions: 5,
  zones: 2,
  tables: 3,
  restApis: 1,
  httpApis: 1,
  scripts: 1,
};

/** The nth bucket of an account: bucket names are one set for all accounts. */
export function bucketName(account: string, index: number): string {
  return `${topic(index)}-${index < TOPICS.length ? 'prod' : 'staging'}-${account.slice(-6)}`;
}

const WORK = ['confirm', 'resize', 'notify'];

/** The nth function. */
export function functionName(index: number): string {
  return `${topic(index + 2)}-${WORK[index % WORK.length]}`;
}

/** Every seventh function is elsewhere. */
export function functionRegion(index: number): string {
  return index % 7 === 6 ? ELSEWHERE : REGION;
}

/** The ARN of the nth function. */
export function functionArn(account: string, index: number): string {
  return `arn:aws:lambda:${functionRegion(index)}:${account}:function:${functionName(index)}`;
}

/** The nth zone, without a dot at its end. */
export function zoneName(index: number): string {
  return `${topic(index)}.example`;
}

/** The nth table. */
export function tableName(index: number): string {
  return `${topic(index + 2)}-items`;
}

/** The role that functions of a topic run as. */
export function roleName(index: number): string {
  return `${topic(index)}-runs`;
}

/** The ARN of a role. */
export function roleArn(account: string, index: number): string {
  return `arn:aws:iam::${account}:role/site/${roleName(index)}`;
}

/** Queues that others refer to. */
export const UPLOADS_QUEUE = 'uploads';
export const FAILED_QUEUE = 'failed';

/** The ARN of a queue. */
export function queueArn(account: string, name: string, region: string = REGION): string {
  return `arn:aws:sqs:${region}:${account}:${name}`;
}

/** The ARN of a topic of SNS at home. */
export function topicArn(account: string, name: string): string {
  return `arn:aws:sns:${REGION}:${account}:${name}`;
}
