import type { Metadata } from '../../lib/capture/entry.ts';
import type { ServiceProgress } from '../../lib/capture/progress-of.ts';
import type { ConfiguredSelection } from '../../lib/capture/selection.ts';
import type { Verified } from '../../lib/capture/verify.ts';
import { counted, printable, table } from '../printable.ts';
import { shownBytes, shownSeconds } from '../../lib/capture/amounts.ts';
import { showDamage, showFailures, showUntold } from './show-failures.ts';

interface Told {
  /** Where it is. */
  readonly place: string;
  readonly services: readonly ServiceProgress[];
  readonly selection: Pick<ConfiguredSelection, 'untold'>;
  readonly verified: Verified | undefined;
}

/** A capture that was sealed: what it has of each service, and everything that failed. */
export function showCapture(metadata: Metadata, { place, services, selection, verified }: Told): string {
  const { name, resources, status, startedAt, sealedAt, previous } = metadata;
  const failures = resources.filter((entry) => entry.status === 'failed');
  const seconds = (Date.parse(sealedAt) - Date.parse(startedAt)) / 1000;
  const gone = resources.filter((entry) => entry.status === 'gone').length;
  const head = [
    `${printable(name)} is ${status}: ${counted(resources.length - failures.length - gone, 'resource')} in ${shownSeconds(seconds)}.`,
    ...(previous === undefined ? [] : [`What had not changed since ${printable(previous)} was not fetched again.`]),
    ...(verified
      ? [
          `${counted(verified.files, 'file')} (${shownBytes(verified.bytes)}) read back: ${verified.damaged.length === 0 ? 'as they were written' : 'damaged'}.`,
        ]
      : []),
    ...(gone > 0 ? [`${counted(gone, 'resource')} ${gone === 1 ? 'was' : 'were'} deleted while it went on.`] : []),
  ];
  return [
    head.join('\n'),
    showServices(metadata, services),
    ...showUntold(selection),
    ...showFailures(failures),
    ...showDamage(verified?.damaged ?? []),
    [`→ What it has: ${place}/report.html`, `→ ${place}`].join('\n'),
  ].join('\n\n');
}

function showServices({ services, resources }: Metadata, progress: readonly ServiceProgress[]): string {
  const rows = services.flatMap((service) => {
    const all = resources.filter((entry) => entry.service === service);
    const sum = (what: 'objects' | 'bytes' | 'reused') => all.reduce((total, entry) => total + entry[what], 0);
    const failed = all.filter(({ status }) => status === 'failed').length;
    if (all.length === 0) return [];
    const { seconds = 0 } = progress.find((each) => each.service === service) ?? {};
    const shown = (bytes: number) => (bytes > 0 ? shownBytes(bytes) : '');
    return [
      [
        service,
        all.filter(({ status }) => status === 'captured').length.toLocaleString('en'),
        sum('objects') > 0 ? sum('objects').toLocaleString('en') : '',
        shown(sum('bytes')),
        shown(sum('bytes') - sum('reused')),
        shown(sum('reused')),
        shownSeconds(seconds),
        failed > 0 ? String(failed) : '',
      ],
    ];
  });
  const none = services.filter((service) => !resources.some((entry) => entry.service === service));
  return [
    ...(rows.length > 0
      ? [table(['service', 'resources', 'objects', 'bytes', 'fetched', 'reused', 'time', 'failed'], rows)]
      : []),
    ...(none.length > 0 ? [`There is nothing of ${none.join(', ')}.`] : []),
  ].join('\n\n');
}
