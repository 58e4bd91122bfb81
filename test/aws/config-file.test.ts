import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadConfig } from '../../src/lib/aws/config-file.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-config-'));
  vi.stubEnv('HOLDFAST_CONFIG', '');
  vi.spyOn(process, 'cwd').mockReturnValue(folder);
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

function write(name: string, site: string): string {
  const path = join(folder, name);
  writeFileSync(path, `sites:\n  ${site}:\n    production: { bucket: ${site}-prod }\n`);
  return path;
}

function loaded(path?: string): string[] {
  return loadConfig(path).sites.map(({ name }) => name);
}

test('finds the nearest holdfast.yml upwards', () => {
  write('holdfast.yml', 'above');
  mkdirSync(join(folder, 'a', 'b'), { recursive: true });
  vi.spyOn(process, 'cwd').mockReturnValue(join(folder, 'a', 'b'));
  expect(loaded()).toEqual(['above']);
  write('a/holdfast.yml', 'nearer');
  expect(loaded()).toEqual(['nearer']);
});

test('prefers HOLDFAST_CONFIG, and the argument to that', () => {
  write('holdfast.yml', 'nearest');
  vi.stubEnv('HOLDFAST_CONFIG', write('env.yml', 'environment'));
  expect(loaded()).toEqual(['environment']);
  expect(loaded(write('arg.yml', 'argument'))).toEqual(['argument']);
});

test('says that there is none, or that the named one cannot be read', () => {
  expect(() => loadConfig()).toThrow(expect.objectContaining({ code: 'CONFIG.MISSING' }));
  expect(() => loadConfig(join(folder, 'nowhere.yml'))).toThrow(expect.objectContaining({ code: 'CONFIG.MISSING' }));
  expect(() => loadConfig(folder)).toThrow(expect.objectContaining({ code: 'CONFIG.MISSING' }));
});

test('tells mistakes with the path as seen from here', () => {
  writeFileSync(join(folder, 'holdfast.yml'), 'sites: 5\n');
  expect(() => loadConfig()).toThrow(/^holdfast\.yml:1:8: sites is not a mapping/);
});

test('refuses a file over 1 MB without reading it', () => {
  writeFileSync(join(folder, 'holdfast.yml'), Buffer.alloc(1024 * 1024 + 1, '#'));
  expect(() => loadConfig()).toThrow(/^.*holdfast\.yml:1:1: is larger than 1 MB/);
});

test('can be required by the CommonJS of the deploy tool', () => {
  const main = join(import.meta.dirname, '../../src/lib/aws/config-file.ts');
  const script = `console.log(require(${JSON.stringify(main)}).loadConfig().sites[0].name)`;
  const env = { ...process.env, HOLDFAST_CONFIG: write('holdfast.yml', 'required') };
  const output = execFileSync(process.execPath, ['--input-type=commonjs', '-e', script], { env, encoding: 'utf8' });
  expect(output.trim()).toBe('required');
});
