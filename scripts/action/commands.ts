import * as z from 'zod';
import { holdfast, type Ended } from './holdfast.ts';
import type { Inputs } from './inputs.ts';
import type { Part, Result } from './report.ts';
import { log, type Environment } from './runner.ts';

/** Most pages that are promoted at once, so that they fit on a command line. */
const MOST_PAGES = 1000;

const DEPLOYED = z.object({
  release: z.string().optional(),
  done: z.boolean().optional(),
  proof: z.array(z.object({ lines: z.array(z.string()) })).default([]),
  obstacles: z
    .array(z.object({ rule: z.string(), path: z.string().optional(), says: z.string(), next: z.string() }))
    .default([]),
  findings: z
    .array(z.object({ path: z.string(), code: z.string(), severity: z.string(), says: z.string() }))
    .default([]),
});
const COMPARED = z.object({ inTest: z.array(z.object({ path: z.string(), kind: z.string() })) });

/** Does what the action was asked to do. */
export function carryOut(inputs: Inputs, env: Environment): Promise<Result> {
  switch (inputs.command) {
    case 'check':
      return check(inputs, env);
    case 'stage':
      return stage(inputs, env);
    case 'promote':
      return promote(inputs, env);
    default:
      return inputs.command satisfies never;
  }
}

/** Whether a file is behind, ahead or new is known once what is live is: what is changed here is never touched by it. */
async function pull(inputs: Inputs, env: Environment): Promise<{ ended: Ended; part: Part; failed: boolean }> {
  const ended = await run(inputs, env, ['pull', inputs.site]);
  const failed = ended.exitCode !== 0 && ended.exitCode !== 6;
  return { ended, part: { heading: 'Pull', text: failed ? ended.stderr : ended.stdout }, failed };
}

async function check(inputs: Inputs, env: Environment): Promise<Result> {
  const pulled = await pull(inputs, env);
  if (pulled.failed) return { exitCode: pulled.ended.exitCode, proof: '', parts: [pulled.part] };
  const diff = await run(inputs, env, ['diff', inputs.site, '--', ...inputs.pages]);
  const proved = await run(inputs, env, ['proof', inputs.site, ...changeOf(inputs), '--json', '--', ...inputs.pages]);
  const { parts, ...result } = resultOf(proved);
  const difference: Part = { heading: 'Difference to production', text: diff.stdout, language: 'diff' };
  return { ...result, parts: [...parts, difference, pulled.part] };
}

async function stage(inputs: Inputs, env: Environment): Promise<Result> {
  const pulled = await pull(inputs, env);
  if (pulled.failed) return { exitCode: pulled.ended.exitCode, proof: '', parts: [pulled.part] };
  const words = ['deploy', inputs.site, ...changeOf(inputs), '--yes', '--json', '--', ...inputs.pages];
  return resultOf(await run(inputs, env, words));
}

/** Promotes the named pages, else every page that is being tested on staging. */
async function promote(inputs: Inputs, env: Environment): Promise<Result> {
  const pages = inputs.pages.length > 0 ? [...inputs.pages] : await testedPages(inputs, env);
  if (!Array.isArray(pages)) return pages;
  if (pages.length === 0) {
    const text = 'Nothing on staging waits for its promotion.';
    return { exitCode: 0, proof: '', parts: [{ heading: 'Promote', text }] };
  }
  return resultOf(
    await run(inputs, env, ['promote', inputs.site, '--yes', '--json', '--', ...pages.slice(0, MOST_PAGES)]),
  );
}

async function testedPages(inputs: Inputs, env: Environment): Promise<string[] | Result> {
  const ended = await run(inputs, env, ['sync-check', inputs.site, '--json']);
  const compared = COMPARED.safeParse(valueOf(ended));
  if (!compared.success) return resultOf(ended);
  return compared.data.inTest.filter(({ kind }) => kind === 'page').map(({ path }) => path);
}

const changeOf = ({ change }: Inputs): string[] => (change === undefined ? [] : [`--change=${change}`]);

/** Runs a command, and tells the log what it tells people. */
async function run({ folder, switches }: Inputs, env: Environment, words: readonly string[]): Promise<Ended> {
  const [name = '', ...rest] = words;
  const ended = await holdfast([name, ...switches, ...rest], { cwd: folder, env });
  log([`holdfast ${name}`, ended.stderr.trim(), ended.stdout.trim(), `(exit code ${ended.exitCode})`].join('\n'));
  return ended;
}

function resultOf(ended: Ended): Result {
  const { data } = DEPLOYED.safeParse(valueOf(ended));
  const { release, done, proof = [], obstacles = [], findings = [] } = data ?? {};
  const blocks = proof.map(({ lines }) => lines.join('\n')).join('\n\n');
  const against = obstacles.map(
    ({ rule, path, says, next }) => `${rule}  ${path === undefined ? '' : `${path}: `}${says}\n    → ${next}`,
  );
  const found = findings.map(({ path, code, severity, says }) => `${severity}  ${path}: ${code}: ${says}`);
  const failed = ended.exitCode !== 0 && against.length === 0;
  return {
    exitCode: ended.exitCode,
    ...(done === true && release !== undefined && { release }),
    proof: blocks,
    parts: [
      { heading: 'What stands against it', text: against.join('\n') },
      { heading: 'Failed', text: failed ? ended.stderr : '' },
      { heading: 'Proof', text: blocks },
      { heading: 'What the guard finds', text: found.join('\n') },
    ],
  };
}

function valueOf({ stdout }: Ended): unknown {
  try {
    return JSON.parse(stdout);
  } catch {
    return undefined;
  }
}
