import { EXIT_CODES } from '../../src/cli/outcome.ts';
import { fenced } from './fence.ts';
import type { Inputs } from './inputs.ts';

/** A part of what is told: a heading of our own, and text that others chose. */
export interface Part {
  readonly heading: string;
  readonly text: string;
  readonly language?: 'text' | 'diff';
}

/** How the action ended. */
export interface Result {
  readonly exitCode: number;
  /** The id of the release that was written. */
  readonly release?: string;
  /** The proof blocks, as lines. */
  readonly proof: string;
  readonly parts: readonly Part[];
}

const NEXT: Readonly<Record<number, string>> = {
  3: 'A rule refuses it. What to do is said below.',
  4: 'Production is ahead: it has something that these files were not made from. Pull, merge, and push again.',
  5: 'Somebody else wrote meanwhile. Run the job again.',
  7: 'The role of this job may not do this.',
};

/** What a result means, in one sentence. */
export function verdictOf(command: Inputs['command'], exitCode: number): string {
  if (exitCode !== 0) return NEXT[exitCode] ?? `It ended with ${exitCode}: ${meaning(exitCode)}.`;
  if (command === 'check')
    return 'Nothing stands against staging it. Whether it goes live, a person decides by `verify`.';
  if (command === 'stage') return 'It is on staging, or was already. A person looks at it there, and verifies it.';
  return 'Production has what was verified.';
}

function meaning(exitCode: number): string {
  return Object.entries(EXIT_CODES).find(([code]) => Number(code) === exitCode)?.[1] ?? 'failed';
}

/** A result in Markdown. All that others chose is in blocks of code. */
export function markdownOf({ command, site }: Pick<Inputs, 'command' | 'site'>, { exitCode, parts }: Result): string {
  const sections = parts
    .filter(({ text }) => text.trim() !== '')
    .map(
      ({ heading, text, language }) =>
        `<details${language === 'diff' ? '' : ' open'}><summary>${heading}</summary>\n\n${fenced(text.trim(), language)}\n\n</details>`,
    );
  return [`### Holdfast: ${command} of \`${site}\``, verdictOf(command, exitCode), ...sections].join('\n\n');
}
