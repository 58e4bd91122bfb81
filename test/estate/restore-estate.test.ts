import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { Route53, type Change } from '@aws-sdk/client-route-53';
import { S3 } from '@aws-sdk/client-s3';
import { SQS } from '@aws-sdk/client-sqs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { METADATA } from '../../src/lib/capture/entry.ts';
import type { Estate } from '../../src/lib/capture/estate.ts';
import { estateAt, ownAccount } from '../capture/run-capture.ts';
import { holdfastAt, type Ended } from '../local/command-line.ts';

const account = ownAccount();
const own = account.slice(-6);
const site = `sails-site-${own}`;
const files = `sails-files-${own}`;
let dir: string;
let estate: Estate;

beforeAll(async () => {
  vi.stubEnv('HOLDFAST_CAPTURE_KEY', 'ad'.repeat(32));
  dir = await mkdtemp(path.join(tmpdir(), 'holdfast-restore-'));
  const endpoint = inject('emulator');
  estate = estateAt({ endpoint, account });
  await writeFile(path.join(dir, 'stack.json'), JSON.stringify({ endpoint, region: 'us-east-1', standIns: {} }));
  await writeFile(path.join(dir, 'capture.yml'), 'to: captures\nonly: [s3, dynamodb, route53, sqs]\n');
  const s3 = estate.client(S3);
  for (const Bucket of [site, files]) {
    await s3.createBucket({ Bucket });
    for (let index = 0; index < 30; index += 1)
      await s3.putObject({ Bucket, Key: `page-${index}.html`, Body: `<h1>${index}</h1>`, ContentType: 'text/html' });
  }
  const { HostedZone } = await estate
    .client(Route53)
    .createHostedZone({ Name: 'sails.example.', CallerReference: own });
  await putRecord(HostedZone?.Id ?? '', '192.0.2.1');
  await estate.client(DynamoDB).createTable({
    TableName: 'bookings',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  await estate.client(DynamoDB).putItem({ TableName: 'bookings', Item: { id: { S: 'b-1' }, seats: { N: '4' } } });
  await estate.client(SQS).createQueue({ QueueName: 'mail', Attributes: { VisibilityTimeout: '77' } });
  expect(await holdfast('capture', '--name', 'whole')).toMatchObject({ exitCode: 0 });
});

afterAll(async () => {
  await rm(dir, { recursive: true });
  vi.unstubAllEnvs();
});

const IN = (as = account) => ['--local', '--account', as, '--config', path.join(dir, 'capture.yml')];
const holdfast = (...words: string[]): Promise<Ended> => holdfastAt({ dir, cwd: dir }, ...words, ...IN());

async function putRecord(HostedZoneId: string, Value: string): Promise<void> {
  const record = { Name: 'www.sails.example.', TTL: 60, ResourceRecords: [{ Value }] };
  const Changes: Change[] = [{ Action: 'UPSERT', ResourceRecordSet: { ...record, Type: 'A' } }];
  await estate.client(Route53).changeResourceRecordSets({ HostedZoneId, ChangeBatch: { Changes } });
}

async function drift(): Promise<Ended> {
  return holdfast('capture', 'drift', 'whole');
}

/** The names of everything that is there. */
async function namesNow(): Promise<readonly string[]> {
  const { Buckets = [] } = await estate.client(S3).listBuckets({});
  const { TableNames = [] } = await estate.client(DynamoDB).listTables({});
  const { HostedZones = [] } = await estate.client(Route53).listHostedZones({});
  return [
    ...Buckets.map(({ Name }) => Name ?? ''),
    ...TableNames,
    ...HostedZones.map(({ Name }) => Name ?? ''),
  ].toSorted();
}

async function emptied(Bucket: string): Promise<void> {
  const { Contents = [] } = await estate.client(S3).listObjectsV2({ Bucket });
  for (const { Key } of Contents) await estate.client(S3).deleteObject({ Bucket, Key });
}

/** Kills a command when a journal below the captures has this many notes. */
async function killedAfter(notes: number, journals: string, ...words: string[]): Promise<Ended> {
  const command = { over: false };
  const ended = holdfastAt(
    {
      dir,
      cwd: dir,
      started: (kill) => {
        const watch = async () => {
          while (!command.over) {
            if ((await notesIn(journals)) >= notes) return kill();
            await sleep(2);
          }
        };
        void watch();
      },
    },
    ...words,
    ...IN(),
  );
  return ended.finally(() => (command.over = true));
}

async function notesIn(journals: string): Promise<number> {
  const folder = path.join(dir, 'captures', journals);
  const file = (await readdir(folder).catch(() => [])).find((name) => name.endsWith('.ndjson'));
  if (file === undefined) return 0;
  return (await readFile(path.join(folder, file), 'utf8').catch(() => '')).split('\n').length - 1;
}

describe('what a capture is compared with', () => {
  it('is an estate that has not changed', async () => {
    expect(await drift()).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Nothing differs.') });
  });

  it('cannot be an unknown capture, and its secrets need the same key', async () => {
    expect(await holdfast('capture', 'diff', 'whole', 'nothing')).toMatchObject({ exitCode: 2 });
    vi.stubEnv('HOLDFAST_CAPTURE_KEY', 'ae'.repeat(32));
    expect(await holdfast('capture', '--name', 'other-key')).toMatchObject({ exitCode: 0 });
    vi.stubEnv('HOLDFAST_CAPTURE_KEY', 'ad'.repeat(32));
    const { exitCode, stdout } = await holdfast('capture', 'diff', path.join(dir, 'captures', 'whole'), 'latest');
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Secrets cannot be compared')]);
  });

  it('is compared without anything left behind, also where somebody stops it', async () => {
    const own = path.join(dir, 'tmp');
    await mkdir(own);
    const before = tmpdir();
    vi.stubEnv('TMPDIR', own);
    expect(await drift()).toMatchObject({ exitCode: 0 });
    expect(await readdir(own)).toEqual([]);
    const words = [path.resolve('src', 'cli', 'main.ts'), 'capture', 'drift', 'whole', ...IN()];
    const child = spawn(process.execPath, words, { env: { ...process.env, HOLDFAST_LOCAL_DIR: dir }, stdio: 'ignore' });
    while ((await readdir(own)).length === 0) await sleep(2);
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(await readdir(own)).toEqual([]);
    vi.stubEnv('TMPDIR', before);
  });
});

describe('a restore', () => {
  it('is refused from a capture that is incomplete, damaged or of another account', async () => {
    const at = path.join(dir, 'captures', 'whole', 'SNAPSHOT-METADATA.json');
    const text = await readFile(at, 'utf8');
    await chmod(at, 0o600);
    const refused = async (changed: string, ...words: string[]) => {
      await writeFile(at, changed);
      const { exitCode, stderr } = await holdfast('restore-estate', 'whole', '--yes', ...words);
      await writeFile(at, text);
      return [exitCode, stderr];
    };
    const incomplete = text.replace('"status": "complete"', '"status": "incomplete"');
    expect(await refused(incomplete)).toEqual([3, expect.stringContaining('--partial')]);
    expect(await refused(incomplete, '--partial')).toEqual([
      3,
      expect.stringContaining('was changed after it was sealed'),
    ]);
    const { resources } = METADATA.parse(JSON.parse(text));
    const page = resources
      .find(({ name }) => name === 'bookings')
      ?.files.find(({ path }) => path.endsWith('data.ndjson'));
    const blob = path.join(dir, 'captures', 'store', page?.sha256.slice(0, 2) ?? '', page?.sha256 ?? '');
    const bytes = await readFile(blob);
    await chmod(blob, 0o600);
    await writeFile(blob, 'not what it was');
    expect(await holdfast('restore-estate', 'whole', 'dynamodb', '--yes')).toMatchObject({ exitCode: 3 });
    // What is not damaged comes back all the same.
    expect(await holdfast('restore-estate', 'whole', 's3', '--yes')).toMatchObject({ exitCode: 0 });
    await writeFile(blob, bytes);
    const elsewhere = await holdfastAt(
      { dir, cwd: dir },
      'restore-estate',
      'whole',
      '--local',
      '--config',
      IN()[4] ?? '',
    );
    expect([elsewhere.exitCode, elsewhere.stderr]).toEqual([3, expect.stringContaining('--account')]);
  });

  it.each([
    [['restore-estate', 'nothing', '--yes'], 'There is no capture'],
    [['restore-estate', 'hole', '--yes'], 'Did you mean whole?'],
    [['restore-estate', 'lates', '--yes'], 'Did you mean latest?'],
    [['restore-estate', 'whole', 's3/nothing', '--yes'], 'has no s3/nothing'],
    [['restore-estate', 'whole', 'dynamodb/booking', '--yes'], 'Did you mean dynamodb/bookings?'],
    [['restore-estate', 'whole', 'dynamob', '--yes'], 'Did you mean dynamodb?'],
    [['restore-estate', 'whole', '--rename', 'nonsense', '--yes'], 'is no renaming'],
    [['restore-estate', 'whole', '--rename', `s3/${site}=${files}`, '--yes'], 'would both be called'],
    [['restore-estate', 'whole', '--into-bucket', 'UPPER', '--yes'], 'is no place for objects'],
    [['capture', 'drill', '--clean', 'drill-000000', '--yes'], 'There is no drill-000000'],
  ])('is not begun for %j', async (words, why) => {
    expect(await holdfast(...words)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(why) });
  });

  it('shows what it would do, and does nothing with --dry-run', async () => {
    await emptied(site);
    const before = await namesNow();
    const { exitCode, stderr } = await holdfast('restore-estate', 'whole', '--dry-run');
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining(`objects of ${site}`)]);
    expect(await namesNow()).toEqual(before);
    expect((await estate.client(S3).listObjectsV2({ Bucket: site })).KeyCount).toBe(0);
  });

  it('brings back what was lost and changed, and says what is left to do by hand', async () => {
    await emptied(site);
    await estate.client(DynamoDB).deleteTable({ TableName: 'bookings' });
    const [zone] = (await estate.client(Route53).listHostedZones({})).HostedZones ?? [];
    await putRecord(zone?.Id ?? '', '203.0.113.1');
    const { QueueUrl } = await estate.client(SQS).getQueueUrl({ QueueName: 'mail' });
    await estate.client(SQS).setQueueAttributes({ QueueUrl, Attributes: { VisibilityTimeout: '5' } });
    const script = path.join(dir, 'by-hand.sh');
    const { exitCode, stdout } = await holdfast('restore-estate', 'whole', '--yes', '--commands', script);
    expect([exitCode, stdout]).toEqual([
      6,
      expect.stringContaining('3 resources brought back, 2 as captured already.'),
    ]);
    expect((await stat(script)).mode & 0o777).toBe(0o700);
    expect(await readFile(script, 'utf8')).toMatch(/^#!\/bin\/sh\n(?:.*\n)*aws sqs set-queue-attributes .*77/);
    const after = await drift();
    expect([after.exitCode, after.stdout]).toEqual([6, expect.stringContaining('VisibilityTimeout: "77" → "5"')]);
    expect(after.stdout).toContain('1 changed (1 difference).');
    await estate.client(SQS).setQueueAttributes({ QueueUrl, Attributes: { VisibilityTimeout: '77' } });
    expect(await drift()).toMatchObject({ exitCode: 0 });
    expect(await holdfast('restore-estate', 'whole', '--yes')).toMatchObject({
      exitCode: 0,
      stdout: 'All of whole is live as it was captured.\n',
    });
  });

  it('is gone on with after a kill', async () => {
    await emptied(site);
    await emptied(files);
    await estate.client(DynamoDB).deleteTable({ TableName: 'bookings' });
    const before = await notesIn('.restores');
    expect((await killedAfter(before + 2, '.restores', 'restore-estate', 'whole', '--yes')).exitCode).toBe(-1);
    const { exitCode, stdout, stderr } = await holdfast('restore-estate', 'whole', '--yes');
    expect(exitCode, stdout + stderr).toBe(0);
    expect(await drift()).toMatchObject({ exitCode: 0 });
  });

  it('makes a copy under another name, and leaves what is there', async () => {
    const copy = `${site}-copy`;
    const { exitCode, stdout, stderr } = await holdfast(
      'restore-estate',
      'whole',
      `s3/${site}`,
      '--rename',
      `s3/${site}=${copy}`,
      '--yes',
    );
    expect(exitCode, stdout + stderr).toBe(0);
    expect((await estate.client(S3).listObjectsV2({ Bucket: copy })).KeyCount).toBe(30);
    await emptied(copy);
    await estate.client(S3).deleteBucket({ Bucket: copy });
    expect(await drift()).toMatchObject({ exitCode: 0 });
  });
});

describe('a drill', () => {
  it('proves that a capture restores, touches nothing and leaves nothing', async () => {
    const before = await namesNow();
    const { exitCode, stdout, stderr } = await holdfast('capture', 'drill', 'whole', '--yes');
    expect(exitCode, stdout + stderr).toBe(0);
    expect(stdout).toContain('4 of 4 resources came back equal.');
    expect(stdout).toContain('Left out, 1 of SQS queues');
    expect(await namesNow()).toEqual(before);
    expect(await drift()).toMatchObject({ exitCode: 0 });
  });

  it('puts objects into a bucket, and takes away only these', async () => {
    const Bucket = `scratch-${own}`;
    await estate.client(S3).createBucket({ Bucket });
    await estate.client(S3).putObject({ Bucket, Key: 'drills/kept.txt', Body: 'kept' });
    const { exitCode, stdout, stderr } = await holdfast(
      'capture',
      'drill',
      'whole',
      's3',
      '--into-bucket',
      `${Bucket}/drills`,
      '--yes',
    );
    expect(exitCode, stdout + stderr).toBe(0);
    const { Contents = [] } = await estate.client(S3).listObjectsV2({ Bucket });
    expect(Contents.map(({ Key }) => Key)).toEqual(['drills/kept.txt']);
    await emptied(Bucket);
    await estate.client(S3).deleteBucket({ Bucket });
  });

  it('keeps copies where it is asked to, until it is cleaned', async () => {
    const before = await namesNow();
    const kept = await holdfast('capture', 'drill', 'whole', 'dynamodb', '--keep', '--yes');
    expect(kept.exitCode, kept.stdout + kept.stderr).toBe(0);
    const [drill = ''] = /drill-[a-z0-9]{6}/.exec(kept.stdout) ?? [];
    expect(await namesNow()).toContain(`${drill}-bookings`);
    expect(await holdfast('capture', 'drill', '--clean', drill, '--yes')).toMatchObject({ exitCode: 0 });
    expect(await namesNow()).toEqual(before);
  });

  it.each([1, 2, 4])('is cleaned after a kill at its note %d', async (notes) => {
    const before = await namesNow();
    expect((await killedAfter(notes, '.drills', 'capture', 'drill', 'whole', '--yes')).exitCode).toBe(-1);
    const left = await readdir(path.join(dir, 'captures', '.drills'));
    const file = left.find((name) => name.endsWith('.ndjson')) ?? '';
    const drill = file.replace('.ndjson', '');
    const cleaned = await holdfast('capture', 'drill', '--clean', drill, '--yes');
    expect(cleaned.exitCode, cleaned.stdout + cleaned.stderr).toBe(0);
    expect(await namesNow()).toEqual(before);
    expect(await drift()).toMatchObject({ exitCode: 0 });
  });

  it('is cleaned with what it had captured when it was killed while it compared', async () => {
    const drills = path.join(dir, 'captures', '.drills');
    const named = async () => (await readdir(drills).catch(() => [])).find((name) => name.endsWith('-copies'));
    const command = { over: false };
    const words = ['capture', 'drill', 'whole', 's3', '--yes', ...IN()];
    const started = (kill: () => void) => {
      const watch = async () => {
        while (!command.over) {
          if ((await named()) !== undefined) return kill();
          await sleep(2);
        }
      };
      void watch();
    };
    expect((await holdfastAt({ dir, cwd: dir, started }, ...words)).exitCode).toBe(-1);
    command.over = true;
    const drill = (await named())?.replace('-copies', '') ?? '';
    const cleaned = await holdfast('capture', 'drill', '--clean', drill, '--yes');
    expect(cleaned.exitCode, cleaned.stdout + cleaned.stderr).toBe(0);
    expect(await readdir(drills)).toEqual([]);
  });

  it('goes to a scratch account where that is named', async () => {
    const scratch = ownAccount();
    const words = ['capture', 'drill', 'whole', '--only', 'dynamodb,route53', '--yes', ...IN(scratch)];
    const { exitCode, stdout, stderr } = await holdfastAt({ dir, cwd: dir }, ...words);
    expect(exitCode, stdout + stderr).toBe(0);
    expect(await drift()).toMatchObject({ exitCode: 0 });
  });
});
