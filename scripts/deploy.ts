import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildAll } from './build.ts';

const ROOT = path.dirname(import.meta.dirname);
const TOOL = path.join(ROOT, 'node_modules', 'serverless', 'bin', 'serverless.js');
const CLI = path.join(ROOT, 'src', 'cli', 'main.ts');

/** Builds, deploys the stack of a stage to AWS and applies the configuration; stops at the first that fails. */
async function deploy(stage: string): Promise<number> {
  await buildAll(ROOT);
  return run([TOOL, 'deploy', '--stage', stage]) || run([CLI, 'apply', '--yes', '--stage', stage]);
}

function run(args: readonly string[]): number {
  return spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }).status ?? 1;
}

const { values } = parseArgs({ options: { stage: { type: 'string', default: 'prod' } } });
process.exitCode = await deploy(values.stage);
