import { S3 } from '@aws-sdk/client-s3';
import { SQS } from '@aws-sdk/client-sqs';
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { METADATA, type Metadata } from '../../src/lib/capture/entry.ts';
import { ownAccount } from '../capture/run-capture.ts';
import { atTerminal } from '../cli/whole-process.ts';

const MAIN = path.resolve('src/cli/main.ts');
const OBJECTS = 120;
const account = ownAccount();
const region = 'us-east-1';
const credentials = { accessKeyId: account, secretAccessKey: 'test' };
const endpoint = inject('emulator');
const s3 = new S3({ endpoint, region, credentials, forcePathStyle: true });
const sqs = new SQS({ endpoint, region, credentials });

let home: string;
let cwd: string;

beforeAll(async () => {
  home = await realpath(await mkdtemp(path.join(tmpdir(), 'holdfast-capture-')));
  await writeFile(path.join(home, 'stack.json'), JSON.stringify({ endpoint, region }));
  await s3.createBucket({ Bucket: 'sails-prod' });
  for (let at = 0; at < OBJECTS; at += 1)
    await s3.putObject({ Bucket: 'sails-prod', Key: `pages/${at}.html`, Body: `${at} ${'x'.repeat(20_000)}` });
  for (const [at, QueueName] of ['booking', 'booking-test', 'mail'].entries())
    await sqs.createQueue({ QueueName, Attributes: { VisibilityTimeout: String(40 + at) } });
});
afterAll(() => rm(home, { recursive: true, force: true }));
beforeEach(async () => {
  cwd = await mkdtemp(path.join(home, 'cwd-'));
});

const env = () => ({
  PATH: process.env['PATH'],
  HOME: home,
  HOLDFAST_LOCAL_DIR: home,
  HOLDFAST_CAPTURE_KEY: 'ab'.repeat(32),
});

const ONLY = ['--only', 's3,sqs'];

/** Runs `holdfast`; `during` may signal the process. */
async function holdfast(words: readonly string[], during?: (child: ReturnType<typeof spawn>) => void) {
  const child = spawn(process.execPath, [MAIN, ...words, '--local', '--account', account], {
    cwd,
    env: env(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  during?.(child);
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}

const metadataOf = async (name: string): Promise<Metadata> =>
  METADATA.parse(JSON.parse(await readFile(path.join(cwd, 'captures', name, 'SNAPSHOT-METADATA.json'), 'utf8')));

describe('holdfast capture', () => {
  it('captures into a folder of one’s own, reads it back, and says what it has', async () => {
    const { code, stdout, stderr } = await holdfast(['capture', '--name', 'one', ...ONLY]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr).toContain(`account ${account}`);
    expect(stdout).toContain('one is complete: 4 resources');
    expect(stdout).toMatch(/^s3 +1 +120 +2\.4 MB/m);
    expect(stdout).toContain('read back: as they were written');
    const metadata = await metadataOf('one');
    expect(metadata).toMatchObject({ account, status: 'complete', services: ['s3', 'sqs'] });
    const mode = async (file: string) => ((await stat(path.join(cwd, 'captures', file))).mode & 0o777).toString(8);
    expect(await Promise.all(['', 'one', 'one/report.html', 'store'].map(mode))).toEqual(['700', '700', '400', '700']);
    expect(await readFile(path.join(cwd, 'captures', '.gitignore'), 'utf8')).toBe('*\n');
    const manifest: unknown = JSON.parse(
      await readFile(path.join(cwd, 'captures/one/environment-manifest.json'), 'utf8'),
    );
    expect(manifest).toMatchObject({
      account,
      services: {
        sqs: { count: 3, regions: { [region]: [{ name: 'booking' }, { name: 'booking-test' }, { name: 'mail' }] } },
      },
    });
    expect(await readFile(path.join(cwd, 'captures/one/report.html'), 'utf8')).toContain('sails-prod');
  });

  it('fetches nothing again that an earlier one has, unless it is asked to', async () => {
    await holdfast(['capture', '--name', 'one', ...ONLY]);
    const again = await holdfast(['capture', '--name', 'two', ...ONLY]);
    expect(again.stdout).toContain('What had not changed since one was not fetched again.');
    const bucket = ({ resources }: Metadata) => resources.find(({ service }) => service === 's3');
    const [one, two] = [bucket(await metadataOf('one')), bucket(await metadataOf('two'))];
    expect(one).toMatchObject({ objects: OBJECTS, reused: 0 });
    expect(two).toMatchObject({ objects: OBJECTS });
    expect(two?.reused).toBeGreaterThan(OBJECTS * 20_000);
    await holdfast(['capture', '--name', 'three', '--full', ...ONLY]);
    const three = await metadataOf('three');
    expect(three.previous).toBeUndefined();
    expect(bucket(three)).toMatchObject({ reused: 0 });
  });

  it('counts alone with --dry-run, and writes nothing', async () => {
    const { code, stdout } = await holdfast(['capture', '--dry-run', '--json', ...ONLY]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      account,
      services: [
        { service: 's3', resources: 1, listed: true },
        { service: 'sqs', resources: 3, listed: true },
      ],
    });
    await expect(stat(path.join(cwd, 'captures'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('tells what happens as lines of JSON, and the metadata last', async () => {
    const { code, stdout } = await holdfast(['capture', '--name', 'one', '--json', ...ONLY]);
    expect(code).toBe(0);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(METADATA.parse(lines.at(-1))).toEqual(await metadataOf('one'));
    expect(lines.at(-2)).toMatchObject({ event: 'verified', damaged: [], seal: true });
    expect(lines.filter(({ event }) => event === 'captured')).toHaveLength(4);
  });

  it('takes in what capture.yml says, from below its folder', async () => {
    await writeFile(
      path.join(cwd, 'capture.yml'),
      'to: kept\nonly: [sqs]\nsqs: { include: ["booking*"], exclude: ["*-test"] }\n',
    );
    const below = await mkdtemp(path.join(cwd, 'below-'));
    const { stderr } = await holdfast(['capture', '--name', 'one', '--config', path.join(cwd, 'capture.yml')]);
    expect(stderr).toContain(path.join(cwd, 'kept'));
    const text = await readFile(path.join(cwd, 'kept/one/SNAPSHOT-METADATA.json'), 'utf8');
    expect(METADATA.parse(JSON.parse(text)).resources.map(({ name }) => name)).toEqual(['booking']);
    await writeFile(path.join(below, 'wrong.yml'), 'sqs:\n  inclode: [a]\n');
    const wrong = await holdfast(['capture', '--config', path.join(below, 'wrong.yml')]);
    expect(wrong).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('wrong.yml:2:3: sqs.inclode is not a setting'),
    });
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('goes on after %s where it was', async (signal) => {
    const broken = await holdfast(['capture', '--name', 'one', '--json', ...ONLY], (child) => {
      child.stdout?.on('data', (part: Buffer) => {
        if (part.includes('"event":"started","resource":"s3/')) child.kill(signal);
      });
    });
    if (signal !== 'SIGKILL') {
      expect(broken.code).toBe(1);
      expect(JSON.parse(broken.stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
        error: {
          code: 'CAPTURE.STOPPED',
          hint: `Go on with it: npx holdfast capture --resume one --to ${path.join(cwd, 'captures')}`,
        },
      });
    }
    const listed = await holdfast(['capture', 'list', '--json']);
    expect(JSON.parse(listed.stdout)).toMatchObject({ captures: [{ name: 'one', status: 'unfinished' }] });
    const other = await holdfast(['capture', '--resume', '--only', 'lambda']);
    expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('--only') });
    const resumed = await holdfast(['capture', '--resume']);
    expect({ code: resumed.code, stderr: resumed.stderr }).toMatchObject({ code: 0 });
    const { resources } = await metadataOf('one');
    expect(resources.map(({ name, status, objects }) => [name, status, objects])).toEqual([
      ['sails-prod', 'captured', OBJECTS],
      ['booking', 'captured', 0],
      ['booking-test', 'captured', 0],
      ['mail', 'captured', 0],
    ]);
    expect((await holdfast(['capture', 'verify', 'one'])).code).toBe(0);
  });

  it('draws a line for each service on a terminal', async () => {
    const words = ['capture', '--name', 'one', ...ONLY, '--local', '--account', account];
    const { code, shown } = await atTerminal(words, { cwd, env: env() });
    expect(code).toBe(0);
    expect(shown.split('\u001B').filter((part) => /^\[\d+A$/.test(part)).length).toBeGreaterThan(0);
    expect(shown).toMatch(/s3 +█{10} +1\/1 +120 objects/);
  });

  it('names each resource that failed, and ends with 6', async () => {
    const { code, stdout } = await holdfast(['capture', '--only', 'sqs,apigateway']);
    expect(code).toBe(6);
    expect(stdout).toMatch(/✗ apigateway: all API Gateway {2}ESTATE\./);
    const listed = await holdfast(['capture', 'list']);
    expect(listed.stdout).toMatch(/incomplete .* 3 \(1 failed\)/);
  });

  it('keeps captures in a bucket, leaves them out of captures, and refuses an open bucket', async () => {
    await s3.createBucket({ Bucket: 'sails-captures' });
    const to = ['--to', 's3://sails-captures/estate'];
    for (const name of ['one', 'two']) {
      const { code, stderr } = await holdfast(['capture', '--name', name, ...to, ...ONLY]);
      expect({ code, stderr }).toMatchObject({ code: 0 });
    }
    const listed = JSON.parse((await holdfast(['capture', 'list', '--json', ...to])).stdout);
    expect(listed).toMatchObject({ place: 's3://sails-captures/estate', captures: [{ name: 'two' }, { name: 'one' }] });
    const verified = await holdfast(['capture', 'verify', 's3://sails-captures/estate/latest', '--json']);
    expect(JSON.parse(verified.stdout)).toMatchObject({ capture: 'two', sound: true, seal: 'holds' });
    const { Body } = await s3.getObject({ Bucket: 'sails-captures', Key: 'estate/two/SNAPSHOT-METADATA.json' });
    const { resources } = METADATA.parse(JSON.parse((await Body?.transformToString()) ?? ''));
    expect(resources.find(({ name }) => name === 'sails-captures')).toMatchObject({ objects: 0 });
    const shown = await s3.getObject({ Bucket: 'sails-captures', Key: 'estate/two/sqs-queues/mail/config.json' });
    expect(await shown.Body?.transformToString()).toContain('VisibilityTimeout');

    await s3.createBucket({ Bucket: 'sails-open', ObjectOwnership: 'ObjectWriter' });
    await s3.putBucketAcl({ Bucket: 'sails-open', ACL: 'public-read' });
    const open = ['capture', '--only', 'sqs', '--to', 's3://sails-open'];
    expect(await holdfast(open)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('is public by its access list'),
    });
    expect(await holdfast([...open, '--open-bucket'])).toMatchObject({ code: 0 });
    for (const Bucket of ['sails-captures', 'sails-open']) {
      const { Contents = [] } = await s3.listObjectsV2({ Bucket });
      for (const { Key } of Contents) await s3.deleteObject({ Bucket, Key: Key ?? '' });
      await s3.deleteBucket({ Bucket });
    }
  });
});

describe('holdfast capture verify', () => {
  it('names what is damaged, what is missing and a broken seal, and ends with 6', async () => {
    await holdfast(['capture', '--name', 'one', ...ONLY]);
    const at = (file: string) => path.join(cwd, 'captures/one', file);
    const queue = 'sqs-queues/booking/config.json';
    await chmod(at(queue), 0o600);
    await writeFile(at(queue), '{}\n');
    await rm(at('sqs-queues/mail/config.json'));
    const { resources } = await metadataOf('one');
    const index = await readFile(at('s3-buckets/sails-prod/objects.ndjson'), 'utf8');
    const { sha256 = '', path: object = '' } = JSON.parse(index.split('\n')[7] ?? '');
    await rm(path.join(cwd, 'captures/store', sha256.slice(0, 2), sha256));
    await chmod(at('SNAPSHOT-METADATA.json'), 0o600);
    await writeFile(
      at('SNAPSHOT-METADATA.json'),
      JSON.stringify({ ...(await metadataOf('one')), account: '999999999999' }),
    );

    const { code, stdout } = await holdfast(['capture', 'verify', 'captures/one', '--json']);
    expect(code).toBe(6);
    const told = JSON.parse(stdout);
    expect(told).toMatchObject({ capture: 'one', sound: false, seal: 'broken' });
    expect(told.damaged.map(({ path: file }: { path: string }) => file)).toEqual([
      object,
      queue,
      'sqs-queues/mail/config.json',
    ]);
    expect(resources).toHaveLength(4);
  });
});

describe('holdfast capture prune', () => {
  it('shows, asks, and takes the oldest away', async () => {
    for (const name of ['one', 'two', 'three']) await holdfast(['capture', '--name', name, '--only', 'sqs']);
    const plan = await holdfast(['capture', 'prune', '--keep', '1', '--dry-run', '--json']);
    expect(JSON.parse(plan.stdout)).toMatchObject({ captures: ['one', 'two'], pruned: false });
    expect(await holdfast(['capture', 'prune', '--keep', '1'])).toMatchObject({ code: 2 });
    expect(JSON.parse((await holdfast(['capture', 'list', '--json'])).stdout).captures).toHaveLength(3);
    expect(await holdfast(['capture', 'prune', '--keep', '1', '--yes'])).toMatchObject({ code: 0 });
    const { captures } = JSON.parse((await holdfast(['capture', 'list', '--json'])).stdout);
    expect(captures).toMatchObject([{ name: 'three', status: 'complete' }]);
    expect(await holdfast(['capture', 'verify', 'latest'])).toMatchObject({ code: 0 });
  });
});
