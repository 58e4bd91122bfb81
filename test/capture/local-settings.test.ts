import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CaptureStore } from '../../src/lib/capture/store.ts';
import { service } from '../../src/lib/estate/local.ts';
import { parsePlist } from '../../src/lib/estate/local/plist.ts';
import { captureOf, estateAt, newStore, resourceOf } from './run-capture.ts';
import { targetOf } from './some-target.ts';

let folder: string;
let store: CaptureStore;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'holdfast-settings-'));
  store = await newStore();
});

async function written(name: string, text: string): Promise<string> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

async function capture(local: Readonly<Record<string, unknown>>) {
  const estate = estateAt({ endpoint: 'http://127.0.0.1:9', options: { local } });
  return captureOf([service], estate, { store });
}

/** Files of all captures that have this text in them. */
function holding(text: string): string {
  try {
    return execFileSync('grep', ['-rlF', '--', text, store.place], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

const hidden = (ref: string) => ({ ref, secret: expect.stringMatching(/^hmac-sha256:/) });

const PLIST = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <!-- a comment with comment-secret-1 -->
  <key>Label</key><string>example.backup &amp; more</string>
  <key>ProgramArguments</key>
  <array>
    <string>/bin/backup</string><string>--token=argument-secret-1</string>
    <string>--password</string><string>argument-secret-2</string>
    <string>-c</string><string>curl -H 'Authorization: Bearer argument-secret-3' x</string>
  </array>
  <key>EnvironmentVariables</key><dict><key>PLAIN</key><string>environment-secret-1</string></dict>
  <key>RunAtLoad</key><true/>
  <key>StartInterval</key><integer>300</integer>
</dict>
</plist>`;

const UNIT = `[Unit]
Description=Backup
[Service]
Environment=A=unit-secret-1 "B=unit secret 2"
Environment='C=unit-secret-3'
EnvironmentFile=/etc/backup.env
ExecStart=/bin/backup --password unit-secret-4 \\
  --target /srv
`;

describe('capturing launch agents', () => {
  it('captures what starts an agent, and hides its environment and its tokens', async () => {
    await written('example.backup.plist', PLIST);
    await written('backup.service', UNIT);
    await written('backup.service.d/more.conf', '[Service]\nEnvironment=D=unit-secret-5\n');
    await written('readme.txt', 'no agent');
    const reader = await capture({ launchAgents: folder });
    expect(reader.metadata.resources).toHaveLength(3);
    const agent = await resourceOf(reader, path.join(folder, 'example.backup.plist')).json('agent.json');
    expect(agent).toEqual({
      Label: 'example.backup & more',
      ProgramArguments: [
        '/bin/backup',
        hidden('local/agents/example.backup.plist/arguments/1'),
        '--password',
        hidden('local/agents/example.backup.plist/arguments/3'),
        '-c',
        hidden('local/agents/example.backup.plist/arguments/5'),
      ],
      EnvironmentVariables: { PLAIN: hidden('local/agents/example.backup.plist/env/PLAIN') },
      RunAtLoad: true,
      StartInterval: 300,
    });
    expect(await resourceOf(reader, path.join(folder, 'backup.service')).json('agent.json')).toEqual([
      { section: 'Unit', key: 'Description', value: 'Backup' },
      { section: 'Service', key: 'Environment', name: 'A', value: hidden('local/agents/backup.service/env/A') },
      { section: 'Service', key: 'Environment', name: 'B', value: hidden('local/agents/backup.service/env/B') },
      { section: 'Service', key: 'Environment', name: 'C', value: hidden('local/agents/backup.service/env/C') },
      { section: 'Service', key: 'EnvironmentFile', value: '/etc/backup.env' },
      { section: 'Service', key: 'ExecStart', value: hidden('local/agents/backup.service/Service/ExecStart/4') },
    ]);
    for (const text of ['-secret-', 'unit secret 2']) expect(holding(text)).toBe('');
  });

  it('says what to do with a binary one', async () => {
    await written('binary.plist', 'bplist00\u0001');
    const { metadata } = await capture({ launchAgents: folder });
    expect(metadata.resources).toMatchObject([
      { error: { code: 'LOCAL.PLIST', hint: expect.stringContaining('plutil -convert xml1') } },
    ]);
  });

  it('captures none where none are asked for', async () => {
    await written('example.backup.plist', PLIST);
    expect((await capture({ launchAgents: false })).metadata.resources).toEqual([]);
  });

  it.each([
    '<plist>',
    '<plist><dict></plist>',
    '<plist><dict><string>no key</string></dict></plist>',
    'none',
    '<plist></plist>',
    '<plist><evil/></plist>',
    '<array>'.repeat(100),
  ])('refuses %j', (text) => {
    expect(() => parsePlist(text, 'x.plist')).toThrow(expect.objectContaining({ code: 'LOCAL.PLIST' }));
  });
});

describe('capturing settings of tools', () => {
  it.each([
    ['.npmrc', '//npm.example/:_authToken=VALUE\nregistry=https://npm.example/\n'],
    ['.npmrc', '//me:VALUE@npm.example/:always=x\n'],
    ['settings.ini', '[profile a]\nregion = us-east-1\naws_secret_access_key = VALUE\n'],
    ['config.toml', 'name = "x"\n[remote]\nurl = "https://me:VALUE@git.example/"\n'],
    ['config.toml', 'keys = [\n  "VALUE",\n]\n'],
    ['docker.json', '{"auths":{"registry.example":{"identitytoken":"VALUE"}}}'],
    ['keys.json', '{"https://me:VALUE@host.example":{"on":true}}'],
    ['hosts.yml', 'git.example:\n  oauth_token: VALUE\n  user: me\n'],
    ['tool.yaml', 'anything: f3VALUE9d81c0aa5512\n'],
    ['broken.json', '{"token": "VALUE",,'],
    ['settings.conf', 'proxy https://me:VALUE@proxy.example\n'],
    ['settings.conf', '# a comment with VALUE\nlevel = 3\n'],
  ])('hides the secret in %s: %j', async (name, text) => {
    const file = await written(name, text.replaceAll('VALUE', 'tool-secret-1'));
    const reader = await capture({ tools: [file] });
    expect(reader.metadata.status).toBe('complete');
    expect(holding('tool-secret-1')).toBe('');
  });

  it('keeps what is no secret, and shows where secrets are', async () => {
    const file = await written(
      '.npmrc',
      'registry=https://npm.example/\n//npm.example/:_authToken=tool-secret-1\n; why\n',
    );
    expect(await resourceOf(await capture({ tools: [file] }), file).json('settings.json')).toEqual([
      { section: '', key: 'registry', value: 'https://npm.example/' },
      {
        section: '',
        key: '//npm.example/:_authToken',
        value: hidden('local/tools/.npmrc///npm.example/:_authToken'),
      },
    ]);
  });

  it.each([
    '.aws/credentials',
    '.netrc',
    '.ssh/id_ed25519',
    '.ssh/work',
    '.env',
    '.env.local',
    'tls.pem',
    '.git-credentials',
  ])('refuses %s, which holds credentials alone', async (name) => {
    const file = await written(name, 'tool-secret-1');
    const { metadata } = await capture({ tools: [file] });
    expect(metadata.resources).toMatchObject([{ status: 'failed', error: { code: 'LOCAL.CREDENTIALS' } }]);
    expect(holding('tool-secret-1')).toBe('');
  });

  it('is written back by hand, with the names of what to put in', async () => {
    const file = await written('.npmrc', 'registry=https://npm.example/\n_authToken=tool-secret-1\n');
    const resource = resourceOf(await capture({ tools: [file] }), file);
    const plan = () => service.restore?.plan(resource, targetOf(), estateAt({ endpoint: 'http://127.0.0.1:9' }));
    expect(await plan()).toMatchObject([{ kind: 'leave' }]);
    await writeFile(file, 'registry=https://other.example/\n');
    expect(await plan()).toMatchObject([
      { kind: 'impossible', why: expect.stringContaining('Put in yourself: local/tools/.npmrc/_authToken') },
    ]);
  });
});
