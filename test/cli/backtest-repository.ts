import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** A repository of its own for a test. */
export interface TestRepository {
  readonly folder: string;
  git(...words: string[]): Promise<string>;
  /** Writes a file, or removes it, and commits that; gives the commit. */
  commit(file: string, text: string | undefined): Promise<string>;
}

/** No settings of whoever runs the test, and a clock that goes on a minute with each commit. */
const environment = (commits: number) => ({
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_DATE: `2026-01-01T12:${String(commits).padStart(2, '0')}:00Z`,
  GIT_COMMITTER_DATE: `2026-01-01T12:${String(commits).padStart(2, '0')}:00Z`,
});

/** Makes an empty repository in a new folder. */
export async function testRepository(): Promise<TestRepository> {
  const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-git-'));
  let commits = 0;
  const git = async (...words: string[]) => {
    const who = ['-c', 'user.name=Web Lead', '-c', 'user.email=web-lead@example.com'];
    const { stdout } = await promisify(execFile)('git', [...who, ...words], { cwd: folder, env: environment(commits) });
    return stdout.trim();
  };
  await git('init', '--quiet', '--initial-branch=main');
  return {
    folder,
    git,
    async commit(file, text) {
      const at = path.join(folder, file);
      commits += 1;
      if (text === undefined) await rm(at);
      else {
        await mkdir(path.dirname(at), { recursive: true });
        await writeFile(at, text);
      }
      await git('add', '--all');
      await git('commit', '--quiet', '--message', `change ${commits}`);
      return git('rev-parse', 'HEAD');
    },
  };
}

/** Writes files below a folder, by their paths. */
export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
}
