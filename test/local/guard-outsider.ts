import { GetInvalidationCommand, ListInvalidationsCommand } from '@aws-sdk/client-cloudfront';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { localAws, type LocalAws } from './guard-aws.ts';
import { remove, serve, upload, type Served, type UploadHeaders } from './guard-bucket.ts';

/** What the description of a local stack says, as far as an outsider needs it. */
export interface StackDescription {
  readonly endpoint: string;
  readonly region: string;
  readonly table: string;
  readonly queue: string;
  readonly buckets: { readonly snapshots: string };
  readonly inbox: string;
}

/** One of the sites of guard-sites.yml, with the distribution that it has in this stack. */
export interface GuardedSite {
  readonly name: string;
  readonly bucket: string;
  readonly distribution: string;
}

/** An incident as the table has it, as far as it is asserted on. */
export interface SeenIncident {
  readonly id: string;
  readonly key: string;
  readonly state: string;
  readonly findings: readonly { readonly code: string; readonly token?: string }[];
  readonly version: { readonly identity: string };
  readonly nowOn?: Readonly<Record<string, string>>;
  readonly recurrences: number;
}

/** What Slack or the SNS subscriber received. */
export interface Received {
  readonly channel: 'slack' | 'sns';
  readonly method?: string;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly subject?: string;
  readonly message?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

// Generous: what is asserted is what comes, never how fast.
const PATIENCE_MS = 90_000;

/** Somebody who knows S3, DynamoDB, CloudFront and the inbox file, and nothing of Holdfast's code. */
export function outsider(stack: StackDescription, site: GuardedSite) {
  const aws = localAws(stack);
  const at = (key: string) => ({ Bucket: site.bucket, Key: key });
  return {
    aws,
    site,
    stack,
    put: (key: string, body: string | Uint8Array, headers?: UploadHeaders) => upload(aws.s3, at(key), body, headers),
    remove: (key: string) => remove(aws.s3, at(key)),
    served: (key: string) => serve(aws.s3, at(key)),
    /** Waits until a reader gets exactly these bytes. */
    untilServed: (key: string, bytes: string | Uint8Array): Promise<Served> =>
      until(`${key} is served as it should be`, async () => {
        const served = await serve(aws.s3, at(key));
        return served && Buffer.from(bytes).equals(served.body) ? served : undefined;
      }),
    /** Waits until these bytes are the page's baseline. */
    untilAccepted: (key: string, bytes: string | Uint8Array) =>
      until(`${key} is accepted`, async () => {
        const baseline = (await pageItem(aws, stack, { site: site.name, key }))?.['baseline'];
        return baseline?.sha256 === createHash('sha256').update(bytes).digest('hex') ? baseline : undefined;
      }),
    incidents: (key?: string) => incidents(aws, stack, { site: site.name, key }),
    /** Waits until the page's only incident is in this state. */
    untilIncident: (key: string, state: string) =>
      until(`the incident of ${key} is ${state}`, async () => {
        const [incident] = await incidents(aws, stack, { site: site.name, key });
        return incident?.state === state ? incident : undefined;
      }),
    quarantined: (identity: string) => object(aws, stack.buckets.snapshots, `rejected/${site.name}/${identity}`),
    /** Waits until something told of this incident meets the condition. */
    untilTold: (incident: string, meets: (told: Told) => boolean) =>
      until(`incident ${incident} is told`, async () => {
        const told = await toldOf(stack, incident);
        return meets(told) ? told : undefined;
      }),
    told: (incident: string) => toldOf(stack, incident),
    received: () => received(stack),
    purgedPaths: () => purgedPaths(aws, site.distribution),
  };
}

/** An outsider at one site. */
export type Outsider = ReturnType<typeof outsider>;

/** What was told of one incident: first posts, updates and the replies under them in Slack, and messages. */
export interface Told {
  readonly posts: readonly Received[];
  readonly updates: readonly Received[];
  readonly replies: readonly Received[];
  readonly messages: readonly Received[];
}

/** Asks again and again until there is an answer; throws after 90 seconds, saying what was waited for. */
export async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await sleep(100);
  }
}

async function pageItem(aws: LocalAws, { table }: StackDescription, { site, key }: { site: string; key: string }) {
  const Key = { pk: `SITE#${site}`, sk: `PAGE#${key}` };
  return (await aws.table.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))).Item;
}

async function incidents(
  aws: LocalAws,
  { table }: StackDescription,
  { site, key }: { site: string; key: string | undefined },
): Promise<SeenIncident[]> {
  const found = await aws.table.send(
    new QueryCommand({
      TableName: table,
      IndexName: 'bySite',
      KeyConditionExpression: 'site = :site',
      ExpressionAttributeValues: { ':site': site },
    }),
  );
  // The document client gives items as records of anything.
  const all: SeenIncident[] = JSON.parse(JSON.stringify(found.Items ?? []));
  return key === undefined ? all : all.filter((incident) => incident.key === key);
}

async function object(aws: LocalAws, bucket: string, key: string): Promise<Buffer> {
  const { Body } = await aws.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

async function received({ inbox }: StackDescription): Promise<Received[]> {
  const lines = (await readFile(inbox, 'utf8')).split('\n').slice(0, -1);
  return lines.map((line): Received => JSON.parse(line));
}

async function toldOf(stack: StackDescription, incident: string): Promise<Told> {
  const all = await received(stack);
  const slack = all.filter(({ channel, body }) => channel === 'slack' && JSON.stringify(body).includes(incident));
  const updates = slack.filter(({ method }) => method === 'chat.update');
  const threads = new Set(updates.map(({ body }) => body?.['ts']));
  return {
    posts: slack.filter(({ method, body }) => method === 'chat.postMessage' && !body?.['thread_ts']),
    updates,
    replies: all.filter(({ method, body }) => method === 'chat.postMessage' && threads.has(body?.['thread_ts'])),
    messages: all.filter(({ channel, attributes }) => channel === 'sns' && attributes?.['incident'] === incident),
  };
}

async function purgedPaths({ cloudFront }: LocalAws, distribution: string): Promise<string[]> {
  const listed = await cloudFront.send(new ListInvalidationsCommand({ DistributionId: distribution }));
  const ids = (listed.InvalidationList?.Items ?? []).flatMap(({ Id }) => Id ?? []);
  const each = ids.map((Id) => cloudFront.send(new GetInvalidationCommand({ DistributionId: distribution, Id })));
  const found = await Promise.all(each);
  return found.flatMap(({ Invalidation }) => Invalidation?.InvalidationBatch?.Paths?.Items ?? []);
}
