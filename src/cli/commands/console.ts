import { randomBytes } from 'node:crypto';
import type { Where } from '../../console/local/console-deps.ts';
import type { Operator } from '../../lib/aws/operator.ts';
import { optionText, type Command, type Input } from '../command.ts';
import { done, usage } from '../outcome.ts';
import { printable } from '../printable.ts';
import { processTerminal } from '../terminal.ts';

export const consoleCommand: Command = {
  name: 'console',
  summary: 'serve pages to a browser on this machine: sites, incidents, and forms that decide, with your own rights',
  options: [['--port <port>', 'on which port of 127.0.0.1 (else any that is free)']],
  examples: ['npx holdfast console', 'npx holdfast console --port 8600 --local'],
  exits: [0, 1, 2, 7],
  writes: false,
  check: (input) => void portOf(input),
  async run(input, { operator, now }) {
    // The pages are loaded here, so that every other command is quick.
    const [{ serveConsole }, where] = await Promise.all([import('../../console/local/serve.ts'), whereOf(operator)]);
    const { address, close } = await serveConsole({
      api: operator.api,
      where,
      port: portOf(input),
      now,
      random: randomBytes,
      fault: (error) => processTerminal().note(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    });
    return { ...done({ address }, told(address, where)), end: close };
  },
};

function told(address: string, { stack, as, again }: Where): string {
  return [
    printable(`The console: ${stack}, as ${as}`),
    `  ${address}`,
    `It opens once, in one browser, with your rights; \`${again}\` gives another address. Ctrl-C ends it.`,
  ].join('\n');
}

async function whereOf({ stack, endpoint, caller }: Pick<Operator, 'stack' | 'endpoint' | 'caller'>): Promise<Where> {
  if (stack.local) {
    return {
      stack: `The stack on this machine (${endpoint}), stage ${stack.stage}`,
      as: `its ${stack.local.caller.as}`,
      again: 'npx holdfast console --local',
    };
  }
  const { account, arn } = await caller();
  return {
    stack: `Account ${account}, ${stack.region}, stage ${stack.stage}`,
    as: arn,
    again: `npx holdfast console --stage ${stack.stage} --region ${stack.region}`,
  };
}

function portOf(input: Input): number {
  const text = optionText(input, 'port') ?? '0';
  if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text);
  throw usage(`"${printable(text)}" is no port.`, 'Write a number from 1 to 65535, or leave out --port.');
}
