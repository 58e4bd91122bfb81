import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { HoldfastError } from '../lib/errors.ts';

const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));

/** Takes the stack away with the deploy tool; its output goes to stderr. Throws `STACK.FAILED` when it fails. */
export async function removeStack(stage: string, region: string): Promise<void> {
  const tool = fileURLToPath(new URL('../../node_modules/serverless/bin/serverless.js', import.meta.url));
  const words = [tool, 'remove', '--stage', stage, '--region', region];
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  const child = spawn(process.execPath, words, {
    cwd: CHECKOUT,
    stdio: ['ignore', process.stderr, process.stderr],
    env: { ...process.env, AWS_REGION: region },
  });
  child.once('error', reject).once('close', resolve);
  const code = await promise;
  if (code === 0) return;
  const hint = 'See what it said above, mend that, and run the command again.';
  throw new HoldfastError('STACK.FAILED', `serverless remove ended with ${code ?? 'a signal'}.`, { hint });
}
