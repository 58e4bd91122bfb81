import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { act, type Acted } from '../../scripts/action/act.ts';
import { gitHub, type GitHub } from '../../scripts/action/github-stand-in.ts';
import { holdfastAt } from './command-line.ts';
import { until } from './guard-outsider.ts';
import { localAws, type LocalAws } from './guard-aws.ts';
import { serve, upload } from './guard-bucket.ts';
import { pageWith } from './guard-pages.ts';

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const TOKEN = 'github-token-7d21';
const [PRODUCTION, STAGING] = ['action-prod', 'action-staging'];

const LIVE = pageWith(['HERO', 'CHECKOUT']);
const EDITED = LIVE.replace('</body>', '<p>@web-lead said ``` and <b>more</b></p></body>');

let aws: LocalAws;
let dir: string;
let github: GitHub;
let workspace: string;

beforeAll(async () => {
  const stack = inject('stack');
  aws = localAws(stack);
  dir = path.dirname(stack.inbox);
  github = await gitHub('team/site', TOKEN);
  await upload(aws.s3, { Bucket: PRODUCTION, Key: 'index.html' }, LIVE, {
    ContentType: 'text/html; charset=utf-8',
    CacheControl: 'max-age=3600',
  });
  workspace = await mkdtemp(path.join(tmpdir(), 'holdfast-action-'));
  await mkdir(path.join(workspace, 'public'));
  await cp(path.join(dir, 'holdfast.yml'), path.join(workspace, 'holdfast.yml'));
  const pulled = await person('deployer', 'pull', 'action', '--yes');
  expect(pulled).toMatchObject({ exitCode: 0 });
});

afterAll(async () => {
  await github.close();
  await rm(workspace, { recursive: true, force: true });
});

const person = (as: 'approver' | 'deployer', ...words: string[]) =>
  holdfastAt({ dir, cwd: path.join(workspace, 'public'), as }, ...words);

const edit = (html: string): Promise<void> => writeFile(path.join(workspace, 'public', 'index.html'), html);

const live = async (bucket: string): Promise<string | undefined> =>
  (await serve(aws.s3, { Bucket: bucket, Key: 'index.html' }))?.body.toString();

/** Runs the action as a job does that holds the deployer's rights. */
function job(command: 'check' | 'stage' | 'promote', payload: unknown, inputs: Record<string, string> = {}) {
  return act(ROOT, {
    inputs: { site: 'action', command, folder: 'public', ...inputs },
    workspace,
    event: { name: 'test', payload },
    api: github.api,
    repository: 'team/site',
    token: TOKEN,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      HOLDFAST_LOCAL: '1',
      HOLDFAST_LOCAL_AS: 'deployer',
      HOLDFAST_LOCAL_DIR: dir,
      HOLDFAST_CONFIG: path.join(dir, 'holdfast.yml'),
    },
  });
}

const PULL_REQUEST = { pull_request: { number: 12, title: 'Say "more" $(touch owned) `touch owned`' } };

const six = (text: string): string[] =>
  text.split('\n').filter((line) => /^(local|live|target|purge|features|verified) /.test(line));

function ended(acted: Acted, exitCode: number): void {
  expect({ exitCode: acted.exitCode, log: acted.log }).toMatchObject({ exitCode });
  expect(acted.outputs['exit-code']).toBe(String(exitCode));
  expect(acted.log).not.toContain(TOKEN);
}

describe('the action, from pull request to release', () => {
  it('checks a pull request, and comments with the proof', async () => {
    await edit(EDITED);
    ended(await job('check', PULL_REQUEST), 0);
    expect(github.comments).toHaveLength(1);
    const [{ issue, body } = { issue: 0, body: '' }] = github.comments;
    expect(issue).toBe(12);
    expect(six(body)).toHaveLength(6);
    expect(body).toContain('kept: HERO, CHECKOUT; new: none; lost: none');
    expect(body).toContain('@web-lead said ``` and <b>more</b>');
    expect(await live(STAGING)).toBeUndefined();
  });

  it('brings its comment up to date instead of writing another', async () => {
    const acted = await job('check', PULL_REQUEST);
    ended(acted, 0);
    expect(six(acted.outputs['proof'] ?? '')).toHaveLength(6);
    expect(github.comments).toHaveLength(1);
  });

  it('runs nothing that a title says', async () => {
    const names = await readdir(workspace, { recursive: true });
    expect(names).toContain('public/index.html');
    expect(names.filter((name) => name.includes('owned'))).toEqual([]);
  });

  it('fails the check of a page that loses a feature, and says which rule', async () => {
    await edit(pageWith(['HERO']));
    ended(await job('check', PULL_REQUEST), 3);
    expect(github.comments[0]?.body).toMatch(/D7 .*CHECKOUT/);
    await edit(EDITED);
  });

  it('stages what was pushed, and production stays', async () => {
    const acted = await job('stage', { head_commit: { message: 'Say more' } });
    ended(acted, 0);
    expect(acted.outputs['release']).toMatch(/^\d{8}T\d{6}Z-/);
    expect(await live(STAGING)).toBe(EDITED);
    expect(await live(PRODUCTION)).toBe(LIVE);
  });

  it('refuses to promote what nobody verified', async () => {
    const acted = await job('promote', { release: { name: 'Summer', tag_name: 'v1' } });
    ended(acted, 3);
    expect(acted.log).toContain('::error::A rule refuses it.');
    expect(await live(PRODUCTION)).toBe(LIVE);
  });

  it('promotes what a person verified', async () => {
    const verified = await person('approver', 'verify', 'action', 'index.html', '--no-screenshot', '--yes');
    expect(verified).toMatchObject({ exitCode: 0 });
    const acted = await job('promote', { release: { name: 'Summer', tag_name: 'v1' } });
    ended(acted, 0);
    expect(await live(PRODUCTION)).toBe(EDITED);
    expect(acted.summary).toContain('### Holdfast: promote of `action`');
  });

  it('has nothing more to promote', async () => {
    const acted = await job('promote', { release: { name: 'Summer', tag_name: 'v1' } });
    ended(acted, 0);
    expect(acted.summary).toContain('Nothing on staging waits for its promotion.');
  });

  it('fails with 4 where production is ahead of what is checked', async () => {
    const theirs = EDITED.replace('</body>', '<p>by somebody else</p></body>');
    await upload(aws.s3, { Bucket: PRODUCTION, Key: 'index.html' }, theirs);
    await until('it is live', async () => ((await live(PRODUCTION)) === theirs ? true : undefined));
    await edit(EDITED.replace('Ahoy', 'Good day').replace('</body>', '<p>mine</p></body>'));
    const acted = await job('stage', { head_commit: { message: 'Mine' } });
    ended(acted, 4);
    expect(acted.log).toContain('::error::Production is ahead');
    expect(await live(STAGING)).toBe(EDITED);
  });
});
