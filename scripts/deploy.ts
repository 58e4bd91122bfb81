import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildAll } from './build.ts';

const USAGE = 'usage: AWS_REGION=<region of the buckets> npm run deploy [-- --stage <stage>]';
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

/** The stage that was named, or what is wrong. Without a region the stack would silently come up far from its buckets. */
function stageWanted(): { stage: string } | { wrong: string } {
  try {
    const { values } = parseArgs({ options: { stage: { type: 'string', default: 'prod' } } });
    return process.env['AWS_REGION'] ? values : { wrong: 'AWS_REGION is not set.' };
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) };
  }
}

const wanted = stageWanted();
if ('wrong' in wanted) console.error(`${wanted.wrong}\n${USAGE}`);
process.exitCode = 'wrong' in wanted ? 2 : await deploy(wanted.stage);
