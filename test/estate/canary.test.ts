import { KMS } from '@aws-sdk/client-kms';
import { Lambda } from '@aws-sdk/client-lambda';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { SMALL } from '../../scripts/estate/names.ts';
import { startStandIns } from '../../scripts/estate/start-stand-ins.ts';
import type { Estate } from '../../src/lib/capture/estate.ts';
import { secretBook } from '../../src/lib/capture/secret-book.ts';
import { estateAt, ownAccount } from '../capture/run-capture.ts';
import { holdfastAt, type Ended } from '../local/command-line.ts';
import { formsOf, newCanaries, type Canaries } from './canary/canaries.ts';
import { plantFunction, plantInData, plantOnAws } from './canary/plant.ts';
import { plantHere } from './canary/plant-here.ts';
import { startQuotingProxy } from './canary/quoting-proxy.ts';
import { leaksIn } from './canary/search.ts';

const KEY = 'ca'.repeat(32);

let canaries: Canaries;
let folder: string;
let captures: string;
let config: string;
let estate: Estate;
/** How the first capture ended. */
let first: Ended;
/** What every command printed, by how it was called. */
const printed: Record<string, string> = {};
const closing: (() => Promise<void>)[] = [];

/** Runs `holdfast` as a person does, and keeps what it prints. Its own temporary files are searched, too. */
async function holdfast(words: readonly string[], started?: (kill: () => void) => void): Promise<Ended> {
  const ended = await holdfastAt(
    { dir: folder, cwd: folder, ...(started && { started }) },
    ...words,
    '--local',
    '--account',
    estate.account,
    '--config',
    config,
  );
  const called = `holdfast ${words.join(' ')}`;
  printed[called] = `${ended.stdout}\n${ended.stderr}`;
  return ended;
}

async function usesEstate(endpoint: string, account: string): Promise<void> {
  const standIns = await startStandIns(endpoint, SMALL);
  closing.push(() => standIns.close());
  const addresses = standIns.standIns;
  estate = estateAt({ endpoint, account, standIns: addresses });
  await writeFile(
    path.join(folder, 'stack.json'),
    JSON.stringify({ endpoint, region: 'us-east-1', standIns: addresses }),
  );
}

const leaks = () =>
  leaksIn(canaries.all, { folders: [path.join(folder, 'out'), path.join(folder, 'tmp')], texts: printed });

beforeAll(async () => {
  canaries = newCanaries();
  folder = await mkdtemp(path.join(tmpdir(), 'holdfast-canary-'));
  captures = path.join(folder, 'out', 'captures');
  config = path.join(folder, 'capture.yml');
  await mkdir(path.join(folder, 'tmp'));
  await mkdir(captures, { recursive: true });
  vi.stubEnv('HOLDFAST_CAPTURE_KEY', KEY);
  vi.stubEnv('TMPDIR', path.join(folder, 'tmp'));
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', canaries.plantUnhashed('the key of who asks'));
  await usesEstate(inject('emulator'), ownAccount());
  await plantOnAws(estate, canaries);
  const local = await plantHere(path.join(folder, 'machine'), canaries);
  await writeFile(config, stringify({ to: captures, local }));
  first = await holdfast(['capture', '--name', 'one']);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  for (const close of closing) await close();
  await rm(folder, { recursive: true, force: true });
});

describe('a secret that is planted in configuration', () => {
  it('is in no output of a capture, though each place was read', async () => {
    expect(first, first.stdout + first.stderr).toMatchObject({ exitCode: 0 });
    expect(await leaks()).toEqual([]);
    const book = secretBook(Buffer.from(KEY, 'hex'));
    const hashed = canaries.all.filter(({ whole }) => whole !== undefined);
    const asHashes = hashed.map(({ source, whole = '' }) => ({ source, value: book.hide('', whole).secret }));
    const seen = await hashesIn(asHashes);
    expect(asHashes.map(({ source }) => source).filter((source) => !seen.has(source))).toEqual([]);
  });

  it('is in no output of a capture as JSON, one without changes, a count, or one that was looked at', async () => {
    for (const words of [
      ['capture', '--name', 'two', '--json'],
      ['capture', '--name', 'three'],
      ['capture', '--dry-run'],
      ['capture', 'list'],
      ['capture', 'verify', 'two'],
      ['capture', 'diff', 'one', 'two'],
    ])
      expect(await holdfast(words), words.join(' ')).toMatchObject({ exitCode: 0 });
    expect(await leaks()).toEqual([]);
  });

  it('is in no output of a capture that was killed, nor in what it left', async () => {
    let left = 0;
    for (const moment of [100, 400, 800]) {
      const name = `killed-${moment}`;
      const unsealed = path.join(captures, name, '.unsealed');
      const ended = { yet: false };
      await holdfast(['capture', '--full', '--name', name], (kill) => {
        void (async () => {
          while (!ended.yet && !existsSync(unsealed)) await sleep(5);
          await sleep(moment);
          kill();
        })();
      });
      ended.yet = true;
      if (existsSync(unsealed)) left += 1;
    }
    expect(left).toBeGreaterThan(0);
    expect(await leaks()).toEqual([]);
  });

  it('is in no output where it is captured encrypted, was changed, and a restore is planned', async () => {
    const { KeyMetadata } = await estate.client(KMS).createKey({});
    const encrypting = await holdfast(['capture', '--name', 'encrypted', '--with-secrets', KeyMetadata?.Arn ?? '']);
    expect(encrypting, encrypting.stderr).toMatchObject({ exitCode: 0 });
    expect(existsSync(path.join(captures, 'encrypted', 'lambda-functions', 'booking', 'secrets.encrypted.json'))).toBe(
      true,
    );
    const Variables = {
      PLAIN: canaries.plantUnhashed('a changed environment'),
      ADDED: canaries.plantUnhashed('an added environment'),
    };
    await estate.client(Lambda).updateFunctionConfiguration({ FunctionName: 'booking', Environment: { Variables } });
    const given = path.join(folder, 'secrets.yml');
    const mistyped = canaries.plantUnhashed('a mistyped value');
    await writeFile(given, `lambda/booking/env/PLAIN: ${mistyped}\n`, { mode: 0o600 });
    const drifts = await Promise.all([
      holdfast(['capture', 'drift', 'one']),
      holdfast(['capture', 'drift', 'one', '--json']),
    ]);
    for (const drift of drifts) {
      expect(drift, drift.stderr).toMatchObject({ exitCode: 6 });
      expect(drift.stdout).toContain('Environment.ADDED');
    }
    const restores = [
      ['restore-estate', 'one', '--dry-run'],
      ['restore-estate', 'one', '--dry-run', '--json', '--secrets-file', given],
      ['restore-estate', 'encrypted', '--dry-run', '--commands', path.join(folder, 'out', 'commands.sh')],
    ];
    for (const words of restores) {
      const { stdout, stderr } = await holdfast(words);
      expect(stdout + stderr, words.join(' ')).toContain('booking');
    }
    expect(await leaks()).toEqual([]);
  });
});

describe('a failure that quotes a secret', () => {
  it('is told without it', async () => {
    const own = estate.account;
    const account = ownAccount();
    const quoted = canaries.plant('environment that a failure quotes', (value) => `"${value}/+`);
    const broken = canaries.plantUnhashed('environment in a broken answer');
    const proxy = await startQuotingProxy(inject('emulator'), { quoted, broken, canaries });
    closing.push(() => proxy.close());
    await usesEstate(proxy.url, account);
    await plantFunction(estate, 'quoting', { PLAIN: quoted });
    await plantFunction(estate, 'broken', { PLAIN: broken });
    await plantFunction(estate, 'signed', {});
    const ended = await Promise.all([
      holdfast(['capture', '--only', 'lambda', '--name', 'failing']),
      holdfast(['capture', '--only', 'lambda', '--name', 'failing-json', '--json']),
    ]);
    for (const { exitCode, stdout, stderr } of ended) {
      expect(exitCode, stdout + stderr).toBe(6);
      expect(stdout).toContain('[secret]');
      for (const name of ['quoting', 'broken', 'signed']) expect(stdout).toContain(`lambda/${name}`);
    }
    expect(await leaks()).toEqual([]);
    await usesEstate(inject('emulator'), own);
  });
});

describe('the search', () => {
  it('finds what is captured as it is: objects, their keys, code and items', async () => {
    const data = newCanaries();
    await plantInData(estate, data);
    await holdfast(['capture', '--name', 'data', '--only', 's3', '--only', 'lambda', '--only', 'dynamodb']);
    const found = await leaksIn(data.all, { folders: [path.join(captures, 'data')], texts: printed });
    expect(new Set(found.map(({ source }) => source))).toEqual(new Set(data.all.map(({ source }) => source)));
    expect(found.map(({ where }) => where)).toContain('data/lambda-functions/code/function.zip');
  });

  it('finds every form, in a text, in a file, in its name and in what is compressed', async () => {
    const planted = newCanaries();
    planted.plant('anywhere');
    const [canary = { value: '' }] = planted.all;
    const place = path.join(folder, 'forms');
    await mkdir(place);
    const forms = formsOf(canary);
    for (const [index, form] of forms.entries())
      await writeFile(path.join(place, String(index)), `before ${form} behind`);
    for (const before of ['', 'x', 'xy'])
      await writeFile(
        path.join(place, `base64${before}`),
        Buffer.from(`${before}${canary.value}xyz`).toString('base64'),
      );
    await writeFile(path.join(place, 'packed.gz'), gzipSync(canary.value));
    await writeFile(path.join(place, `name-${canary.value}`), 'nothing');
    const found = await leaksIn(planted.all, { folders: [place], texts: { text: `a ${canary.value} b` } });
    expect(new Set(found.map(({ where }) => where)).size).toBe(forms.length + 3 + 1 + 1 + 1);
  });
});

/** Sources of which the hash is somewhere in the first capture. */
async function hashesIn(hashes: readonly { source: string; value: string }[]): Promise<ReadonlySet<string>> {
  const wanted = hashes.map(({ source, value }) => ({ source, value, whole: undefined }));
  const found = await leaksIn(wanted, { folders: [path.join(captures, 'one')], texts: {} });
  return new Set(found.map(({ source }) => source));
}
