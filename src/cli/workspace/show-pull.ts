import path from 'node:path';
import { shellWord } from '../../lib/deploy/shell-word.ts';
import type { Site } from '../../lib/site/site.ts';
import { counted, printable } from '../printable.ts';
import { utcMinute } from '../when.ts';
import type { Skipped } from './meant.ts';
import type { PulledFile } from './pull-file.ts';

/** What pulling did, for people and scripts. */
export interface PullReport {
  readonly root: string;
  readonly files: readonly PulledFile[];
  readonly skipped: readonly Skipped[];
  readonly dryRun: boolean;
}

/** Lines of one kind that are shown. */
const MOST = 30;

const DEEDS: readonly (readonly [PulledFile['did'], string, string])[] = [
  ['wrote', 'wrote', 'would write'],
  ['replaced', 'replaced', 'would replace'],
  ['left', 'left', 'would leave'],
  ['forgot', 'forgot', 'would forget'],
  ['skipped', 'skipped', 'would skip'],
  ['failed', 'FAILED', 'FAILED'],
];

/** How a pull ended, in lines: what was done with files, and how the changed ones stand. */
export function showPull(site: Site, { root, files, skipped, dryRun }: PullReport): string {
  const lines = DEEDS.flatMap(([did, past, future]) => {
    const all = files.filter((file) => file.did === did);
    const shown = all.slice(0, MOST).map((file) => fileLine(dryRun ? future : past, file));
    return all.length > MOST ? [...shown, `  and ${counted(all.length - MOST, 'file')} more`] : shown;
  });
  const keys = skipped.slice(0, MOST).map(({ path, reason }) => `  skipped  ${path}: ${reason}`);
  const equal = files.filter(({ state }) => state === 'equal').length;
  const will = dryRun ? ' Nothing was changed (--dry-run).' : '';
  const heading = `${site.name} in ${root}: ${equal} of ${counted(files.length, 'file')} as in production.${will}`;
  return [heading, ...lines, ...keys].map(printable).join('\n');
}

function fileLine(did: string, { path: name, state, says, copy, base, did: deed }: PulledFile): string {
  const notes = [
    ...(deed === 'left' ? [STANDS[state === 'ahead' ? 'ahead' : 'diverged']] : []),
    ...(says === undefined ? [] : [says]),
    ...(says === undefined && base?.assumed
      ? [`It is assumed to be made from the version of ${utcMinute(base.lastModified)}.`]
      : []),
    ...(copy === undefined ? [] : [`What was here is in ${copy}.`]),
  ];
  return `  ${did.padEnd(8)} ${name}${notes.length > 0 ? `: ${notes.join(' ')}` : ''}`;
}

const STANDS = {
  ahead: 'ahead: it has changes that are not live.',
  diverged: 'DIVERGED: it has changes, and production has others.',
};

/** What to do next, as sentences with a command that can be typed in `cwd`, even where the files are in a folder elsewhere. */
export function pullNext(
  { name }: Site,
  { root, files, skipped }: Pick<PullReport, 'root' | 'files' | 'skipped'>,
  cwd: string,
): readonly string[] {
  const diverged = files.some(({ state }) => state === 'diverged');
  const failed = files.some(({ did }) => did === 'failed') || skipped.length > 0;
  const there = `${goTo(root, cwd)}npx holdfast`;
  return [
    ...(diverged ? [`Merge what diverged: ${there} diff ${name} keeps the versions and shows the command.`] : []),
    ...(failed ? [`Look at what was left out, mend it, then run it again: ${there} pull ${name}`] : []),
    ...(diverged || failed ? [] : [`Edit, then see what changed: ${there} diff ${name}`]),
  ];
}

function goTo(root: string, cwd: string): string {
  const up = path.relative(root, cwd);
  const below = up !== '..' && !up.startsWith(`..${path.sep}`) && !path.isAbsolute(up);
  return below ? '' : `cd ${shellWord(path.relative(cwd, root))} && `;
}
