import type { Decision, Incident } from '../incident/incident.ts';

/** What one person uploads within so much time counts as one deploy. */
const DEPLOY_MS = 15 * 60 * 1000;

/** With the named one, a hundred: a function has seconds, and each decision takes a few calls. */
export const MOST_OTHERS = 99;

/** When the version of an incident was written. Without versions nothing says when an object was deleted: it was found out at once. */
export function writtenAt({ version, openedAt }: Incident): string {
  return version.versionId === 'gone' ? openedAt : version.lastModified;
}

/** What of an incident says to which deploy it belongs. */
export interface Uploaded {
  readonly id: string;
  readonly openedAt: string;
  readonly writtenAt: string;
  readonly writer?: Incident['writer'];
  readonly decision?: Pick<Decision, 'what'>;
}

/** Whether another incident of the site is of the same deploy, and was not looked at by itself meanwhile. */
export function belongsToDeploy(named: Uploaded, other: Uploaded): boolean {
  const near = Math.abs(Date.parse(other.writtenAt) - Date.parse(named.writtenAt)) <= DEPLOY_MS;
  const { principal } = named.writer ?? {};
  const same = principal !== undefined && principal === other.writer?.principal;
  // What somebody has decided otherwise meanwhile was looked at by itself.
  const alike = !other.decision || other.decision.what === named.decision?.what;
  return near && same && alike && other.id !== named.id;
}

/**
 * Whether neither this incident nor an older one is of the deploy: an incident is opened after its version was written,
 * for the same deploy, or for an earlier one of the same files.
 */
export function isBeforeDeploy(named: Uploaded, { openedAt }: Pick<Uploaded, 'openedAt'>): boolean {
  const oldest = Math.min(Date.parse(named.writtenAt), Date.parse(named.openedAt)) - DEPLOY_MS;
  return Date.parse(openedAt) < oldest;
}
