import pMap from 'p-map';
import { mend, mending, type Mended } from '../../lib/deploy/compare-targets-copy.ts';
import type { Difference } from '../../lib/deploy/compare-targets-path.ts';
import type { StagedSite } from '../../lib/deploy/compare-targets.ts';
import type { Session } from '../command.ts';
import { waitThrough, type Through } from '../deploy/wait-through.ts';
import { counted, printable, shortened } from '../printable.ts';
import { how } from './show-sync.ts';

/** Objects copied at once: two of the largest for each are in memory. */
const AT_ONCE = 4;

/** Changes that people are shown one by one. */
const MOST_LINES = 30;

/** What was mended, and what the distributions of staging were asked to forget. */
export interface Fixed {
  readonly mended: readonly Mended[];
  readonly through: Through;
}

/** What can be mended, in the order of doing it: assets, then the pages that load them, and deletes last. */
export function fixable(differences: readonly Difference[], deleting: boolean): readonly (readonly Difference[])[] {
  const to = (what: 'copy' | 'delete', kind: Difference['kind']) =>
    differences.filter((each) => mending(each) === what && each.kind === kind);
  const copies = [to('copy', 'asset'), to('copy', 'page')];
  const deletes = deleting ? [to('delete', 'page'), to('delete', 'asset')] : [];
  return [...copies, ...deletes].filter((step) => step.length > 0);
}

/** The change, for whoever is asked. */
export function showFix({ name, production, staging }: StagedSite, steps: readonly (readonly Difference[])[]): string {
  const all = steps.flat();
  const deletes = all.filter((each) => mending(each) === 'delete').length;
  const lines = all.slice(0, MOST_LINES).map((each) => `  ${mending(each)} ${shortened(each.path)}: ${how(each)}`);
  return [
    `bring staging of ${name} in step: copy ${all.length - deletes}, delete ${deletes}`,
    `  from s3://${production.bucket}/${production.prefix} to s3://${staging.bucket}/${staging.prefix}`,
    ...lines,
    ...(all.length > MOST_LINES ? [`  and ${counted(all.length - MOST_LINES, 'path')} more`] : []),
    '  what is overwritten or deleted is kept in the snapshot store first',
  ]
    .map(printable)
    .join('\n');
}

/**
 * Makes staging as production is, path by path. Where it breaks off, what was written is purged and the failure thrown;
 * run again, it goes on with what still differs.
 */
export async function fixStaging(
  site: StagedSite,
  steps: readonly (readonly Difference[])[],
  session: Pick<Session, 'operator' | 'progress' | 'now' | 'wait'>,
): Promise<Fixed> {
  const { operator, progress, now } = session;
  const deps = {
    production: operator.target(site.production.bucket),
    staging: operator.target(site.staging.bucket),
    snapshots: operator.stores.snapshots,
  };
  const total = steps.flat().length;
  const mended: Mended[] = [];
  const broken: unknown[] = [];
  const one = async (difference: Difference) => {
    if (broken.length > 0) return;
    try {
      mended.push(await mend(site, difference, deps));
      progress(`mended ${mended.length.toLocaleString('en')} of ${counted(total, 'path')}`);
    } catch (error) {
      broken.push(error);
    }
  };
  for (const step of steps) await pMap(step, one, { concurrency: AT_ONCE });
  const written = mended.filter(({ outcome }) => outcome === 'copied' || outcome === 'deleted');
  const through = await waitThrough(
    site.staging,
    written.map(({ path }) => ({ key: site.staging.prefix + path })),
    { reference: `sync-${now().toISOString()}`, limits: site.policy.limits, wait: false },
    session,
  );
  if (broken.length > 0) throw broken[0];
  return { mended, through };
}
