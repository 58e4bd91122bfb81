import { shellWord } from '../../lib/deploy/shell-word.ts';
import { isProductionAhead, type FileState } from '../../lib/deploy/states.ts';
import type { Site } from '../../lib/site/site.ts';
import { counted, firstFew, printable, printableLines, table } from '../printable.ts';
import { showDiff } from '../show-diff.ts';
import { utcMinute } from '../when.ts';
import type { DiffedFile } from './diff-file.ts';
import type { MergeSteps } from './merge-steps.ts';

/** How the files of a site stand to production, for people and scripts. */
export interface DiffReport {
  readonly root: string;
  readonly files: readonly DiffedFile[];
  readonly merges: readonly MergeSteps[];
  /** Live pages of which nothing was pulled. */
  readonly notPulled: readonly string[];
}

const STANDS: Readonly<Record<FileState, string>> = {
  equal: 'equal',
  ahead: 'ahead: it has changes that are not live',
  behind: 'BEHIND: production moved on, and the file did not change',
  diverged: 'DIVERGED: it has changes, and production has others',
  new: 'new: production does not have it',
  gone: 'GONE from production, but still here',
  missing: 'missing here, but live',
  absent: 'neither here nor live any more',
};

/** The differences: a heading for each file that differs, its lines, and how to merge it. */
export function showFiles(site: Site, report: DiffReport, stat: boolean): string {
  const { files, merges, notPulled } = report;
  const differing = files.filter(({ state }) => state !== 'equal');
  const steps = new Map(merges.map((each) => [each.path, each]));
  const parts = stat
    ? differing.length === 0
      ? []
      : [statTable(differing)]
    : differing.map((file) => showFile(file, steps.get(file.path)));
  const more = notPulled.length > 0 ? [printable(`Not pulled: ${firstFew(notPulled)}.`)] : [];
  return [...parts, ...more, summary(site, report)].join('\n\n');
}

function showFile(file: DiffedFile, steps: MergeSteps | undefined): string {
  const { path, state, diff, base } = file;
  const from = base?.assumed ? [`  assumed to be made from the version of ${utcMinute(base.lastModified)}`] : [];
  const lines =
    diff?.kind === 'hunks' ? [`--- live  ${path}`, `+++ yours ${path}`] : diff ? [`  no lines: ${diff.reason}`] : [];
  const hunks = diff?.kind === 'hunks' ? [showDiff(diff), ...(diff.cut ? ['  all of it: --all'] : [])] : [];
  const heading = [`${path}: ${STANDS[state]}`, ...from, ...lines].map(printable);
  return [...heading, ...hunks, ...(steps ? [showSteps(steps)] : [])].join('\n');
}

function showSteps({ merge, after, says, files }: MergeSteps): string {
  const how = merge === undefined ? [`  ${says ?? ''}`, `  live:   ${files.live}`] : [`  merge:  ${merge}`];
  return printableLines([...how, `  then:   ${after}`].join('\n'));
}

function statTable(files: readonly DiffedFile[]): string {
  const rows = files.map(({ path, state, diff }) =>
    diff?.kind === 'hunks' ? [path, state, `+${diff.new}`, `-${diff.gone}`] : [path, state, '', ''],
  );
  return table(['page', 'state', 'yours', 'live'], rows);
}

function summary(site: Site, { root, files }: DiffReport): string {
  const counts = Object.entries(Object.groupBy(files, ({ state }) => state)).map(
    ([state, some]) => `${some.length} ${state}`,
  );
  const what = counts.length > 0 ? counts.join(', ') : 'nothing to compare';
  return printable(`${site.name} in ${root}: ${counted(files.length, 'file')}: ${what}.`);
}

/** What to do next, as sentences with a command. */
export function diffNext({ name }: Site, { files, merges }: DiffReport): readonly string[] {
  const some = (wanted: FileState) => files.some(({ state }) => state === wanted);
  const behind = some('behind') || some('gone') || some('missing');
  const pull = behind ? [`Take what is live: npx holdfast pull ${name}`] : [];
  const merge = merges.flatMap(({ merge, after }) =>
    merge === undefined ? [] : [`Merge: ${merge}`, `Then: ${after}`],
  );
  const ready = files.some(({ state }) => isProductionAhead(state)) ? [] : deployNext(name, files);
  return [...pull, ...merge, ...ready];
}

/** What production never had must be named: a deploy without files leaves it alone. */
function deployNext(site: string, files: readonly DiffedFile[]): readonly string[] {
  const ready = files.filter(({ state }) => state === 'ahead' || state === 'new');
  if (ready.length === 0) return [];
  const deploy = `npx holdfast deploy ${site}`;
  if (ready.every(({ state }) => state === 'ahead')) return [`Put it on staging: ${deploy}`];
  const named = ready.map(({ path }) => shellWord(path)).join(' ');
  return [`Put it on staging, what is new by its name: ${deploy} ${named}`];
}
