// What `action.yml` runs: does what it was asked, tells the log, the summary and the pull request, and ends as Holdfast did.
import { comment } from './comment.ts';
import { carryOut } from './commands.ts';
import { readInputs, type Inputs } from './inputs.ts';
import { markdownOf, verdictOf, type Result } from './report.ts';
import { addSummary, logError, setOutput } from './runner.ts';

const { env } = process;

try {
  const inputs = readInputs(env);
  const result = await carryOut(inputs, env);
  setOutput(env, 'release', result.release ?? '');
  setOutput(env, 'proof', result.proof);
  setOutput(env, 'exit-code', String(result.exitCode));
  const markdown = markdownOf(inputs, result);
  addSummary(env, markdown);
  if (result.exitCode !== 0) logError(failure(inputs, result));
  // A proof that nobody is shown fails the check, too; by itself only where nothing else did.
  process.exitCode = result.exitCode || 1;
  await tell(inputs, markdown);
  process.exitCode = result.exitCode;
} catch (error) {
  logError(error instanceof Error ? error.message : String(error));
  process.exitCode ??= 2;
}

/** Only a check speaks on the pull request: one comment for each site, brought up to date. */
async function tell({ command, pullRequest, site, token }: Inputs, body: string): Promise<void> {
  if (command !== 'check' || pullRequest === undefined) return;
  const at = {
    api: env['GITHUB_API_URL'] ?? 'https://api.github.com',
    repository: env['GITHUB_REPOSITORY'] ?? '',
    number: pullRequest,
    token,
  };
  await comment(at, { marker: `check of ${site}`, body }, { fetch });
}

function failure({ command }: Inputs, { exitCode, parts }: Result): string {
  const first = parts.find(({ text }) => text.trim() !== '');
  return `${verdictOf(command, exitCode)}\n${first?.text.trim() ?? ''}`;
}
