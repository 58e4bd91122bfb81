import { enter, incidentId } from '../incident/enter.ts';
import type { Incident, IncidentState, Rejected } from '../incident/incident.ts';
import type { Registry, Write } from '../site/registry.ts';
import { writerOf } from '../upload/named-writer.ts';
import type { Finding } from '../verdict/finding.ts';
import { namedBy, type Read } from './read-version.ts';
import type { ReconcileDeps, View } from './view.ts';
import type { Weighed } from './weigh.ts';

/** Findings that an incident keeps: with keys and tokens of any length, it must fit into an item of 400 KB. */
const MAX_FINDINGS = 100;

/** The incident of a version under the page's present generation, as it stands in the registry. */
export interface Known {
  readonly id: string;
  readonly incident?: Incident;
}

export async function knownIncident(
  view: View,
  version: Read,
  { registry }: Pick<ReconcileDeps, 'registry'>,
): Promise<Known> {
  const id = incidentId(view.ref.site, view.ref.key, version.identity, view.page?.gen ?? 0);
  return { id, incident: await registry.incident(id) };
}

/** Whether the incident was last written for this very version, not for an equal one that was uploaded again. */
export function isAbout({ incident }: Known, version: Read): boolean {
  if (incident?.version.versionId !== version.versionId) return false;
  const { etag, lastModified } = incident.version;
  return version.versionId !== 'null' || (etag === version.etag && lastModified === version.lastModified);
}

/** The write that opens the incident, or takes it to its next state with this version as the latest. */
export function incidentWrite(
  view: View,
  known: Known,
  state: IncidentState,
  about: { version: Read; weighed: Weighed; findings: readonly Finding[]; recurs: boolean },
  now: Date,
): Write<Incident> {
  const { version, weighed, findings, recurs } = about;
  const change = {
    findings: findings.slice(0, MAX_FINDINGS),
    version: rejectedOf(version, weighed),
    writer: writerOf(version, view.notices) ?? known.incident?.writer,
  };
  if (known.incident) {
    const recurrences = known.incident.recurrences + (recurs ? 1 : 0);
    return { expect: known.incident.rev, next: enter(known.incident, state, { ...change, recurrences }, now) };
  }
  const at = now.toISOString();
  const { site, key } = view.ref;
  const opened = { id: known.id, site, key, gen: view.page?.gen ?? 0, openedAt: at, updatedAt: at };
  const next = { ...opened, ...change, state, rev: 1, entry: 1, recurrences: 0, baseline: view.page?.baseline };
  return { expect: 'absent', next };
}

function rejectedOf(version: Read, { content }: Weighed): Rejected {
  const named = namedBy(version, content);
  if (version.deleted) return named;
  const { sha256, size, headers, storedAs, bytes } = version;
  return { ...named, sha256, size, headers, storedAs, ...(!bytes && { kept: false }) };
}

/** Takes every open incident to the state that it ends in; those that somebody decided meanwhile are left alone. */
export async function closeOpen(
  open: readonly string[],
  stateFor: (incident: Incident) => IncidentState,
  change: Partial<Pick<Incident, 'restoredAt' | 'purgeProblem'>>,
  { registry, now }: { registry: Registry; now: () => Date },
): Promise<Write<Incident>[]> {
  const incidents = await Promise.all(open.map((id) => registry.incident(id)));
  return incidents
    .filter((incident) => incident?.state === 'restoring')
    .map((incident) => ({ expect: incident!.rev, next: enter(incident!, stateFor(incident!), change, now()) }));
}
