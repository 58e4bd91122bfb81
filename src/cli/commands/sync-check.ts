import type { Difference } from '../../lib/deploy/compare-targets-path.ts';
import type { StagedSite } from '../../lib/deploy/compare-targets.ts';
import { chooseSite } from '../choose-site.ts';
import { switchedOn, type Command, type Session } from '../command.ts';
import { usage, type ExitCode, type Outcome } from '../outcome.ts';
import { counted, table } from '../printable.ts';
import { compareSite, inStep, type Compared } from '../sync/compare-site.ts';
import { fixable, fixStaging, showFix, type Fixed } from '../sync/fix-staging.ts';
import { showSync } from '../sync/show-sync.ts';

export const syncCheck: Command = {
  name: 'sync-check <site> [path...]',
  summary: 'compare staging with production: what is missing, extra or different, distributions and error pages',
  options: [
    ['--fix-staging', 'copy from production to staging what is missing or different there'],
    ['--delete', 'with --fix-staging: also delete what is on staging alone'],
  ],
  examples: [
    'npx holdfast sync-check demo',
    'npx holdfast sync-check demo booking/index.html --json',
    'npx holdfast sync-check demo --fix-staging --dry-run',
    'npx holdfast sync-check demo --fix-staging --delete --yes',
  ],
  exits: [0, 1, 2, 5, 6, 7],
  writes: true,
  check(input) {
    if (switchedOn(input, 'delete') && !switchedOn(input, 'fixStaging'))
      throw usage('--delete goes with --fix-staging alone.', 'Add --fix-staging, or leave it out.');
  },
  async run(input, session) {
    const [name, ...paths] = input.args;
    const site = chooseSite(session.sites, name);
    const { staging } = site;
    if (!staging)
      throw usage(`${site.name} has no staging to compare.`, 'Add `staging:` with a bucket to its configuration.');
    const staged = { ...site, staging };
    const named = paths.flatMap((path) => path ?? []);
    const compared = await compareSite(staged, named, session);
    if (!switchedOn(input, 'fixStaging')) return told(staged, compared);
    return fix(staged, compared, fixable(compared.differences, switchedOn(input, 'delete')), session);
  },
};

async function fix(
  site: StagedSite,
  compared: Compared,
  steps: readonly (readonly Difference[])[],
  session: Session,
): Promise<Outcome> {
  if (steps.length === 0) return told(site, compared);
  if ((await session.ask(showFix(site, steps))) === 'dry-run') return told(site, compared);
  const fixed = await fixStaging(site, steps, session);
  const exitCode = exitCodeOf(compared, fixed);
  const value = {
    ...valueOf(site, compared),
    inStep: exitCode === 0,
    mended: fixed.mended,
    purged: fixed.through.value,
  };
  return { exitCode, value, text: showFixed(site, compared, fixed) };
}

function told(site: StagedSite, compared: Compared): Outcome {
  const exitCode = inStep(compared) ? 0 : 6;
  return { exitCode, value: valueOf(site, compared), text: showSync(site, compared) };
}

function valueOf({ name }: StagedSite, compared: Compared) {
  return { site: name, inStep: inStep(compared), ...compared };
}

const wasMended = ({ outcome }: Fixed['mended'][number]): boolean => outcome === 'copied' || outcome === 'deleted';

function exitCodeOf({ differences, faults }: Compared, { mended, through }: Fixed): ExitCode {
  if (mended.some(({ outcome }) => outcome === 'lost')) return 5;
  const open = differences.length - mended.filter(wasMended).length + faults.length;
  return open > 0 ? 6 : through.exitCode;
}

function showFixed(site: StagedSite, compared: Compared, { mended, through }: Fixed): string {
  const count = (what: string) => mended.filter(({ outcome }) => outcome === what).length;
  const undone = mended.filter((each) => !wasMended(each));
  const open = compared.differences.length - mended.length + undone.length + compared.faults.length;
  return [
    `Staging of ${site.name}: ${counted(count('copied'), 'path')} copied, ${count('deleted')} deleted.`,
    ...(undone.length > 0
      ? [
          table(
            ['path', 'not mended'],
            undone.map(({ path, outcome, why = '' }) => [path, `${outcome}: ${why}`]),
          ),
        ]
      : []),
    ...(through.text === '' ? [] : [through.text]),
    ...(open > 0 ? [`${counted(open, 'difference')} left: npx holdfast sync-check ${site.name}`] : []),
  ].join('\n\n');
}
