import type { PastVersion, Was } from '../../lib/deploy/past-of-page.ts';
import { shellWord } from '../../lib/deploy/shell-word.ts';
import { counted, printable, table } from '../printable.ts';
import { ago, utcSecond } from '../when.ts';
import type { Past } from './read-past.ts';

const WORDS: Readonly<Record<Was, string>> = {
  baseline: 'baseline',
  accepted: 'accepted',
  rejected: 'rejected',
  observed: 'left live',
  undecided: 'undecided',
  overridden: 'overridden',
  'put-back': 'put back by Holdfast',
};

/** A page's past as a table, and what can be done with it. */
export function showPast({ site, page, versions, more }: Past & { site: string; page: string }, now: Date): string {
  const [newest] = versions;
  if (!newest) return printable(`Nothing is known of ${page} of ${site}: neither in the bucket nor in the registry.`);
  const live = versions.find((version) => version.live);
  const state = live ? `live since ${ago(live.at, now)}` : 'nothing is live';
  const heading = ['uploaded', 'size', 'version', 'identity', 'was', 'kept', 'came with', 'verified'];
  return [
    printable(`${page} of ${site}: ${counted(versions.length, 'version')}${more ? ', and more' : ''}; ${state}`),
    table(heading, versions.map(row)),
    printable(`compare: npx holdfast history ${site} ${shellWord(page)} --diff <version>`),
    printable(`put back: npx holdfast history restore ${site} ${shellWord(page)} --to <version> --reason "…"`),
  ].join('\n');
}

function row(version: PastVersion): string[] {
  const { at, before, versionId = '', identity = '', deleted, size, kept = [], release, verified } = version;
  return [
    `${before ? 'before ' : ''}${utcSecond(at)}`,
    size?.toLocaleString('en') ?? '',
    versionId,
    deleted ? '' : identity.slice(0, 12),
    wasOf(version),
    kept.join(', '),
    release ? [release.release, release.change, release.by].filter(Boolean).join(', ') : '',
    verified ? `${verified.by}, ${utcSecond(verified.at)}` : '',
  ];
}

function wasOf({ live, deleted, was, incidents }: PastVersion): string {
  const incident = incidents[0] ? [`incident ${incidents[0].id}`] : [];
  return [
    ...(live ? ['live'] : []),
    ...(deleted ? ['deleted'] : []),
    ...was.map((each) => WORDS[each]),
    ...incident,
  ].join(', ');
}
