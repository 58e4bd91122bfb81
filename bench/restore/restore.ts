import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { benchPage } from '../extract/page.ts';
import { interleaved, table } from '../statistics.ts';
import { deployBare, type Endpoint } from './deploy-bare.ts';

const ROUNDS = 30;
const WARM_UP = 3;
const PATIENCE_MS = 30_000;
/** For what follows a restore: telling, and the looks of the page that was restored before. */
const REST_MS = 1000;

const GOOD = benchPage({ bytes: 150_000, tokens: 12 });
const STALE = GOOD.replace(' data-feature="FEATURE_5"', '');

/**
 * Prints the time from the end of a stale upload until a reader gets the good bytes again, on a local stack of its own:
 * Holdfast against a bare function on the same kind of trigger that only writes a known copy back. Ends both stacks.
 */
export async function benchRestore(root: string): Promise<void> {
  const dir = path.join(root, '.local', `bench-${process.pid}`);
  try {
    await local(root, dir, 'up');
    const stack: Endpoint & { table: string } = JSON.parse(await readFile(path.join(dir, 'stack.json'), 'utf8'));
    const run = await contenders(stack);
    await interleaved(run, WARM_UP);
    const title = `Upload to restored, ${Math.round(GOOD.length / 1000)} KB, ${ROUNDS} interleaved runs`;
    console.log(table(title, await interleaved(run, ROUNDS)));
  } finally {
    await local(root, dir, 'down');
    await rm(dir, { recursive: true, force: true });
  }
}

async function contenders(stack: Endpoint & { table: string }): Promise<Record<string, () => Promise<number>>> {
  const settings = { ...stack, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const dynamo = new DynamoDBClient(settings);
  const bare = await deployBare({ endpoint: stack.endpoint, region: stack.region }, GOOD);
  return {
    'a bare function': () => restored(s3, bare, () => Promise.resolve(true)),
    Holdfast: () => restored(s3, 'bench-prod', (key) => isAccepted(dynamo, stack.table, key)),
  };
}

let pages = 0;

/** A page of its own for each run: one that is restored again and again would be contested. */
async function restored(s3: S3Client, bucket: string, ready: (key: string) => Promise<boolean>): Promise<number> {
  pages += 1;
  const at = { Bucket: bucket, Key: `trips/${pages}.html` };
  await put(s3, at, GOOD);
  await until(`${at.Key} is accepted`, () => ready(at.Key));
  // At any moment between two polls of the queue.
  await sleep(REST_MS + Math.random() * REST_MS);
  await put(s3, at, STALE);
  const start = performance.now();
  await until(`${at.Key} is restored`, async () => (await get(s3, at)) === GOOD);
  return performance.now() - start;
}

async function put(s3: S3Client, at: { Bucket: string; Key: string }, page: string): Promise<void> {
  await s3.send(new PutObjectCommand({ ...at, Body: page, ContentType: 'text/html' }));
}

async function get(s3: S3Client, at: { Bucket: string; Key: string }): Promise<string | undefined> {
  return (await s3.send(new GetObjectCommand(at))).Body?.transformToString();
}

async function isAccepted(dynamo: DynamoDBClient, table: string, key: string): Promise<boolean> {
  const Key = { pk: { S: 'SITE#bench' }, sk: { S: `PAGE#${key}` } };
  const { Item } = await dynamo.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
  return Item?.['baseline'] !== undefined;
}

async function until(what: string, is: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await is())) {
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`);
    await sleep(10);
  }
}

async function local(root: string, dir: string, command: 'up' | 'down'): Promise<void> {
  const config = path.join(root, 'bench', 'restore', 'holdfast.yml');
  const env = { ...process.env, HOLDFAST_LOCAL_DIR: dir, HOLDFAST_LOCAL_PORT: '0', HOLDFAST_CONFIG: config };
  await promisify(execFile)(process.execPath, [path.join(root, 'scripts', 'local', 'main.ts'), command], {
    cwd: root,
    env,
  });
}
