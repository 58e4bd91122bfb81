import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SCRIPT = join(import.meta.dirname, '../../scripts/deploy.ts');

function deploy(words: string[], env: NodeJS.ProcessEnv = {}): { status: number | null; stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT, ...words], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
  });
  return { status, stderr };
}

test.each([
  ['a word it does not know', ['--stagee', 'test'], { AWS_REGION: 'us-west-2' }, '--stagee'],
  ['no region', [], {}, 'AWS_REGION is not set.'],
])('deploys nothing with %s, and says how it is used', (_, words, env, says) => {
  const { status, stderr } = deploy(words, env);
  expect(status).toBe(2);
  expect(stderr).toContain(says);
  expect(stderr).toContain('usage: ');
  expect(stderr).not.toContain('    at ');
});
