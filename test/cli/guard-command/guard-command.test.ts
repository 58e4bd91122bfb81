import { spawn } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandOf } from '../../../src/cli/guard-command/hook-input.ts';
import { emptyWorld } from '../fake-operator.ts';
import { demoSite, run } from '../run.ts';

const MAIN = path.resolve('src', 'cli', 'main.ts');
const WRITES = 'aws s3 cp a.html s3://demo-prod/';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'holdfast-guard-command-'));
  await writeFile(path.join(folder, 'holdfast.yml'), 'sites:\n  demo:\n    production: { bucket: demo-prod }\n');
});

/** As a hook calls it: in a folder of the site, with something on stdin. */
async function asked(words: readonly string[], stdin = '', cwd = folder, node: readonly string[] = []) {
  const { HOLDFAST_CONFIG: _, ...env } = process.env;
  const child = spawn(process.execPath, [...node, MAIN, 'guard-command', ...words], { cwd, env });
  child.stdin.end(stdin);
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.once('close', resolve);
  const [exitCode, stdout, stderr] = await Promise.all([promise, text(child.stdout), text(child.stderr)]);
  return { exitCode, stdout, stderr };
}

describe('guard-command', () => {
  it('refuses with 3, why, and the right way', async () => {
    const { exitCode, stdout, stderr } = await asked(['--', WRITES]);
    expect([exitCode, stdout]).toEqual([3, '']);
    expect(stderr).toContain('`aws s3 cp` would write to s3://demo-prod/, production of demo, past Holdfast.');
    expect(stderr).toContain('npx holdfast deploy demo');
  });

  it('says nothing of what may run', async () => {
    expect(await asked(['--', 'aws s3 ls s3://demo-prod/'])).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(await asked(['--', 'aws', 's3', 'cp', 's3://demo-prod/a', '.'])).toMatchObject({ exitCode: 0 });
  });

  it('reads stdin: text, or the JSON of a hook', async () => {
    expect(await asked(['--stdin'], `cd dist\n${WRITES}\n`)).toMatchObject({ exitCode: 3 });
    const hook = { tool_name: 'shell', tool_input: { command: WRITES } };
    expect(await asked(['--stdin'], JSON.stringify(hook))).toMatchObject({ exitCode: 3 });
    expect(await asked(['--stdin'], JSON.stringify({ tool_input: { file_path: 'a.html' } }))).toMatchObject({
      exitCode: 0,
    });
  });

  it('gives JSON on stdout where it is asked for', async () => {
    const { stdout } = await asked(['--json', '--', WRITES]);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'CLI.REFUSED' } });
    expect(JSON.parse((await asked(['--json', '--', 'ls'])).stdout)).toEqual({ allowed: true });
  });

  it('finds the configuration upwards, or where it is named', async () => {
    const elsewhere = tmpdir();
    expect(await asked(['--', WRITES], '', elsewhere)).toMatchObject({ exitCode: 2 });
    const named = path.join(folder, 'holdfast.yml');
    expect(await asked(['--config', named, '--', WRITES], '', elsewhere)).toMatchObject({ exitCode: 3 });
  });

  it('says what is wrong with a configuration that it cannot use', async () => {
    const broken = path.join(folder, 'broken.yml');
    await writeFile(broken, 'sites:\n  demo:\n    production: { bukket: demo-prod }\n');
    const { exitCode, stderr } = await asked(['--config', broken, '--', WRITES]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('bucket');
  });

  it('needs one command', async () => {
    expect(await asked([])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('The command is missing.') });
    expect(await asked(['--stdin', '--', 'ls'])).toMatchObject({ exitCode: 2 });
    expect(await asked(['--nonsense'])).toMatchObject({ exitCode: 2 });
  });

  it('has help like every other command', async () => {
    const { exitCode, stdout } = await asked(['--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('npx holdfast guard-command --stdin');
  });

  it('answers without loading what takes longer than the answer: the SDK, schemas, the other commands', async () => {
    const tell = `import { registerHooks } from 'node:module';
      registerHooks({ load(url, context, next) { process.stderr.write(url + '\\n'); return next(url, context); } });`;
    const { exitCode, stderr } = await asked(['--', 'ls'], '', folder, [
      '--import',
      `data:text/javascript,${encodeURIComponent(tell)}`,
    ]);
    expect(exitCode).toBe(0);
    const loaded = stderr.split('\n').filter((url) => url.startsWith('file:'));
    expect(loaded).toContainEqual(expect.stringMatching(/guard-command\/judge-command\.ts$/));
    expect(loaded.filter((url) => /node_modules\/(?!yaml\/)|src\/cli\/commands|config-schema/.test(url))).toEqual([]);
  });

  it('says the same where all commands are loaded', async () => {
    const args = [WRITES];
    expect(await run(emptyWorld(), [demoSite()], 'guard-command', { args })).toMatchObject({ exitCode: 3 });
    expect(await run(emptyWorld(), [demoSite()], 'guard-command', { args: ['ls'] })).toMatchObject({ exitCode: 0 });
  });
});

describe('commandOf', () => {
  it.each([
    ['{"tool_input":{"command":"ls"}}', 'ls'],
    ['{"command":"ls"}', 'ls'],
    ['{"tool_input":{"command":["sh","-c","ls"]}}', ['sh', '-c', 'ls']],
    ['{"tool_input":{"path":"a"}}', undefined],
    ['{"tool_input":null}', undefined],
    ['{ aws s3 ls; }', '{ aws s3 ls; }'],
    ['"ls"', '"ls"'],
    ['', ''],
  ])('reads %s', (given, command) => {
    expect(commandOf(given)).toEqual(command);
  });
});
