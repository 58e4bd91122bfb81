import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CapturedResource } from '../../src/lib/capture/captured-resource.ts';
import type { Change } from '../../src/lib/capture/change.ts';
import { compareResources } from '../../src/lib/capture/compare-resources.ts';
import type { CaptureStore } from '../../src/lib/capture/store.ts';
import { service } from '../../src/lib/estate/local.ts';
import { captureOf, estateAt, newStore, resourceOf } from './run-capture.ts';
import { targetOf } from './some-target.ts';

const run = promisify(execFile);
const ENV = {
  PATH: process.env['PATH'],
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  ...Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((who) => [
      [`GIT_${who}_NAME`, 'Somebody'],
      [`GIT_${who}_EMAIL`, 'somebody@ravenstone.example'],
    ]),
  ),
};

async function git(cwd: string, ...words: string[]): Promise<string> {
  const { stdout } = await run('git', words, { cwd, env: ENV });
  return stdout.trim();
}

let folder: string;
let at: string;
let store: CaptureStore;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'holdfast-repositories-'));
  at = path.join(folder, 'site');
  await mkdir(at);
  await git(at, 'init', '--quiet', '--initial-branch=main');
  store = await newStore();
});

async function commit(files: Readonly<Record<string, string>>, message = 'more'): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(at, name)), { recursive: true });
    await writeFile(path.join(at, name), text);
  }
  await git(at, 'add', '--all');
  await git(at, 'commit', '--quiet', '--message', message);
}

function estateOf(...repositories: string[]) {
  return estateAt({ endpoint: 'http://127.0.0.1:9', options: { local: { repositories } } });
}

const captured = async (how: Parameters<typeof captureOf>[2] = {}) => {
  const reader = await captureOf([service], estateOf(at), { store, ...how });
  return { reader, site: resourceOf(reader, at) };
};

/** A hash over everything of a folder: names, times and bytes. */
async function fingerprint(of: string): Promise<string> {
  const names = (await readdir(of, { recursive: true })).toSorted();
  const lines = await Promise.all(
    names.map(async (name) => {
      const about = await stat(path.join(of, name), { bigint: true }).catch(() => undefined);
      return `${name} ${about?.size} ${about?.mtimeNs} ${about?.ctimeNs} ${about?.ino}`;
    }),
  );
  return lines.join('\n');
}

let lastName = '';

const changesOf = async (before: CapturedResource, after: CapturedResource) => {
  const changes: Change[] = [];
  for await (const change of compareResources(before, after, service)) changes.push(change);
  return changes;
};

/** Runs what a plan prints, where the captures are. */
async function restored(site: CapturedResource, to: string): Promise<string> {
  const steps = await service.restore?.plan(site, targetOf({ capture: lastName, nameOf: () => to }), estateOf());
  const [step] = steps ?? [];
  expect(step?.kind).toBe('command');
  await run('sh', ['-e', '-c', step?.commands?.join('\n') ?? ''], { cwd: store.place, env: ENV });
  return to;
}

describe('capturing a repository', () => {
  it('brings everything back: branches, tags, stashes, what is staged, changed and new', async () => {
    await commit({ 'index.html': 'one\n', 'old.txt': 'old\n', '.gitignore': 'ignored\n' });
    await git(at, 'tag', '--annotate', 'v1', '--message', 'first');
    await git(at, 'branch', 'other');
    await writeFile(path.join(at, 'index.html'), 'first stash\n');
    await git(at, 'stash', 'push', '--quiet');
    await writeFile(path.join(at, 'index.html'), 'second stash\n');
    await git(at, 'stash', 'push', '--quiet');
    await writeFile(path.join(at, 'staged.txt'), 'staged\n');
    await git(at, 'add', 'staged.txt');
    await writeFile(path.join(at, 'index.html'), 'changed\n');
    await writeFile(path.join(at, 'new \n name.txt'), 'new\n');
    await writeFile(path.join(at, 'ignored'), 'not captured\n');
    await rm(path.join(at, 'old.txt'));
    const before = await fingerprint(at);
    const { reader, site } = await captured();
    expect(await fingerprint(at)).toBe(before);
    lastName = reader.metadata.name;
    expect(await site.json('repository.json')).toMatchObject({
      head: { branch: 'refs/heads/main' },
      uncommitted: { files: ['M index.html', 'A new \n name.txt', 'D old.txt', 'A staged.txt'] },
    });
    const back = await restored(site, path.join(folder, 'back'));
    expect(await statusOf(back)).toEqual(await statusOf(at));
    expect(await readFile(path.join(back, 'index.html'), 'utf8')).toBe('changed\n');
    expect(await readdir(back)).not.toContain('ignored');
    const refs = await git(at, 'for-each-ref');
    expect((await git(back, 'for-each-ref')).split('\n')).toEqual(expect.arrayContaining(refs.split('\n')));
    expect(await git(back, 'show', 'refs/holdfast/stash/1:index.html')).toBe('first stash');
    expect(await git(back, 'symbolic-ref', 'HEAD')).toBe('refs/heads/main');
    await git(back, 'fsck', '--strict');
  });

  it('reuses the bundle of an unchanged repository, and finds no difference', async () => {
    await commit({ 'index.html': 'one\n' });
    await writeFile(path.join(at, 'new.txt'), 'new\n');
    const first = await captured();
    const second = await captured({ previous: first.reader });
    expect(second.site.entry.reused).toBe(first.site.file('repository.bundle')?.bytes);
    expect(await changesOf(first.site, second.site)).toEqual([]);
    const looked = await captured({ fetches: false });
    expect(looked.site.file('repository.bundle')).toBeUndefined();
    expect(await changesOf(first.site, looked.site)).toEqual([]);
    await writeFile(path.join(at, 'new.txt'), 'newer\n');
    const third = await captured({ previous: first.reader });
    expect(third.site.entry.reused).toBe(0);
    expect((await changesOf(first.site, third.site)).map(({ path }) => path)).toEqual(
      expect.arrayContaining([expect.stringContaining('uncommitted')]),
    );
  });

  it('takes a repository without commits, with and without files', async () => {
    const empty = await captured();
    expect(empty.site.file('repository.bundle')).toBeUndefined();
    await writeFile(path.join(at, 'first.txt'), 'first\n');
    const { reader, site } = await captured();
    lastName = reader.metadata.name;
    const back = await restored(site, path.join(folder, 'back'));
    expect(await readFile(path.join(back, 'first.txt'), 'utf8')).toBe('first\n');
    expect(await git(back, 'symbolic-ref', 'HEAD')).toBe('refs/heads/main');
  });

  it('takes a bare one, a detached HEAD, a linked working tree and one in the middle of a merge', async () => {
    await commit({ 'a.txt': 'a\n' });
    const head = await git(at, 'rev-parse', 'HEAD');
    await git(at, 'worktree', 'add', '--quiet', '--detach', path.join(folder, 'linked'));
    await writeFile(path.join(folder, 'linked', 'b.txt'), 'b\n');
    await git(folder, 'clone', '--quiet', '--bare', at, 'bare.git');
    await git(at, 'checkout', '--quiet', '-b', 'side');
    await commit({ 'a.txt': 'side\n' });
    await git(at, 'checkout', '--quiet', 'main');
    await commit({ 'a.txt': 'main\n' });
    await git(at, 'merge', 'side').catch(() => {});
    const [linked, bare] = [path.join(folder, 'linked'), path.join(folder, 'bare.git')];
    const reader = await captureOf([service], estateOf(at, linked, bare), { store });
    lastName = reader.metadata.name;
    expect(await resourceOf(reader, linked).json('repository.json')).toMatchObject({
      head: { commit: head },
      uncommitted: { files: ['A b.txt'] },
    });
    expect(await resourceOf(reader, at).json('repository.json')).toMatchObject({ uncommitted: { files: ['M a.txt'] } });
    const back = await restored(resourceOf(reader, linked), path.join(folder, 'linked-back'));
    expect(await git(back, 'rev-parse', 'HEAD')).toBe(head);
    expect(await readFile(path.join(back, 'b.txt'), 'utf8')).toBe('b\n');
    const bareBack = await restored(resourceOf(reader, bare), path.join(folder, 'bare-back.git'));
    expect(await git(bareBack, 'rev-parse', '--is-bare-repository', 'main')).toBe(`true\n${head}`);
  });

  it('names the repositories within, and leaves them to themselves', async () => {
    await commit({ 'a.txt': 'a\n' });
    await mkdir(path.join(at, 'within'));
    await git(path.join(at, 'within'), 'init', '--quiet');
    await writeFile(path.join(at, 'within', 'w.txt'), 'w\n');
    expect(await (await captured()).site.json('repository.json')).toMatchObject({ otherRepositories: ['within'] });
  });

  it('runs nothing that a repository says, whoever owns it', async () => {
    await commit({ 'a.txt': 'a\n', '.gitattributes': '* filter=evil diff=evil\n' });
    const proof = path.join(folder, 'ran');
    const command = `sh -c 'touch ${proof}'`;
    const settings = {
      'filter.evil.clean': command,
      'filter.evil.process': command,
      'filter.evil.required': 'true',
      'core.fsmonitor': command,
      'core.sshCommand': command,
      'core.pager': command,
      'core.editor': command,
      'core.alternateRefsCommand': command,
      'diff.external': command,
      'diff.evil.textconv': command,
      'gpg.program': command,
      'commit.gpgSign': 'true',
      'log.showSignature': 'true',
      'remote.origin.url': `ext::${command}`,
      'remote.origin.promisor': 'true',
      'init.templateDir': folder,
    };
    for (const [name, value] of Object.entries(settings)) await git(at, 'config', name, value);
    for (const hook of ['post-index-change', 'reference-transaction', 'pre-commit', 'fsmonitor-watchman']) {
      await writeFile(path.join(at, '.git', 'hooks', hook), `#!/bin/sh\ntouch ${proof}\n`, { mode: 0o755 });
      await chmod(path.join(at, '.git', 'hooks', hook), 0o755);
    }
    await writeFile(path.join(at, 'a.txt'), 'changed\n');
    if (process.getuid?.() === 0) for (const each of [at, path.join(at, '.git')]) await chown(each, 4242, 4242);
    const { site } = await captured();
    expect(await site.json('repository.json')).toMatchObject({ uncommitted: { files: ['M a.txt'] } });
    await expect(stat(proof)).rejects.toMatchObject({ code: 'ENOENT' });
    // The trap is one: git itself falls into it.
    await git(at, '-c', 'safe.directory=*', 'status').catch(() => {});
    await expect(stat(proof)).resolves.toBeDefined();
  });

  it('hides credentials in the addresses of remotes', async () => {
    await commit({ 'a.txt': 'a\n' });
    await git(at, 'remote', 'add', 'origin', 'https://me:hunter-22-two@git.example/site.git');
    await git(at, 'remote', 'add', 'token', 'https://only-a-token@git.example/site.git');
    await git(at, 'remote', 'add', 'plain', 'git@git.example:site.git');
    const { reader, site } = await captured();
    expect(await site.json('repository.json')).toMatchObject({
      remotes: {
        origin: { url: [{ ref: 'local/repositories/site/remotes/origin/url/0' }] },
        token: { url: [{ secret: expect.stringContaining('hmac-sha256:') }] },
        plain: { url: ['git@git.example:site.git'] },
      },
    });
    lastName = reader.metadata.name;
    const { stdout } = await run('grep', ['-rlE', 'hunter-22-two|only-a-token', store.place]).catch(() => ({
      stdout: '',
    }));
    expect(stdout).toBe('');
    const back = await restored(site, path.join(folder, 'back'));
    expect(await git(back, 'remote', 'get-url', 'plain')).toBe('git@git.example:site.git');
  });

  it('does not look above the folder that is named, nor elsewhere', async () => {
    await commit({ 'below/a.txt': 'a\n' });
    const below = path.join(at, 'below');
    const elsewhere = path.join(folder, 'elsewhere');
    await mkdir(elsewhere);
    await git(elsewhere, 'init', '--quiet');
    await git(elsewhere, 'config', 'core.worktree', at);
    const { metadata } = await captureOf([service], estateOf(below, elsewhere), { store });
    expect(metadata.resources.map(({ error }) => error?.code)).toEqual(['LOCAL.GIT', 'LOCAL.GIT']);
  });

  it('fails where an object is missing, and names the folder', async () => {
    await commit({ 'a.txt': 'a\n' });
    const id = await git(at, 'rev-parse', 'HEAD:a.txt');
    await rm(path.join(at, '.git', 'objects', id.slice(0, 2)), { recursive: true });
    const { metadata } = await captureOf([service], estateOf(at), { store });
    expect(metadata.resources).toMatchObject([{ status: 'failed', error: { code: 'LOCAL.GIT' } }]);
    expect(metadata.status).toBe('incomplete');
  });

  it('fetches what was captured beside what is there, and overwrites nothing', async () => {
    await commit({ 'a.txt': 'a\n' });
    const { reader, site } = await captured();
    const before = await git(at, 'rev-parse', 'HEAD');
    await commit({ 'a.txt': 'b\n' });
    const after = await git(at, 'rev-parse', 'HEAD');
    lastName = reader.metadata.name;
    await restored(site, at);
    expect(await git(at, 'rev-parse', 'HEAD', `refs/holdfast/${lastName}/heads/main`)).toBe(`${after}\n${before}`);
  });

  it('leaves what is as it was, and tells what is not there', async () => {
    await commit({ 'a.txt': 'a\n' });
    const { site } = await captured();
    expect(await service.restore?.plan(site, targetOf(), estateOf(at))).toMatchObject([{ kind: 'leave' }]);
    const { metadata } = await captureOf([service], estateOf(path.join(folder, 'nowhere'), at), { store });
    expect(metadata.resources.map(({ status, error }) => error?.code ?? status)).toEqual([
      'ESTATE.MISSING',
      'captured',
    ]);
  });

  it('gives two of one name folders of their own, and follows a link that was named', async () => {
    await commit({ 'a.txt': 'a\n' });
    const other = path.join(folder, 'other');
    await mkdir(other);
    await symlink(at, path.join(other, 'site'));
    const { metadata } = await captureOf([service], estateOf(at, path.join(other, 'site')), { store });
    expect(metadata.resources.map(({ status }) => status)).toEqual(['captured', 'captured']);
    expect(new Set(metadata.resources.map(({ folder: each }) => each)).size).toBe(2);
  });
});

/** What git says of each file, in order of their paths. */
async function statusOf(cwd: string): Promise<readonly string[]> {
  const { stdout } = await run('git', ['status', '--porcelain', '-z'], { cwd, env: ENV });
  const lines = stdout.split('\0').filter((line) => line !== '');
  return lines.toSorted((a, b) => (a.slice(3) < b.slice(3) ? -1 : 1));
}
