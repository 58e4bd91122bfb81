import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { secretOf } from './random.ts';

/** What nobody's own settings of git may change. */
const GIT_ENVIRONMENT = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Web',
  GIT_AUTHOR_EMAIL: 'web@example.com',
  GIT_AUTHOR_DATE: '2026-03-10T12:00:00Z',
  GIT_COMMITTER_NAME: 'Web',
  GIT_COMMITTER_EMAIL: 'web@example.com',
  GIT_COMMITTER_DATE: '2026-03-10T12:00:00Z',
};

/** What is on somebody's own machine, as `capture.yml` names it. */
export interface Machine {
  readonly repositories: readonly string[];
  readonly folders: readonly string[];
  readonly tools: readonly string[];
}

/** Makes repositories, a folder, and the settings of a tool, with a token. */
export async function makeMachine(folder: string): Promise<Machine> {
  const notes = path.join(folder, 'notes');
  await mkdir(notes, { recursive: true });
  await writeFile(path.join(notes, 'moorings.txt'), 'Dock 4, slip 12\n');
  const tool = path.join(folder, 'deploy.json');
  await writeFile(tool, JSON.stringify({ site: 'booking', api_token: secretOf('local/deploy') }));
  return { repositories: await makeRepositories(folder), folders: [notes], tools: [tool] };
}

/** One as it was committed, one with work that was not. Their folders. */
async function makeRepositories(folder: string): Promise<readonly string[]> {
  const clean = path.join(folder, 'queenofsandiego');
  const edited = path.join(folder, 'booking');
  for (const repository of [clean, edited]) {
    if (existsSync(path.join(repository, '.git'))) continue;
    await mkdir(repository, { recursive: true });
    await git(repository, 'init', '--quiet', '--initial-branch=main');
    await writeFile(
      path.join(repository, 'index.html'),
      `<!doctype html><title>${path.basename(repository)}</title>\n`,
    );
    await git(repository, 'add', '.');
    await git(repository, 'commit', '--quiet', '--message=First page');
  }
  await writeFile(path.join(edited, 'index.html'), '<!doctype html><title>booking</title><p>Not committed</p>\n');
  await writeFile(path.join(edited, 'new page.html'), '<!doctype html><title>not added</title>\n');
  return [clean, edited];
}

async function git(cwd: string, ...args: string[]): Promise<void> {
  await promisify(execFile)('git', args, { cwd, env: { PATH: process.env['PATH'], ...GIT_ENVIRONMENT } });
}
