import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { captureKey } from '../../src/lib/aws/capture-key.ts';

const HEX = '0123456789abcdef'.repeat(4);
const BASE64 = Buffer.from(HEX, 'hex').toString('base64');

async function home(): Promise<{ env: Record<string, string>; file: string; folder: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-home-'));
  return { env: { XDG_CONFIG_HOME: folder }, file: path.join(folder, 'holdfast', 'capture.key'), folder };
}

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('the key of captures', () => {
  it.each([HEX, HEX.toUpperCase(), BASE64, BASE64.replaceAll('=', ''), ` ${HEX}\n`])(
    'takes %j from the environment',
    async (text) => {
      expect(hexOf(await captureKey({ env: { HOLDFAST_CAPTURE_KEY: text } }))).toBe(HEX);
    },
  );

  it.each(['short', HEX.slice(1), `${HEX}00`, `${BASE64}AAAA`, 'x'.repeat(64)])(
    'refuses %j, without quoting it',
    async (text) => {
      const failing = captureKey({ env: { HOLDFAST_CAPTURE_KEY: text } });
      await expect(failing).rejects.toMatchObject({
        code: 'CONFIG.INVALID',
        message: 'HOLDFAST_CAPTURE_KEY is not a key.',
        hint: expect.stringContaining('openssl rand -hex 32'),
      });
    },
  );

  it('is made at the first use for its owner alone, and stays', async () => {
    const { env, file } = await home();
    const first = await captureKey({ env });
    expect(first).toHaveLength(32);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
    expect(hexOf(await captureKey({ env }))).toBe(hexOf(first));
    expect(hexOf(await captureKey(await home()))).not.toBe(hexOf(first));
  });

  it('is one, however many processes make it at once', async () => {
    const { env, file } = await home();
    const module = path.resolve('src/lib/aws/capture-key.ts');
    const script = `import { captureKey } from ${JSON.stringify(module)}; console.log(Buffer.from(await captureKey()).toString('hex'))`;
    const run = () =>
      promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
        env: { PATH: process.env['PATH'], ...env },
      });
    const processes = await Promise.all([run(), run(), run()]);
    const here = await Promise.all(Array.from({ length: 20 }, () => captureKey({ env })));
    const seen = new Set([...processes.map(({ stdout }) => stdout.trim()), ...here.map(hexOf)]);
    expect([...seen]).toEqual([(await readFile(file, 'utf8')).trim()]);
    expect(await readdir(path.dirname(file))).toEqual(['capture.key']);
  });

  it('is one for twenty first uses within one process', async () => {
    const { env, file } = await home();
    const keys = await Promise.all(Array.from({ length: 20 }, () => captureKey({ env })));
    expect(new Set(keys.map(hexOf)).size).toBe(1);
    expect(await readdir(path.dirname(file))).toEqual(['capture.key']);
  });

  it.each([0o640, 0o604, 0o660])('is refused when others have rights to it: %o', async (mode) => {
    const { env, file } = await home();
    await captureKey({ env });
    await chmod(file, mode);
    await expect(captureKey({ env })).rejects.toMatchObject({
      code: 'CONFIG.INVALID',
      message: expect.stringContaining('can be read by others'),
      hint: expect.stringContaining(`chmod 600 ${file}`),
    });
  });

  it('is not made anew where the file holds something else', async () => {
    const { env, file } = await home();
    await mkdir(path.dirname(file));
    await writeFile(file, 'damaged', { mode: 0o600 });
    await expect(captureKey({ env })).rejects.toMatchObject({ code: 'CONFIG.INVALID' });
    expect(await readFile(file, 'utf8')).toBe('damaged');
  });

  it('never lies in the folder of the captures, not by a link either', async () => {
    const { env, folder, file } = await home();
    const linked = path.join(await mkdtemp(path.join(tmpdir(), 'holdfast-link-')), 'captures');
    await symlink(folder, linked);
    for (const outside of [folder, linked, path.dirname(file)]) {
      await expect(captureKey({ env, outside })).rejects.toMatchObject({ code: 'CONFIG.INVALID' });
    }
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(captureKey({ env, outside: `${folder}-captures` })).resolves.toHaveLength(32);
  });
});
