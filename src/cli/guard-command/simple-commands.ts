import type { HereBody, Word } from './shell-scan.ts';
import { shellPieces } from './shell-words.ts';

/** One command of a script, without redirections and assignments before it. */
export interface SimpleCommand {
  readonly words: readonly Word[];
  /** What it reads where the script says so: a here-document, or a command before the pipe. */
  readonly input?: HereBody | SimpleCommand;
}

/** A script as what it runs, in order, and the scripts in it that the shell runs on the way. */
export interface Script {
  readonly commands: readonly SimpleCommand[];
  readonly inner: readonly string[];
}

/** Words that may stand before a command without being one. */
const BEFORE = new Set([
  '!',
  '{',
  '}',
  'if',
  'then',
  'elif',
  'else',
  'fi',
  'while',
  'until',
  'do',
  'done',
  'in',
  'esac',
]);

/** Reads a script. What its control flow means is not looked at: every command in it counts as one that runs. */
export function readScript(text: string): Script {
  const commands: SimpleCommand[] = [];
  const inner: string[] = [];
  let words: Word[] = [];
  let input: SimpleCommand['input'];
  let target = false;
  const end = (operator: string): void => {
    const command = { words: withoutLead(words), ...(input !== undefined && { input }) };
    if (command.words.length > 0) commands.push(command);
    input = operator === '|' || operator === '|&' ? command : undefined;
    words = [];
  };
  for (const piece of shellPieces(text)) {
    if (piece.kind === 'script') inner.push(piece.text);
    else if (piece.kind === 'here') input = piece.body;
    else if (piece.kind === 'operator') end(piece.operator);
    else if (piece.kind === 'word' && !target) words.push(piece.word);
    target = piece.kind === 'redirect' || (target && piece.kind === 'script');
  }
  end('');
  return { commands, inner };
}

function withoutLead(words: readonly Word[]): readonly Word[] {
  const first = words.findIndex((word) => !BEFORE.has(word) && !/^[A-Za-z_]\w*\+?=/.test(word));
  return first === -1 ? [] : words.slice(first);
}
