import type { Links, PersonalLink } from '../../src/lib/approval/links.ts';
import type { Sites } from '../../src/lib/approval/change-site.ts';
import type { Incident } from '../../src/lib/incident/incident.ts';
import type { PageRecord } from '../../src/lib/site/page-record.ts';
import type { PageRef } from '../../src/lib/site/page-ref.ts';
import type { Registry, TokenChange, Transition, Write } from '../../src/lib/site/registry.ts';
import type { SiteRecord, TokenRecord } from '../../src/lib/site/site-record.ts';
import { deployItemsModel, type DeployItems } from './deploy-items-model.ts';
import { fakeRegistry } from './fake-registry.ts';
import { frozenCopy } from './frozen.ts';
import { changed } from './token-items.ts';

/** One record of the stream: an incident as it was and as it is. */
export interface IncidentChange {
  readonly before?: Incident;
  readonly after: Incident;
}

/** The table, in memory: strongly consistent, transactions all or nothing, every value a frozen copy. */
export interface TableModel {
  readonly registry: Registry;
  readonly links: Links;
  /** Hashes of the links that were made. */
  readonly linkHashes: () => ReadonlySet<string>;
  readonly sites: Sites;
  readonly page: (ref: PageRef) => PageRecord | undefined;
  readonly site: (name: string) => SiteRecord | undefined;
  readonly incident: (id: string) => Incident | undefined;
  readonly incidents: () => readonly Incident[];
  readonly pages: (site: string) => readonly PageRecord[];
  readonly tokens: (site: string) => readonly TokenRecord[];
  readonly warning: DeployItems['warning'];
  readonly warnings: DeployItems['warnings'];
  readonly escalation: DeployItems['escalation'];
  /** The ports by which people warn, verify and escalate. */
  readonly deploys: DeployItems['ports'];
  readonly commit: (transition: Transition) => 'done' | 'conflict';
  readonly open: (incident: Incident) => void;
  /** Writes a site's record as `apply`, `pause` and people do: as it is. */
  readonly putSite: (record: SiteRecord) => void;
  /** All that it holds, to hold that something changed nothing. */
  readonly everything: () => unknown;
  /** Every change of an incident, in order. */
  readonly stream: readonly IncidentChange[];
}

/** DynamoDB's own limit of items in one TransactWriteItems. */
const TRANSACTION_ITEMS = 100;

const pageKey = ({ site, key }: PageRef): string => JSON.stringify([site, key]);

/** Makes an empty table. */
export function tableModel(): TableModel {
  const pages = new Map<string, PageRecord>();
  const sites = new Map<string, SiteRecord>();
  const incidents = new Map<string, Incident>();
  const tokens = new Map<string, TokenRecord>();
  const links = new Map<string, PersonalLink>();
  const stream: IncidentChange[] = [];
  const deployItems = deployItemsModel((site) => sites.get(site)?.rev);

  const passes = <T extends { readonly rev: number }>(held: T | undefined, { expect }: Write<T>): boolean =>
    expect === 'absent' ? held === undefined : held?.rev === expect;

  function conditionsHold(transition: Transition): boolean {
    const { page, site, incidents: writes, link } = transition;
    const used = link && links.get(linkKey(link.incident, link.hash));
    if (link && (!used || used.usedAt !== undefined || used.until <= link.at)) return false;
    if (!passes(pages.get(pageKey(page.next.ref)), page)) return false;
    if (site && sites.get(site.name)?.rev !== site.expect) return false;
    if (!deployItems.passes(transition)) return false;
    return writes.every((write) => passes(incidents.get(write.next.id), write));
  }

  function apply(transition: Transition): void {
    const { page, site, incidents: writes, tokens: changes, link } = transition;
    deployItems.apply(transition);
    const used = link && links.get(linkKey(link.incident, link.hash));
    if (link && used) links.set(linkKey(link.incident, link.hash), { ...used, usedAt: link.at });
    pages.set(pageKey(page.next.ref), frozenCopy(page.next));
    const held = site && sites.get(site.name);
    if (site?.moves && held) sites.set(site.name, frozenCopy({ ...held, rev: held.rev + 1 }));
    for (const { next } of writes) {
      const before = incidents.get(next.id);
      const after = frozenCopy(next);
      incidents.set(next.id, after);
      stream.push({ after, ...(before && { before }) });
    }
    for (const change of changes) {
      const at = tokenKey(page.next.ref.site, change);
      tokens.set(at, frozenCopy(changed(tokens.get(at), page.next.ref.site, change)));
    }
  }

  const model: Omit<TableModel, 'registry'> = {
    page: (ref) => pages.get(pageKey(ref)),
    site: (name) => sites.get(name),
    incident: (id) => incidents.get(id),
    incidents: () => [...incidents.values()],
    pages: (site) => [...pages.values()].filter(({ ref }) => ref.site === site),
    tokens: (site) => [...tokens.values()].filter((token) => token.site === site),
    warning: deployItems.warning,
    warnings: deployItems.warnings,
    escalation: deployItems.escalation,
    deploys: deployItems.ports,
    commit(transition) {
      refuseMalformed(transition);
      if (!conditionsHold(transition)) return 'conflict';
      apply(transition);
      return 'done';
    },
    open(incident) {
      if (incidents.has(incident.id)) return;
      const after = frozenCopy(incident);
      incidents.set(incident.id, after);
      stream.push({ after });
    },
    links: {
      async keep(link) {
        const key = linkKey(link.incident, link.hash);
        if (!links.has(key)) links.set(key, frozenCopy(link));
      },
      find: async (incident, hash) => links.get(linkKey(incident, hash)),
    },
    linkHashes: () => new Set([...links.values()].map(({ hash }) => hash)),
    sites: {
      site: async (name) => sites.get(name),
      async changeSite(name, change, expect) {
        const held = sites.get(name);
        if (held?.rev !== expect) return 'conflict';
        sites.set(name, frozenCopy({ ...held, ...change, rev: expect + 1 }));
        return 'done';
      },
    },
    everything: () => ({
      pages: [...pages.values()],
      sites: [...sites.values()],
      incidents: [...incidents.values()],
      tokens: [...tokens.values()],
      links: [...links.values()],
      deploys: deployItems.everything(),
    }),
    putSite: (record) => void sites.set(record.config.name, frozenCopy(record)),
    stream,
  };
  return Object.assign(model, { registry: fakeRegistry(model) });
}

const linkKey = (incident: string, hash: string): string => `${incident} ${hash}`;

const tokenKey = (site: string, { name, key }: TokenChange): string => JSON.stringify([site, name, key]);

/** DynamoDB refuses such a transaction outright, whatever its conditions say. */
function refuseMalformed({ page, site, incidents, tokens, link, warnings = [], acknowledged }: Transition): void {
  const items = [
    `page ${pageKey(page.next.ref)}`,
    ...(site ? [`site ${site.name}`] : []),
    ...(link ? [`link ${link.hash}`] : []),
    ...[...warnings, ...(acknowledged ? [acknowledged] : [])].map(({ id }) => `warning ${id}`),
    ...incidents.map(({ next }) => `incident ${next.id}`),
    ...tokens.map((token) => `token ${tokenKey(page.next.ref.site, token)}`),
  ];
  // What exceeds it of tokens alone, the adapter writes in transactions of their own.
  if (items.length - tokens.length > TRANSACTION_ITEMS) throw new Error(`${items.length} items in one transaction`);
  if (new Set(items).size < items.length) throw new Error(`one item twice in a transaction: ${items.join(', ')}`);
  for (const { expect, next } of [page, ...incidents])
    if (next.rev !== (expect === 'absent' ? 1 : expect + 1)) throw new Error(`revision ${next.rev} after ${expect}`);
}
