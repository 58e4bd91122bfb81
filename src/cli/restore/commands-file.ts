import { chmod, writeFile } from 'node:fs/promises';
import type { ResourceKey } from '../../lib/capture/resource.ts';
import type { Step } from '../../lib/capture/restore.ts';
import { printable, printableCommand } from '../printable.ts';
import { usage } from '../outcome.ts';

/** The steps that are left to do by hand, by resource. */
export type ByHand = readonly { readonly key: ResourceKey; readonly steps: readonly Step[] }[];

/** Makes the file, so that nothing is begun where it cannot be. Throws `CLI.USAGE` where there is one. */
export async function reserveCommands(file: string): Promise<void> {
  await writeFile(file, '', { mode: 0o700, flag: 'wx' }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw usage(`${file} is there already.`, 'Name another file for the commands.');
    throw error;
  });
}

/**
 * Writes what is left to do by hand as a script. Only its owner can read or run it: commands may name what is private. It runs
 * nothing as long as a value is to be filled in.
 */
export async function writeCommands(file: string, capture: string, left: ByHand): Promise<number> {
  const steps = left.flatMap(({ key, steps }) => steps.map((step) => ({ key, step })));
  const parts = steps
    .filter(({ step }) => (step.commands ?? []).length > 0)
    .map(({ key, step: { what, why, details = [], commands = [] } }) =>
      [
        comment(`${key}: ${what}${why === undefined ? '' : `: ${why}`}`),
        ...details.map((line) => comment(`  ${line}`)),
        // What a remark says must not get out of it; words of commands are quoted.
        ...commands.map((line) => (line.startsWith('#') ? printableCommand(line) : line)),
      ].join('\n'),
    );
  const heading = [
    '#!/bin/sh',
    comment(`What is left to do by hand after restoring ${capture}. Read it first.`),
    'set -eu',
    UNFILLED,
  ];
  await writeFile(file, `${[heading.join('\n'), ...parts].join('\n\n')}\n`, { mode: 0o700 });
  await chmod(file, 0o700);
  return parts.length;
}

/** A value that nobody knows any more must not be written as the words that stand in its place. */
const UNFILLED = `blank='FILL-''IN'
if grep -q "$blank" "$0"; then
  echo "Put the values in the place of each $blank first: grep -n $blank $0" >&2
  exit 2
fi`;

/** One line, whatever names have: what comes after a line break would be run. */
const comment = (text: string): string => `# ${printable(text)}`;
