import { editedFrom, undoing } from '../lib/alert/edited-from.ts';
import { isAccepted } from '../lib/alert/side-names.ts';
import type { IncidentDetail, IncidentShape } from '../lib/api/incident-shapes.ts';
import { DELETED } from '../lib/site/version.ts';
import { counted, printable } from './printable.ts';
import { utcMinute } from './when.ts';

/** A name and what it stands for; left out where there is nothing to say. */
export type Row = readonly [name: string, text: string | undefined];

/** Rows with their names in one column, printable. */
export function showRows(rows: readonly Row[], indent = ''): string[] {
  return rows.flatMap(([name, text]) =>
    text === undefined || text === '' ? [] : [`${indent}${name.padEnd(11)}${printable(text)}`],
  );
}

/** An incident's page. */
export function pageOf({ page, site }: Pick<IncidentShape, 'page' | 'site'>): string {
  return `${page} of ${site}`;
}

/** Which findings an incident has, each once, and how many a list left out. */
export function findingsOf({ findings, moreFindings }: Pick<IncidentShape, 'findings' | 'moreFindings'>): string {
  const all = findings.map(({ code, token, phrase }) => [code, token ?? phrase].filter(Boolean).join(' '));
  const more = moreFindings === undefined ? [] : [`${moreFindings} more`];
  return [...new Set(all), ...more].join(', ');
}

/** What the two versions of an incident are called in rows, as alerts and pages do. */
export function rowNames({ state }: Pick<IncidentShape, 'state'>): {
  readonly upload: string;
  readonly before: string;
} {
  return isAccepted(state) ? { upload: 'accepted', before: 'before' } : { upload: 'rejected', before: 'baseline' };
}

/** A version of an incident in one line. */
export function versionOf(version: IncidentDetail['rejected'] | undefined): string | undefined {
  if (!version) return undefined;
  const { identity, versionId, lastModified, size } = version;
  if (identity === DELETED) return `the page was deleted at ${utcMinute(lastModified)}`;
  const bytes = size === undefined ? '' : `, ${counted(size, 'byte')}`;
  return `version ${versionId} of ${utcMinute(lastModified)}${bytes}`;
}

/** The older version that an incident's upload was edited from, in one line; nothing where no finding says so. */
export function ancestorOf(incident: Pick<IncidentShape, 'findings'>): string | undefined {
  const ancestor = editedFrom(incident);
  if (!ancestor) return undefined;
  return `version ${ancestor.versionId} of ${utcMinute(ancestor.lastModified)}; ${undoing(ancestor)}`;
}

/** Who wrote it, and from where, as far as that is known. */
export function writerOf({ writer }: Pick<IncidentShape, 'writer'>): string {
  return [writer?.principal ?? 'unknown', writer?.sourceIp, writer?.event].filter(Boolean).join(', ');
}
