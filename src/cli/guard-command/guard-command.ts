import { done, usage, type Outcome } from '../outcome.ts';
import type { GuardedPlace } from './guarded-place.ts';
import { commandOf, LONGEST_COMMAND } from './hook-input.ts';
import { judgeCommand } from './judge-command.ts';

/** What is asked about: the words of a command, one word that is a whole script, or what stdin says. */
export interface Asked {
  readonly words: readonly string[];
  readonly stdin: boolean;
}

/** Says whether a command may run. Throws `CLI.REFUSED` where it would write past Holdfast; says nothing where it may run. */
export async function guardCommand(
  { words, stdin }: Asked,
  deps: { places(): Promise<readonly GuardedPlace[]>; stdin: AsyncIterable<Uint8Array | string> },
): Promise<Outcome> {
  if (stdin === words.length > 0) {
    const hint = 'Write it behind two dashes, as guard-command -- "aws s3 ls", or pipe it in with --stdin.';
    throw usage(stdin ? 'A command and --stdin are two commands.' : 'The command is missing.', hint);
  }
  const command = stdin ? commandOf(await allOf(deps.stdin)) : words.length === 1 ? words[0] : words;
  if (command !== undefined) judgeCommand(command, await deps.places());
  return done({ allowed: true }, '');
}

/** All of stdin, as far as it is looked at: JSON may spell each character with six. */
async function allOf(stdin: AsyncIterable<Uint8Array | string>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    chunks.push(Buffer.from(chunk));
    size += chunk.length;
    if (size > LONGEST_COMMAND * 6) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}
