import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Canaries } from './canaries.ts';

/** Plants a secret in every configuration of a machine that may hold one; gives what `capture.yml` says of it. */
export async function plantHere(folder: string, canaries: Canaries): Promise<Readonly<Record<string, unknown>>> {
  const repository = path.join(folder, 'site');
  await mkdir(repository, { recursive: true });
  const git = (...words: string[]) => promisify(execFile)('git', words, { cwd: repository });
  await git('init', '--quiet', '--initial-branch=main');
  await writeFile(path.join(repository, 'index.html'), '<p>not committed</p>\n');
  await git(
    'remote',
    'add',
    'origin',
    canaries.plant('address of a remote', (value) => `https://me:${value}@git.example/site.git`),
  );
  await git(
    'remote',
    'add',
    'token',
    canaries.plant('token in the address of a remote', (value) => `https://${value}@git.example/site.git`),
  );
  await git(
    'config',
    'http.extraHeader',
    canaries.plantUnhashed('header of git', (value) => `Authorization: Basic ${value}`),
  );
  const agents = path.join(folder, 'agents');
  await mkdir(agents);
  await writeFile(
    path.join(agents, 'example.backup.plist'),
    `<plist version="1.0"><dict><key>Label</key><string>example.backup</string>
     <!-- ${canaries.plantUnhashed('comment of an agent')} -->
     <key>ProgramArguments</key><array><string>/bin/backup</string><string>--password</string>
     <string>${canaries.plant('argument of an agent')}</string></array>
     <key>EnvironmentVariables</key><dict><key>PLAIN</key><string>${canaries.plant('environment of an agent')}</string></dict>
     </dict></plist>`,
  );
  await writeFile(
    path.join(agents, 'backup.service'),
    `[Service]\nEnvironment="PLAIN=${canaries.plant('environment of a unit')}"\nExecStart=/bin/backup --token ${canaries.plantUnhashed('command of a unit')}\n`,
  );
  const tools = {
    '.npmrc': `//npm.example/:_authToken=${canaries.plant('token of npm')}\n`,
    'docker.json': JSON.stringify({
      auths: { 'registry.example': { identitytoken: canaries.plant('token of a registry') } },
    }),
    'hosts.yml': `git.example:\n  oauth_token: ${canaries.plant('token of a git host')}\n`,
    'tool.ini': `# ${canaries.plantUnhashed('comment of a tool')}\n[a]\nanything = ${canaries.plant('a long value of a tool')}\n`,
  };
  for (const [name, text] of Object.entries(tools)) await writeFile(path.join(folder, name), text);
  return {
    repositories: [repository],
    launchAgents: agents,
    tools: Object.keys(tools).map((name) => path.join(folder, name)),
  };
}
