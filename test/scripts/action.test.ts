import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { act } from '../../scripts/action/act.ts';
import { comment } from '../../scripts/action/comment.ts';
import { startedBy } from '../../scripts/action/event.ts';
import { filledIn } from '../../scripts/action/expressions.ts';
import { fenced } from '../../scripts/action/fence.ts';
import { gitHub, type GitHub } from '../../scripts/action/github-stand-in.ts';
import { readInputs } from '../../scripts/action/inputs.ts';
import { markdownOf } from '../../scripts/action/report.ts';
import { log, logError, setOutput } from '../../scripts/action/runner.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'holdfast-action-test-'));
});

afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

const HOSTILE = [
  '```',
  '@web-lead look at <img src=x onerror=alert(1)>',
  '`'.repeat(40),
  '</details><script>alert(1)</script>',
  '\u202Etxet\u0007 [link](https://example.com)',
].join('\n');

/** What a Markdown reader would not take for code. */
function outsideFences(markdown: string): string {
  let open = '';
  const kept = markdown.split('\n').filter((line) => {
    const [, run = ''] = /^ {0,3}(`{3,})/.exec(line) ?? [];
    if (open === '') {
      open = run;
      return run === '';
    }
    if (run.length >= open.length && line.trim() === run) open = '';
    return false;
  });
  expect(open).toBe('');
  return kept.join('\n');
}

describe('a comment', () => {
  test('keeps all that others chose within its fences', () => {
    const result = {
      exitCode: 4,
      proof: '',
      parts: [
        { heading: 'Proof', text: HOSTILE },
        { heading: 'Diff', text: HOSTILE },
      ],
    };
    const outside = outsideFences(markdownOf({ command: 'check', site: 'demo' }, result));
    expect(outside).toContain('Production is ahead');
    expect(outside).not.toMatch(/@|script|img|example\.com/);
  });

  test('spells out what cannot be seen, and cuts what is too long', () => {
    expect(fenced(HOSTILE)).toContain(String.raw`\u{202e}txet\u{7}`);
    const long = fenced('x'.repeat(100_000));
    expect(long.length).toBeLessThan(21_000);
    expect(long).toContain('80,000 characters more');
  });

  test('is brought up to date, and nobody else’s is touched', async () => {
    const github = await gitHub('team/site', 'token');
    const at = { api: github.api, repository: 'team/site', number: 7, token: 'token' };
    github.comments.push(
      { id: 900, issue: 7, body: '<!-- holdfast: check of demo -->\nnot yours', user: { type: 'User' } },
      { id: 901, issue: 8, body: '<!-- holdfast: check of demo -->\nelsewhere', user: { type: 'Bot' } },
      ...Array.from({ length: 150 }, (_, n) => ({ id: n + 1, issue: 7, body: 'chat', user: { type: 'Bot' as const } })),
    );
    try {
      const say = (body: string) => comment(at, { marker: 'check of demo', body }, { fetch });
      expect(await say('first')).toBe('created');
      expect(await say('second')).toBe('updated');
      expect(bodies(github)).toEqual(['not yours', 'elsewhere', 'second']);
      expect(await comment(at, { marker: 'check of other', body: 'other' }, { fetch })).toBe('created');
      const denied = comment({ ...at, token: 'wrong' }, { marker: 'check of demo', body: 'x' }, { fetch });
      await expect(denied).rejects.toThrow('GitHub answered 401 to GET /repos/team/site/issues/7/comments.');
    } finally {
      await github.close();
    }
  });
});

const bodies = ({ comments }: GitHub): string[] =>
  comments.filter(({ body }) => body !== 'chat').map(({ body }) => body.split('\n').slice(1).join('\n'));

describe('what the runner is told', () => {
  function written(say: () => void): string {
    const lines: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
    say();
    return lines.join('');
  }

  test('is no command that others chose', () => {
    const [stop = '', ...rest] = written(() => log('::add-mask::x\n::set-output name=release::forged'))
      .trim()
      .split('\n');
    const [, token = ''] = /^::stop-commands::([0-9a-f-]{36})$/.exec(stop) ?? [];
    expect(token).not.toBe('');
    expect(rest.at(-1)).toBe(`::${token}::`);
    expect(rest.slice(0, -1).join('\n')).not.toContain(token);
    expect(written(() => logError('a\n::add-mask::x 100%'))).toContain('::error::a%0A::add-mask::x 100%25\n');
  });

  test('gives outputs as they are, whatever lines they have', async () => {
    const file = path.join(folder, 'output');
    setOutput({ GITHUB_OUTPUT: file }, 'proof', 'a\nrelease<<EOF\nforged\nEOF');
    const text = await readFile(file, 'utf8');
    const [, end = ''] = /^proof<<(.+)\n/.exec(text) ?? [];
    expect(text).toBe(`proof<<${end}\na\nrelease<<EOF\nforged\nEOF\n${end}\n`);
    expect(end).toMatch(/^end-[0-9a-f-]{36}$/);
  });
});

describe('the inputs', () => {
  async function started(event: unknown) {
    const file = path.join(folder, 'event.json');
    await writeFile(file, JSON.stringify(event));
    return { GITHUB_EVENT_PATH: file };
  }

  test('take the change from the title of the pull request, the release, or the commit', async () => {
    const of = async (event: unknown) => startedBy(await started(event));
    expect(await of({ pull_request: { number: 3, title: ' New\u202E fares \nsecond' } })).toEqual({
      pullRequest: 3,
      title: 'New fares',
    });
    expect(await of({ release: { name: '', tag_name: 'v2' } })).toEqual({ title: 'v2' });
    expect(await of({ head_commit: { message: 'Say it\n\nmore' } })).toEqual({ title: 'Say it' });
    expect(await of({ schedule: '0 * * * *' })).toEqual({});
  });

  test('are read one page to a line, and refused where they are none', async () => {
    const env = {
      ...(await started({ pull_request: { number: 3, title: '$(touch owned)' } })),
      GITHUB_WORKSPACE: '/work',
      HOLDFAST_INPUT_SITE: 'demo',
      HOLDFAST_INPUT_COMMAND: 'check',
      HOLDFAST_INPUT_FOLDER: 'public',
      HOLDFAST_INPUT_PAGES: 'a b.html\n\n --yes \n',
      HOLDFAST_INPUT_CONFIG: 'holdfast.yml',
    };
    expect(readInputs(env)).toMatchObject({
      folder: '/work/public',
      pages: ['a b.html', '--yes'],
      change: '$(touch owned)',
      switches: ['--config=/work/holdfast.yml'],
    });
    expect(() => readInputs({ ...env, HOLDFAST_INPUT_SITE: 'a --> b' })).toThrow('site is no name');
    expect(() => readInputs({ ...env, HOLDFAST_INPUT_COMMAND: 'verify' })).toThrow('none of check, stage and promote');
  });
});

describe('action.yml', () => {
  test('puts no expression into a shell', async () => {
    const action = parse(await readFile('action.yml', 'utf8'));
    for (const step of action.runs.steps) expect(step.run).not.toContain('${{');
  });

  test('has every input that the workflows of docs/ci.md give it, and they ask for no right but those named', async () => {
    const { inputs } = parse(await readFile('action.yml', 'utf8'));
    const workflows = [...(await readFile('docs/ci.md', 'utf8')).matchAll(/```yaml\n(.+?)```/gs)];
    expect(workflows).toHaveLength(3);
    for (const [, yaml = ''] of workflows) {
      const workflow = parse(yaml);
      const [job] = Object.values<{ steps: { uses: string; with?: object }[] }>(workflow.jobs);
      const { with: values = {} } = job?.steps.find(({ uses }) => uses.startsWith('OWNER/holdfast@')) ?? {};
      expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(values)));
      const comments = Object.values(values).includes('check') ? { 'pull-requests': 'write' } : {};
      expect(workflow.permissions).toEqual({ contents: 'read', 'id-token': 'write', ...comments });
    }
  });

  test('is run only as far as its expressions are known', () => {
    expect(filledIn('a ${{ inputs.x }} ${{inputs.y}}', { 'inputs.x': '${{ inputs.y }}', 'inputs.y': '2' })).toBe(
      'a ${{ inputs.y }} 2',
    );
    for (const unknown of ["${{ inputs.x || 'y' }}", '${{ secrets.KEY }}', '${{ toString }}'])
      expect(() => filledIn(unknown, { 'inputs.x': '1' })).toThrow('cannot be evaluated here');
  });

  test('refuses inputs that it does not have, or that are missing', async () => {
    const given = {
      workspace: folder,
      event: { name: 'push', payload: {} },
      api: 'http://127.0.0.1:9',
      repository: 'team/site',
      token: 't',
      env: {},
    };
    await expect(act('.', { ...given, inputs: { sites: 'demo' } })).rejects.toThrow('no input sites');
    await expect(act('.', { ...given, inputs: { site: 'demo' } })).rejects.toThrow('the input command is required');
  });
});
