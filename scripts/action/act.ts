import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { parse } from 'yaml';
import * as z from 'zod';
import { context, filledIn, type Contexts } from './expressions.ts';

const STEP = z.strictObject({
  name: z.string(),
  id: z.string().optional(),
  shell: z.literal('bash'),
  env: z.record(z.string(), z.string()).optional(),
  run: z.string(),
});
const ACTION = z.object({
  inputs: z.record(z.string(), z.object({ required: z.boolean().optional(), default: z.string().optional() })),
  outputs: z.record(z.string(), z.object({ value: z.string() })),
  runs: z.strictObject({ using: z.literal('composite'), steps: z.array(STEP) }),
});

type Step = z.infer<typeof STEP>;

/** What starts an action: what a workflow and GitHub give it. */
export interface Act {
  readonly inputs: Readonly<Record<string, string>>;
  /** The folder of the repository that was checked out. */
  readonly workspace: string;
  readonly event: { readonly name: string; readonly payload: unknown };
  /** Base address of GitHub's API. */
  readonly api: string;
  readonly repository: string;
  readonly token: string;
  /** What else the job's environment has, e.g. AWS credentials. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How an action ended. */
export interface Acted {
  readonly exitCode: number;
  readonly outputs: Readonly<Record<string, string>>;
  /** What the steps wrote to the log. */
  readonly log: string;
  /** The Markdown that sums up the job. */
  readonly summary: string;
}

/** Runs the steps of a composite action as GitHub's runner does, on this machine. */
export async function act(root: string, given: Act): Promise<Acted> {
  const action = ACTION.parse(parse(await readFile(path.join(root, 'action.yml'), 'utf8')));
  const files = await mkdtemp(path.join(tmpdir(), 'holdfast-action-'));
  try {
    const inputs = inputsOf(action.inputs, given);
    let steps: Contexts = {};
    let log = '';
    let exitCode = 0;
    for (const [index, step] of action.runs.steps.entries()) {
      const done = await runStep(
        step,
        { ...context('inputs', inputs), ...steps },
        root,
        path.join(files, `${index}`),
        given,
      );
      log += done.log;
      exitCode = done.exitCode;
      steps = { ...steps, ...context(`steps.${step.id ?? index}.outputs`, done.outputs) };
      if (exitCode !== 0) break;
    }
    const outputs = Object.entries(action.outputs).map(([name, { value }]) => [name, outputOf(value, steps)]);
    return { exitCode, outputs: Object.fromEntries(outputs), log, summary: await summaries(files, action.runs.steps) };
  } finally {
    await rm(files, { recursive: true, force: true });
  }
}

/** An output that no step gave is empty, as GitHub has it. */
function outputOf(value: string, steps: Contexts): string {
  const [, name = ''] = /^\$\{\{ *([\w.-]+) *\}\}$/.exec(value) ?? [];
  return name.startsWith('steps.') && !Object.hasOwn(steps, name) ? '' : filledIn(value, steps);
}

function inputsOf(declared: z.infer<typeof ACTION>['inputs'], { inputs, token }: Act): Record<string, string> {
  for (const name of Object.keys(inputs)) if (!declared[name]) throw new Error(`the action has no input ${name}`);
  const values = Object.entries(declared).map(([name, { required, default: usual }]) => {
    const value = inputs[name] ?? (usual === undefined ? undefined : filledIn(usual, { 'github.token': token }));
    if (value === undefined && required) throw new Error(`the input ${name} is required`);
    return [name, value ?? ''];
  });
  return Object.fromEntries(values);
}

async function runStep(step: Step, contexts: Contexts, root: string, files: string, given: Act) {
  const script = `${files}.sh`;
  await writeFile(script, filledIn(step.run, contexts));
  for (const kind of ['output', 'summary']) await writeFile(`${files}.${kind}`, '');
  await writeFile(`${files}.event`, JSON.stringify(given.event.payload));
  const own = Object.entries(step.env ?? {}).map(([name, value]) => [name, filledIn(value, contexts)]);
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
    cwd: given.workspace,
    env: { ...given.env, ...githubEnv(root, files, given), ...Object.fromEntries(own) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject).once('close', resolve);
  const [code, stdout, stderr] = await Promise.all([promise, text(child.stdout), text(child.stderr)]);
  const outputs = outputsOf(await readFile(`${files}.output`, 'utf8'));
  return { exitCode: code ?? -1, log: stdout + stderr, outputs };
}

function githubEnv(root: string, files: string, { workspace, event, api, repository }: Act): Record<string, string> {
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION_PATH: root,
    GITHUB_API_URL: api,
    GITHUB_EVENT_NAME: event.name,
    GITHUB_EVENT_PATH: `${files}.event`,
    GITHUB_OUTPUT: `${files}.output`,
    GITHUB_REPOSITORY: repository,
    GITHUB_STEP_SUMMARY: `${files}.summary`,
    GITHUB_WORKSPACE: workspace,
  };
}

/** Reads `name=value` and `name<<end … end`, as steps write them. */
function outputsOf(written: string): Record<string, string> {
  const outputs: [string, string][] = [];
  const lines = written.split('\n');
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    const [, name = '', end = ''] = /^([\w-]+)<<(.+)$/.exec(line) ?? [];
    if (name === '') {
      const [, single = '', value = ''] = /^([\w-]+)=(.*)$/.exec(line) ?? [];
      if (single !== '') outputs.push([single, value]);
      continue;
    }
    const until = lines.indexOf(end);
    if (until === -1) throw new Error(`the output ${name} has no end`);
    outputs.push([
      name,
      lines
        .splice(0, until + 1)
        .slice(0, -1)
        .join('\n'),
    ]);
  }
  return Object.fromEntries(outputs);
}

async function summaries(files: string, steps: readonly Step[]): Promise<string> {
  const all = steps.map((_, index) => readFile(path.join(files, `${index}.summary`), 'utf8').catch(() => ''));
  return (await Promise.all(all)).join('');
}
