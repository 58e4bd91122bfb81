import type { Difference } from '../../lib/deploy/compare-targets-path.ts';
import type { HeaderDifference } from '../../lib/deploy/compare-targets-headers.ts';
import type { StagedSite } from '../../lib/deploy/compare-targets.ts';
import { counted, printable, table } from '../printable.ts';
import { inStep, type Compared } from './compare-site.ts';

/** Differences that people are shown. */
const MOST_ROWS = 100;

/** The comparison for people: counts, what differs, what is in test, and what to do. */
export function showSync(site: StagedSite, compared: Compared): string {
  const { production, staging, inTest, faults } = compared;
  const counts = (['pages', 'assets', 'others'] as const).map((what) => [
    what,
    production[what].toLocaleString('en'),
    staging[what].toLocaleString('en'),
  ]);
  const rows = [
    ...compared.differences.map((each) => [each.path, each.kind, how(each)]),
    ...inTest.map((each) => [each.path, each.kind, `in test since release ${each.release}: ${how(each)}`]),
  ];
  return [
    printable(`${site.name}: production ${place(site.production)}, staging ${place(site.staging)}`),
    table(['', 'production', 'staging'], counts),
    ...(rows.length > 0 ? [tableOf(rows)] : []),
    ...(faults.length > 0 ? [faults.map(faultLine).join('\n')] : []),
    summary(site, compared),
  ].join('\n\n');
}

/** How one path differs, in words. */
export function how({ how: kind, headers, why }: Difference): string {
  const named = headers.map(header).join('; ');
  switch (kind) {
    case 'missing':
      return 'missing on staging';
    case 'extra':
      return 'on staging alone';
    case 'bytes':
      return named === '' ? 'other bytes' : `other bytes; ${named}`;
    case 'headers':
      return named;
    case 'unsettled':
      return 'kept changing while it was compared';
    case 'unread':
      return `could not be compared: ${why ?? ''}`;
    default:
      return kind satisfies never;
  }
}

function header({ name, production, staging, configured }: HeaderDifference): string {
  if (!configured) return `${name}: ${production ?? 'none'}, on staging ${staging ?? 'none'}`;
  const served = configured.side === 'production' ? production : staging;
  return `${name} of ${configured.side}: ${served ?? 'none'}, configured ${configured.value}`;
}

function tableOf(rows: readonly (readonly string[])[]): string {
  const more = rows.length > MOST_ROWS ? `\nand ${counted(rows.length - MOST_ROWS, 'path')} more (--json has all)` : '';
  return `${table(['path', 'kind', 'difference'], rows.slice(0, MOST_ROWS))}${more}`;
}

function faultLine({ side, distribution, says }: Compared['faults'][number]): string {
  return printable(distribution === undefined ? `! ${side} ${says}` : `! ${side}: ${distribution} ${says}`);
}

function summary(site: StagedSite, compared: Compared): string {
  const { same, differences, inTest, faults } = compared;
  const says = [
    `${counted(same, 'path')} alike`,
    `${differences.length.toLocaleString('en')} different`,
    ...(inTest.length > 0 ? [`${inTest.length.toLocaleString('en')} in test`] : []),
    ...(faults.length > 0 ? [`${counted(faults.length, 'fault')} of distributions`] : []),
  ].join(', ');
  if (inStep(compared)) return `In step: ${says}.`;
  const next = differences.length > 0 ? `\n→ npx holdfast sync-check ${site.name} --fix-staging --dry-run` : '';
  return `Not in step: ${says}.${next}`;
}

const place = ({ bucket, prefix }: { bucket: string; prefix: string }): string => `s3://${bucket}/${prefix}`;
