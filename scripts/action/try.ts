// Runs the steps of action.yml on this machine, with a stand-in for GitHub:
//   HOLDFAST_LOCAL=1 node scripts/action/try.ts --workspace ../site --input site=demo --input command=check
// With --event <file>, the event is read from there; else it is of a pull request with the title "A try".
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { act } from './act.ts';
import { gitHub } from './github-stand-in.ts';

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const REPOSITORY = 'team/site';
const TOKEN = 'a-token-of-the-stand-in';

const { values } = parseArgs({
  options: {
    input: { type: 'string', multiple: true, default: [] },
    workspace: { type: 'string', default: '.' },
    event: { type: 'string' },
    'event-name': { type: 'string', default: 'pull_request' },
  },
});

const github = await gitHub(REPOSITORY, TOKEN);
try {
  const acted = await act(ROOT, {
    inputs: Object.fromEntries(values.input.map(pair)),
    workspace: path.resolve(values.workspace),
    event: { name: values['event-name'], payload: payload(values.event) },
    api: github.api,
    repository: REPOSITORY,
    token: TOKEN,
    env: process.env,
  });
  process.stdout.write(acted.log);
  for (const { issue, body } of github.comments) process.stdout.write(`\n--- comment on #${issue}\n${body}\n`);
  process.stdout.write(`\n--- outputs\n${JSON.stringify(acted.outputs, undefined, 2)}\n`);
  process.exitCode = acted.exitCode;
} finally {
  await github.close();
}

function pair(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new Error(`--input ${text} is not name=value`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function payload(file: string | undefined): unknown {
  if (file !== undefined) return JSON.parse(readFileSync(file, 'utf8'));
  return { pull_request: { number: 1, title: 'A try' } };
}
