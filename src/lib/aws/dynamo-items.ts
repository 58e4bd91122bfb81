import { HoldfastError } from '../errors.ts';
import type { Incident } from '../incident/incident.ts';
import type { EscalationRecord } from '../site/escalation.ts';
import type { PageRecord } from '../site/page-record.ts';
import type { PageRef } from '../site/page-ref.ts';
import type { SiteRecord, TokenRecord } from '../site/site-record.ts';
import { sha256 } from '../site/version.ts';
import type { Warning } from '../site/warning.ts';

/** The index of a site's incidents by `openedAt`, newest first. */
export const BY_SITE = 'bySite';

/** The table's primary key. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

/** An item as the document client gives it. */
export type Item = Readonly<Record<string, unknown>>;

// A sort key has at most 1,024 bytes (DynamoDB, "Constraints"); a page's own key takes up to 1,000 of them.
const LONGEST_SORT_KEY = 1024;

/** Where a page's record is. */
export function pageKey({ site, key }: PageRef): ItemKey {
  return { pk: `SITE#${site}`, sk: `PAGE#${key}` };
}

/** Where a site's record is. */
export function siteKey(name: string): ItemKey {
  return { pk: `SITE#${name}`, sk: 'SITE' };
}

/** What the sort keys of all of a token's homes begin with: names have no `#`. */
export function tokenPrefix(token: string): string {
  return `TOKEN#${token}#`;
}

/** Where a token's item for one page is. A page's key that does not fit is there as its SHA-256. */
export function tokenKey(site: string, { name, key }: Pick<TokenRecord, 'name' | 'key'>): ItemKey {
  const sk = `${tokenPrefix(name)}${key}`;
  const fits = Buffer.byteLength(sk) <= LONGEST_SORT_KEY;
  return { pk: `SITE#${site}`, sk: fits ? sk : `${tokenPrefix(name)}${sha256(key)}` };
}

/** Where an incident's record is. */
export function incidentKey(id: string): ItemKey {
  return { pk: `INCIDENT#${id}`, sk: 'INCIDENT' };
}

/** Where a warning is. */
export function warningKey({ site, id }: Pick<Warning, 'site' | 'id'>): ItemKey {
  return { pk: siteKey(site).pk, sk: `WARNING#${id}` };
}

/** Where an escalation is. */
export function escalationKey({ site, id }: Pick<EscalationRecord, 'site' | 'id'>): ItemKey {
  return { pk: siteKey(site).pk, sk: `ESCALATION#${id}` };
}

/** The partition of the index in which pages stand for as long as they remember what a restore put back. */
export function restoredIn(site: string): string {
  return `RESTORED#${site}`;
}

/** Where a personal link of an incident is, by the hash of its code. */
export function linkKey(incident: string, hash: string): ItemKey {
  return { pk: incidentKey(incident).pk, sk: `LINK#${hash}` };
}

/** Where the secret is from which view links are made. */
export const VIEW_SECRET: ItemKey = { pk: 'STACK', sk: 'VIEW_SECRET' };

/** A page's item. It says `allows` while it has allowances, for the filter by which the stream tells of them. */
export function pageItem(page: PageRecord): Item {
  const { justRestored, allowances, ref } = page;
  const indexed = justRestored && { site: restoredIn(ref.site), openedAt: justRestored.at };
  return { ...page, ...indexed, ...(allowances.length > 0 && { allows: 'yes' }), ...pageKey(ref) };
}

/** Reads a page's item; throws `REGISTRY.SHAPE` when it is none. */
export function pageOf(item: Item): PageRecord {
  const { pk: _pk, sk: _sk, site: _site, openedAt: _openedAt, allows: _allows, ...page } = item;
  if (!isPage(page)) throw misshapen(item);
  return page;
}

/** Reads a site's item; throws `REGISTRY.SHAPE` when it is none. */
export function siteOf(item: Item): SiteRecord {
  const { pk: _pk, sk: _sk, ...record } = item;
  if (!isSite(record)) throw misshapen(item);
  return record;
}

/** Reads a token's item; throws `REGISTRY.SHAPE` when it is none. */
export function tokenOf(item: Item): TokenRecord {
  const { pk: _pk, sk: _sk, ...token } = item;
  if (!isToken(token)) throw misshapen(item);
  return token;
}

/** An incident's item. */
export function incidentItem(incident: Incident): Item {
  return { ...incident, ...incidentKey(incident.id) };
}

/** Reads an incident's item; throws `REGISTRY.SHAPE` when it is none. */
export function incidentOf(item: Item): Incident {
  const { pk: _pk, sk: _sk, ...incident } = item;
  if (!isIncident(incident)) throw misshapen(item);
  return incident;
}

/** Reads a warning's item; throws `REGISTRY.SHAPE` when it is none. */
export function warningOf(item: Item): Warning {
  const { pk: _pk, sk: _sk, kind: _kind, tells: _tells, expiresAt: _expiresAt, ...warning } = item;
  if (!isWarning(warning)) throw misshapen(item);
  return warning;
}

/** Reads an escalation's item; throws `REGISTRY.SHAPE` when it is none. */
export function escalationOf(item: Item): EscalationRecord {
  const { pk: _pk, sk: _sk, kind: _kind, tells: _tells, expiresAt: _expiresAt, ...escalation } = item;
  if (!isEscalation(escalation)) throw misshapen(item);
  return escalation;
}

// The table is written by Holdfast alone: what is checked is that an item is of the kind that was asked for.

function isPage(item: object): item is PageRecord {
  return (
    has(item, 'rev', 'number') &&
    has(item, 'gen', 'number') &&
    has(item, 'ref', 'object') &&
    has(item, 'seen', 'object')
  );
}

function isSite(item: object): item is SiteRecord {
  return has(item, 'rev', 'number') && has(item, 'config', 'object') && has(item, 'retired', 'object');
}

function isToken(item: object): item is TokenRecord {
  return has(item, 'name', 'string') && has(item, 'key', 'string') && has(item, 'gainedAt', 'string');
}

function isIncident(item: object): item is Incident {
  return has(item, 'rev', 'number') && has(item, 'entry', 'number') && has(item, 'state', 'string');
}

function isWarning(item: object): item is Warning {
  return has(item, 'id', 'string') && has(item, 'says', 'string') && has(item, 'by', 'string');
}

function isEscalation(item: object): item is EscalationRecord {
  return has(item, 'id', 'string') && has(item, 'key', 'string') && has(item, 'diff', 'string');
}

function has(item: object, field: string, type: 'number' | 'string' | 'object'): boolean {
  const value: unknown = Object.entries(item).find(([name]) => name === field)?.[1];
  return typeof value === type && value !== null;
}

/** Says that an item is of another kind than was asked for. */
export function misshapen({ pk, sk }: Item): HoldfastError {
  const hint = 'It was written by another release, or by hand: restore the table to a time before that.';
  return new HoldfastError('REGISTRY.SHAPE', `The item ${String(pk)} ${String(sk)} is not what it should be`, { hint });
}
