import type { Command } from '../command.ts';
import { leftRules, type LeftRule } from '../left-rules.ts';
import { done, refusal } from '../outcome.ts';
import { printable } from '../printable.ts';
import { removeStack } from '../serverless.ts';

export const remove: Command = {
  name: 'remove',
  summary: 'take the stack away; refuses while a bucket still has a notification rule to its queue',
  examples: ['npx holdfast remove --dry-run', 'npx holdfast remove --yes'],
  exits: [0, 1, 2, 3, 7],
  writes: true,
  async run(_, { operator, sites, ask }) {
    const { stack } = operator;
    const rules = await leftRules(sites, operator);
    if (rules.length > 0) throw standing(rules);
    if (stack.local) throw refusal('This stack is on this machine.', 'Take it away with `npm run local -- down`.');
    const kept = { table: stack.table, snapshots: stack.snapshots };
    const change = [
      `remove the stack holdfast-${stack.stage} in ${stack.region}: functions, queues, topic, API, alarms`,
      `  kept: table ${stack.table} (baselines, incidents), bucket ${stack.snapshots} (accepted and rejected versions)`,
      '  kept: every site, its buckets and their versioning',
    ].join('\n');
    const value = { stack: `holdfast-${stack.stage}`, kept };
    if ((await ask(change)) === 'dry-run') return done({ ...value, done: false }, '');
    await removeStack(stack.stage, stack.region);
    const text = `Removed. Delete table ${stack.table} and bucket ${stack.snapshots} yourself when nobody needs them.`;
    return done({ ...value, done: true }, text);
  },
};

function standing(rules: readonly LeftRule[]): Error {
  const lines = rules.map(({ site, bucket, id }) => printable(`  ${bucket}: rule ${id} (site ${site})`));
  const message = ['These buckets still send to the queue of the stack:', ...lines].join('\n');
  const hint =
    `Take the rules out first: ${[...new Set(rules.map(({ site }) => `npx holdfast protect ${site} --undo`))].join('; ')}. ` +
    'A rule to a queue that is gone breaks the next change of anybody to the notifications of its bucket.';
  return refusal(message, hint);
}
