import { execFileSync } from 'node:child_process';
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CapturedResource } from '../../src/lib/capture/captured-resource.ts';
import type { Change } from '../../src/lib/capture/change.ts';
import { compareResources } from '../../src/lib/capture/compare-resources.ts';
import type { Step } from '../../src/lib/capture/restore.ts';
import type { CaptureStore } from '../../src/lib/capture/store.ts';
import { service } from '../../src/lib/estate/local.ts';
import { captureOf, estateAt, newStore, resourceOf } from './run-capture.ts';
import { targetOf } from './some-target.ts';

let folder: string;
let at: string;
let store: CaptureStore;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'holdfast-folders-'));
  at = path.join(folder, 'papers');
  await mkdir(path.join(at, 'deep', 'deeper'), { recursive: true });
  await writeFile(path.join(at, 'deep', 'deeper', 'run.sh'), '#!/bin/sh\n');
  await chmod(path.join(at, 'deep', 'deeper', 'run.sh'), 0o750);
  await writeFile(path.join(at, 'deep.txt'), 'text\n');
  await writeFile(path.join(at, '..odd'), 'odd\n');
  await writeFile(Buffer.concat([Buffer.from(`${at}/`), Buffer.from([0x66, 0xff, 0x66])]), 'latin\n');
  await writeFile(path.join(at, 'latin1:x'), 'prefixed\n');
  await symlink('/etc', path.join(at, 'link'));
  await mkdir(path.join(at, 'locked'));
  await writeFile(path.join(at, 'locked', 'in.txt'), 'in\n');
  await chmod(path.join(at, 'locked'), 0o555);
  execFileSync('mkfifo', [path.join(at, 'pipe')]);
  store = await newStore();
});

const captured = async (how: Parameters<typeof captureOf>[2] = {}, exclude: readonly string[] = []) => {
  const estate = estateAt({ endpoint: 'http://127.0.0.1:9', options: { local: { folders: [at], exclude } } });
  return resourceOf(await captureOf([service], estate, { store, ...how }), at);
};

const linesOf = async (resource: CapturedResource) => {
  const lines: unknown[] = [];
  for await (const line of resource.lines('objects.ndjson')) lines.push(line);
  return lines;
};

const changesOf = async (before: CapturedResource, after: CapturedResource) => {
  const changes: Change[] = [];
  for await (const change of compareResources(before, after, service)) changes.push(change);
  return changes.map(({ kind, file }) => `${kind} ${file}`);
};

const planOf = (resource: CapturedResource, to: string): Promise<readonly Step[]> =>
  service.restore?.plan(resource, targetOf({ nameOf: () => to }), estateAt({ endpoint: 'http://127.0.0.1:9' })) ??
  Promise.resolve([]);

const applied = async (steps: readonly Step[]) => {
  for (const { apply } of steps) await apply?.(() => {});
};

describe('capturing a folder', () => {
  it('captures files with their permissions, and follows no link', async () => {
    const papers = await captured();
    expect(await linesOf(papers)).toMatchObject([
      { name: '..odd', kind: 'file' },
      { name: 'deep', kind: 'folder' },
      { name: 'deep/deeper', kind: 'folder' },
      {
        name: 'deep/deeper/run.sh',
        kind: 'file',
        mode: '750',
        bytes: 10,
        path: `${papers.entry.folder}/files/deep/deeper/run.sh`,
      },
      { name: 'deep.txt', kind: 'file' },
      { name: 'latin1:f\u00FFf', kind: 'file' },
      { name: 'latin1:latin1:x', kind: 'file' },
      { name: 'link', kind: 'link', target: '/etc' },
      { name: 'locked', kind: 'folder', mode: '555' },
      { name: 'locked/in.txt', kind: 'file' },
    ]);
    expect(await papers.json('observed.json')).toEqual({ specials: ['pipe'] });
    const tree = path.join(store.place, 'capture-1', papers.entry.folder, 'files');
    expect(await readFile(path.join(tree, 'deep', 'deeper', 'run.sh'), 'utf8')).toBe('#!/bin/sh\n');
    expect(papers.entry).toMatchObject({ objects: 6 });
  });

  it('leaves out what is excluded', async () => {
    const papers = await captured({}, ['deep/**', '*.txt', 'l*']);
    expect(await linesOf(papers)).toMatchObject([{ name: '..odd' }]);
  });

  it('finds what changed, file by file, and nothing else', async () => {
    const before = await captured();
    expect(await changesOf(before, await captured({ fetches: false }))).toEqual([]);
    await writeFile(path.join(at, 'deep.txt'), 'other\n');
    await rm(path.join(at, '..odd'));
    await chmod(path.join(at, 'deep', 'deeper', 'run.sh'), 0o700);
    await writeFile(path.join(at, 'zz'), '');
    await rm(path.join(at, 'link'));
    await symlink('/usr', path.join(at, 'link'));
    expect(await changesOf(before, await captured({ fetches: false }))).toEqual([
      'removed ..odd',
      'changed deep/deeper/run.sh',
      'changed deep.txt',
      'changed link',
      'added zz',
    ]);
  });

  it('refuses a link in the place of the folder', async () => {
    const link = path.join(folder, 'link');
    await symlink(at, link);
    const estate = estateAt({ endpoint: 'http://127.0.0.1:9', options: { local: { folders: [link] } } });
    const { metadata } = await captureOf([service], estate, { store });
    expect(metadata.resources).toMatchObject([{ error: { code: 'LOCAL.FOLDER' } }]);
  });
});

describe('restoring a folder', () => {
  it('writes it anew as it was, and leaves it then', async () => {
    const papers = await captured();
    const to = path.join(folder, 'new', 'papers');
    const plan = await planOf(papers, to);
    expect(plan).toMatchObject([{ kind: 'create', what: `folder ${to}: 10 that are missing` }]);
    await applied(plan);
    expect(await readdir(to, { encoding: 'latin1' })).toEqual(
      (await readdir(at, { encoding: 'latin1' })).filter((name) => name !== 'pipe'),
    );
    expect((await lstat(path.join(to, 'locked'))).mode & 0o777).toBe(0o555);
    expect((await lstat(path.join(to, 'deep', 'deeper', 'run.sh'))).mode & 0o777).toBe(0o750);
    expect(await readlink(path.join(to, 'link'))).toBe('/etc');
    expect(await planOf(papers, to)).toMatchObject([{ kind: 'leave' }]);
    await applied(plan);
    expect(await planOf(papers, to)).toMatchObject([{ kind: 'leave' }]);
  });

  it('writes what is missing, and overwrites nothing', async () => {
    const papers = await captured();
    await rm(path.join(at, 'deep'), { recursive: true });
    await writeFile(path.join(at, 'deep.txt'), 'edited\n');
    const plan = await planOf(papers, at);
    expect(plan).toMatchObject([
      { kind: 'create', details: ['+ deep', '+ deep/deeper', '+ deep/deeper/run.sh'] },
      { kind: 'impossible', details: ['~ deep.txt'] },
    ]);
    await applied(plan);
    expect(await readFile(path.join(at, 'deep.txt'), 'utf8')).toBe('edited\n');
    expect(await readFile(path.join(at, 'deep', 'deeper', 'run.sh'), 'utf8')).toBe('#!/bin/sh\n');
  });

  it('never writes through a link', async () => {
    const papers = await captured();
    const victim = path.join(folder, 'victim');
    await mkdir(victim);
    await rm(path.join(at, 'deep'), { recursive: true });
    await symlink(victim, path.join(at, 'deep'));
    const plan = await planOf(papers, at);
    expect(plan).toMatchObject([{ kind: 'impossible', details: ['~ deep', '~ deep/deeper', '~ deep/deeper/run.sh'] }]);
    await applied(plan);
    expect(await readdir(victim)).toEqual([]);
  });

  it('does not overwrite what came to be since the plan', async () => {
    const papers = await captured();
    const to = path.join(folder, 'papers-again');
    const plan = await planOf(papers, to);
    await mkdir(to);
    await writeFile(path.join(to, 'deep.txt'), 'meanwhile\n');
    await applied(plan);
    expect(await readFile(path.join(to, 'deep.txt'), 'utf8')).toBe('meanwhile\n');
    expect(await planOf(papers, to)).toMatchObject([{ kind: 'impossible', details: ['~ deep.txt'] }]);
  });
});
