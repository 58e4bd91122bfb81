import { awsWrite } from './aws.ts';
import type { Write } from './guarded-place.ts';
import { OTHER_TOOLS, toolWrite } from './other-tools.ts';
import { UNKNOWN } from './shell-scan.ts';
import { readScript, type SimpleCommand } from './simple-commands.ts';

/** How much of scripts within scripts is followed: levels, and characters in all. */
interface Budget {
  readonly depth: number;
  readonly left: { characters: number };
}

const DEEPEST = 8;
const MOST_CHARACTERS = 4 * 1024 * 1024;

/** What one more word to read costs of that. */
const WORD = 8;

/** What is told of a script that was not followed to its end. */
const TOO_MUCH: Write = { asked: 'scripts within scripts', targets: ['unknown'] };

/** Programs that only show or compare the words that follow. */
const ONLY_TEXT = new Set([
  'echo',
  'printf',
  'grep',
  'egrep',
  'rg',
  'man',
  'which',
  'type',
  'apropos',
  'whatis',
  'tldr',
]);

const SHELLS = /^(?:ba|z|da|k|a|mk|fi)?sh$/;

/** Programs that run the words that follow as a script. */
const RUN_SCRIPTS = new Set(['eval', 'trap', 'watch', 'ssh', 'su', 'script', 'parallel']);

/** Everything that a script would write with a tool for S3, as far as its text tells. Never throws. */
export function writesOf(script: string): readonly Write[] {
  return scriptWrites(script, fresh());
}

/** As `writesOf`, of one command whose words a shell has read already. */
export function wordsWrites(words: readonly string[]): readonly Write[] {
  return commandWrites({ words }, fresh());
}

const fresh = (): Budget => ({ depth: 0, left: { characters: MOST_CHARACTERS } });

function scriptWrites(script: string, { depth, left }: Budget): readonly Write[] {
  left.characters -= script.length;
  if (depth > DEEPEST || left.characters < 0) return [TOO_MUCH];
  const { commands, inner } = readScript(script);
  const within = { depth: depth + 1, left };
  return [
    ...inner.flatMap((each) => scriptWrites(each, within)),
    ...commands.flatMap((command) => commandWrites(command, within)),
  ];
}

function commandWrites({ words, input }: SimpleCommand, budget: Budget): readonly Write[] {
  if (ONLY_TEXT.has(programOf(words[0]))) return [];
  const found: Write[] = [];
  for (const [at, word] of words.entries()) {
    const program = isAws(words, at) ? 'aws' : programOf(word);
    if (!matters(program)) continue;
    budget.left.characters -= (words.length - at) * WORD;
    if (budget.left.characters < 0) return [...found, TOO_MUCH];
    const write = writeOf(program, words, at);
    if (write) found.push(write);
    const scripts = scriptsOf(program, words.slice(at + 1), input);
    found.push(...scripts.flatMap((script) => scriptWrites(script, budget)));
    // What follows was read as their script.
    if (RUN_SCRIPTS.has(program)) break;
  }
  return found;
}

const matters = (program: string): boolean =>
  program === 'aws' || program === 'env' || RUN_SCRIPTS.has(program) || SHELLS.test(program) || isTool(program);

const isTool = (program: string): boolean => Object.hasOwn(OTHER_TOOLS, program);

/** The name of a program, wherever it lies; an image of the AWS CLI counts as one. */
function programOf(word = ''): string {
  if (/(?:^|\/)amazon\/aws-cli(?::[\w.-]+)?$/.test(word)) return 'aws';
  return (word.split(/[/\\]/).at(-1) ?? '').replace(/\.(?:exe|cmd)$/i, '');
}

/** `aws`, `python -m awscli`, or something that only the shell knows and is used like it. */
function isAws(words: readonly string[], at: number): boolean {
  const word = words[at] ?? '';
  if (programOf(word) === 'aws' || (word === 'awscli' && words[at - 1] === '-m')) return true;
  return word.includes(UNKNOWN) && /^s3(?:api)?$/.test(words[at + 1] ?? '');
}

function writeOf(program: string, words: readonly string[], at: number): Write | undefined {
  if (program === 'aws') return awsWrite(given(words, at));
  const tool = isTool(program) ? OTHER_TOOLS[program] : undefined;
  return tool && toolWrite(program, tool, given(words, at));
}

/** The words of a tool, and what the command around it puts there. */
function given(words: readonly string[], at: number): readonly string[] {
  const around = new Set(words.slice(0, at).map(programOf));
  const rest = words.slice(at + 1);
  if (around.has('find')) return inPlace(rest.filter((word) => word !== ';' && word !== '+'));
  if (!around.has('xargs')) return rest;
  const placed = [...around].some((word) => /^(?:-I|-i|--replace)/.test(word));
  return placed ? inPlace(rest) : [...rest, UNKNOWN];
}

const inPlace = (words: readonly string[]) => words.map((word) => word.replaceAll('{}', UNKNOWN));

/** The scripts that a program runs: of its words, or of what it reads. */
function scriptsOf(program: string, rest: readonly string[], input: SimpleCommand['input']): readonly string[] {
  if (program === 'env') return rest.filter((_, at) => /^(?:-S|--split-string)$/.test(rest[at - 1] ?? ''));
  if (RUN_SCRIPTS.has(program)) return [rest.join(' '), ...textsOf(input)];
  if (!SHELLS.test(program)) return [];
  const flag = rest.findIndex((word) => /^-\w*c\w*$/.test(word));
  const script = flag === -1 ? undefined : rest.slice(flag + 1).find((word) => !/^[-+]/.test(word));
  if (script !== undefined) return [script];
  return textsOf(input);
}

/** How many commands before a pipe are looked at. */
const MOST_PIPES = 16;

/** What comes through a pipe or a here-document, as far as the script says it: programs on the way may pass it on. */
function textsOf(input: SimpleCommand['input']): readonly string[] {
  const texts: string[] = [];
  for (let at = input, pipes = 0; at && pipes < MOST_PIPES; pipes += 1) {
    if ('text' in at) return [...texts, at.text];
    const shows = at.words.findIndex((word) => ONLY_TEXT.has(programOf(word)));
    if (shows !== -1) texts.push(at.words.slice(shows + 1).join(' '));
    at = at.input;
  }
  return texts;
}
