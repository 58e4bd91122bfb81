import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { completeLockfile } from '../../scripts/complete-lockfile.ts';

const committed = () => JSON.parse(readFileSync('package-lock.json', 'utf8'));

describe('the lockfile', () => {
  it('names the builds for every platform', () => {
    expect(completeLockfile(committed())).toEqual([]);
  });

  it('names no registry', () => {
    const entries: { resolved?: string }[] = Object.values(committed().packages);
    expect(entries.filter(({ resolved }) => resolved !== undefined)).toEqual([]);
  });

  it('gets a build for another platform that was left out', () => {
    const lock = { packages: { 'node_modules/tool': holder({ '@tool/binding-linux-arm-musleabihf': '1.0.0' }) } };
    expect(completeLockfile(lock)).toEqual(['@tool/binding-linux-arm-musleabihf@1.0.0']);
    expect(lock.packages).toHaveProperty(['node_modules/@tool/binding-linux-arm-musleabihf'], {
      version: '1.0.0',
      cpu: ['arm'],
      dev: true,
      libc: ['musl'],
      license: 'MIT',
      optional: true,
      os: ['linux'],
    });
  });

  it('leaves a build alone that is locked beside its holder or above it', () => {
    const packages = {
      'node_modules/a/node_modules/tool': holder({ 'tool-darwin-arm64': '1.0.0', 'tool-win32-x64': '1.0.0' }),
      'node_modules/a/node_modules/tool-darwin-arm64': {},
      'node_modules/tool-win32-x64': {},
    };
    expect(completeLockfile({ packages })).toEqual([]);
  });
});

function holder(optionalDependencies: Record<string, string>) {
  return { version: '1.0.0', dev: true, license: 'MIT', optionalDependencies };
}
