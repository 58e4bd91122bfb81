import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { shellWord } from '../../src/lib/deploy/shell-word.ts';
import type { Principals } from '../local/authorizer/principals.ts';
import type { Places } from '../local/places.ts';
import type { Teller } from './teller.ts';
import { insist } from './until.ts';

/** What a command answered, line by line; digests and the folder's name are shortened. */
export interface Answer {
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
}

/** A folder with a site's files, at whose terminal somebody types commands. */
export interface WorkingFolder {
  /** Shows and runs `npx holdfast`; throws `StoryFailed` where it ends with another exit code. */
  holdfast(as: keyof Principals, exitCode: number, ...words: string[]): Promise<Answer>;
  read(file: string): Promise<string>;
  write(file: string, body: string): Promise<void>;
}

/** The real command line in this folder, on the stack that is there. */
export function workingFolder(folder: string, { places, teller }: { places: Places; teller: Teller }): WorkingFolder {
  return {
    async holdfast(as, exitCode, ...words) {
      teller.line(
        `npx holdfast ${words.map((word) => (word.startsWith('-') ? word : shellWord(word))).join(' ')}  # as the ${as}`,
        'strong',
      );
      const { code, stdout, stderr } = await run(words, folder, environmentOf(places, as));
      if (code !== exitCode) for (const line of `${stdout}\n${stderr}`.trim().split('\n')) teller.line(line, 'bad');
      insist(code === exitCode, `holdfast ${words[0]} ends with ${exitCode}, not with ${code}`);
      return { stdout: linesOf(stdout, folder), stderr: linesOf(stderr, folder) };
    },
    read: (file) => readFile(path.join(folder, file), 'utf8'),
    write: (file, body) => writeFile(path.join(folder, file), body),
  };
}

/** The six lines of proof in what a command said; throws `StoryFailed` where there are none. */
export function proofIn(lines: readonly string[]): readonly string[] {
  const begin = lines.findIndex((line) => line.startsWith('local '));
  const proof = begin === -1 ? [] : lines.slice(begin, begin + PROOF.length);
  insist(PROOF.join(' ') === proof.map((line) => line.split(' ')[0]).join(' '), 'six lines of proof are shown');
  return proof;
}

const PROOF = ['local', 'live', 'target', 'purge', 'features', 'verified'];

const CAPTURE_KEY = randomBytes(32).toString('hex');

function environmentOf({ dir, config }: Places, as: keyof Principals): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _coloured, ...environment } = process.env;
  const own = { HOLDFAST_LOCAL: '1', HOLDFAST_LOCAL_DIR: dir, HOLDFAST_LOCAL_AS: as, HOLDFAST_CONFIG: config };
  // The story leaves no key behind in the home of whoever runs it.
  return { ...environment, ...own, HOLDFAST_CAPTURE_KEY: CAPTURE_KEY };
}

async function run(words: readonly string[], cwd: string, env: NodeJS.ProcessEnv) {
  const main = path.resolve(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');
  const child = spawn(process.execPath, [main, ...words], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject).once('close', resolve);
  const [code, stdout, stderr] = await Promise.all([promise, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}

function linesOf(said: string, folder: string): string[] {
  const short = said
    .replaceAll(`${folder}${path.sep}`, '')
    .replaceAll(/\b([0-9a-f]{4})(?:[0-9a-f]{28}|[0-9a-f]{60})\b/g, '$1…');
  return short.trimEnd().split('\n');
}
