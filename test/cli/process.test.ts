import { mkdir, mkdtemp, open, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { atTerminal, holdfastProcess, throughLink } from './whole-process.ts';

const CONFIG = 'sites:\n  demo:\n    production: { bucket: demo-prod }\n    staging: { bucket: demo-staging }\n';
const WRITE = ['rules', '--write', 'AGENTS.md', '--yes', '--json'];

let folder: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'holdfast-process-')));
  await mkdir(path.join(folder, 'a', 'b'), { recursive: true });
  await writeFile(path.join(folder, 'holdfast.yml'), CONFIG);
});

afterEach(() => rm(folder, { recursive: true }));

const rulesFile = () => readFile(path.join(folder, 'AGENTS.md'), 'utf8');

describe('when nobody reads any more', () => {
  test('ends its work though the notes are not read', async () => {
    const { code, stdout } = await holdfastProcess(WRITE, { cwd: folder, closed: ['stderr'] });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ written: true });
    expect(await rulesFile()).toContain('holdfast');
  });

  test('ends its work, without a word, though nothing is read', async () => {
    expect(await holdfastProcess(WRITE, { cwd: folder, closed: ['stdout'] })).toMatchObject({
      code: 0,
      stderr: expect.not.stringMatching(/EPIPE|\n +at /),
    });
    expect(await rulesFile()).toContain('holdfast');
  });

  test('ends with the code of a failure all the same', async () => {
    const closed = ['stdout', 'stderr'] as const;
    expect(await holdfastProcess(['rules', 'dmeo', '--json'], { cwd: folder, closed })).toMatchObject({ code: 2 });
  });

  test.skipIf(process.platform !== 'linux')('says that its result was lost on a full disk', async () => {
    const full = await open('/dev/full', 'w');
    const { code, stderr } = await holdfastProcess(['rules'], { cwd: folder, into: full.fd });
    await full.close();
    expect([code, stderr]).toEqual([1, expect.stringContaining('could not be written to stdout (ENOSPC)')]);
  });
});

describe.skipIf(process.platform !== 'linux')('at a terminal', () => {
  const asking = ['rules', '--write', 'AGENTS.md'];

  test.each([
    ['Ctrl-C', '\u0003', 'Interrupted: nothing was changed.'],
    ['Ctrl-D', '\u0004', 'Interrupted: nothing was changed.'],
    ['no', 'n\r', 'Nothing was changed: you said no.'],
  ])('takes %s for no', async (_, keys, says) => {
    const { code, shown } = await atTerminal(asking, { cwd: folder, keys });
    expect([code, shown]).toEqual([1, expect.stringContaining(says)]);
    expect(shown).not.toMatch(/\n +at /);
    await expect(rulesFile()).rejects.toThrow('ENOENT');
  });

  test('makes the change on yes', async () => {
    expect(await atTerminal(asking, { cwd: folder, keys: 'y\r' })).toMatchObject({ code: 0 });
    expect(await rulesFile()).toContain('holdfast');
  });
});

describe('from any folder', () => {
  test('finds the configuration upwards, by HOLDFAST_CONFIG and by --config', async () => {
    const below = path.join(folder, 'a', 'b');
    const file = path.join(folder, 'holdfast.yml');
    const runs = [
      holdfastProcess(['rules', '--json'], { cwd: below }),
      holdfastProcess(['rules', '--json'], { cwd: tmpdir(), env: { HOLDFAST_CONFIG: file } }),
      holdfastProcess(['rules', '--json', '--config', 'holdfast.yml'], { cwd: folder }),
    ];
    for (const { code, stdout } of await Promise.all(runs)) {
      expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ sites: ['demo'] })]);
    }
  });

  test('runs through links, as npm link makes them, on the Node of the checkout', async () => {
    const old = path.join(folder, 'old');
    await mkdir(old);
    await writeFile(path.join(old, 'node'), '#!/bin/sh\nexit 99\n', { mode: 0o755 });
    await symlink(path.resolve(import.meta.dirname, '..', '..'), path.join(folder, 'a', 'checkout'));
    await symlink('../checkout/bin/holdfast', path.join(folder, 'a', 'b', 'holdfast'));
    const link = path.join(folder, 'a', 'b', 'holdfast');
    const ran = await throughLink(link, ['rules', '--json'], { cwd: folder, PATH: `${old}:/usr/bin:/bin` });
    expect(JSON.parse(ran.stdout)).toMatchObject({ sites: ['demo'] });
  });
});

/** Tells on stderr of each module that is loaded. */
const TELL_LOADS = `import { registerHooks } from 'node:module';
registerHooks({ resolve(name, from, next) { const to = next(name, from); console.error(to.url); return to; } });`;

test('loads neither the AWS SDK nor the MCP SDK for help, nor for a hook', async () => {
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(TELL_LOADS)}` };
  const runs = [
    holdfastProcess(['--help'], { env }),
    holdfastProcess(['deploy', '--help'], { env }),
    holdfastProcess(['guard-command', '--', 'aws s3 ls'], { cwd: folder, env }),
  ];
  for (const { code, stderr } of await Promise.all(runs)) {
    expect([code, stderr]).toEqual([0, expect.stringContaining('/node_modules/yaml/')]);
    expect(stderr).not.toMatch(/node_modules\/(@aws-sdk|@smithy|@modelcontextprotocol)/);
  }
});
