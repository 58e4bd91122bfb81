import { changeBehind } from '../../lib/alert/deployed-by.ts';
import { editedFrom } from '../../lib/alert/edited-from.ts';
import { ancestorChanges, incidentChanges, type IncidentChanges } from '../../lib/alert/incident-changes.ts';
import { meaningOf } from '../../lib/alert/meaning.ts';
import { meaningNow } from '../../lib/alert/meaning-now.ts';
import type { DiffShape, IncidentDetail } from '../../lib/api/incident-shapes.ts';
import { viewLink } from '../../lib/approval/view-key.ts';
import { openNow } from '../../lib/incident/decisions.ts';
import type { Incident, Rejected } from '../../lib/incident/incident.ts';
import { classify } from '../../lib/site/glob.ts';
import type { Baseline, PageRecord } from '../../lib/site/page-record.ts';
import type { SiteRecord } from '../../lib/site/site-record.ts';
import { DELETED } from '../../lib/site/version.ts';
import type { RequestDeps } from '../deps.ts';
import { incidentShape } from './incident-shape.ts';
import { outsideStack } from './known-site.ts';
import { timelineOf } from './timeline.ts';

// A line has at most 500 characters, and a function's answer 6 MB.
const MAX_LINES = 1000;
// Whoever edited a copy changed little of it; and both diffs go into one answer.
const MAX_ANCESTOR_LINES = 200;

type DescribeDeps = Pick<
  RequestDeps,
  'registry' | 'snapshots' | 'download' | 'changeOf' | 'viewSecret' | 'api' | 'siteNames'
>;

/** Everything about one incident, for whoever may see it: what happened, the diff, the bytes, the timeline. */
export async function describeIncident(incident: Incident, deps: DescribeDeps): Promise<IncidentDetail> {
  const { site, page } = await deps.registry.read({ site: incident.site, key: incident.key });
  const comparing = { site: site?.config, maxLines: MAX_LINES };
  const [changes, sinceAncestor, downloads, change, secret] = await Promise.all([
    incidentChanges(incident, comparing, deps),
    ancestorChanges(incident, { ...comparing, maxLines: MAX_ANCESTOR_LINES }, deps),
    downloadsOf(incident, deps),
    changeBehind(incident, deps),
    deps.viewSecret.read(),
  ]);
  const { baseline, version, restoredAt, purgeProblem, nowOn } = incident;
  return {
    ...incidentShape(incident),
    open: site && page && !outsideStack(incident.site, deps) ? openOn(page, site, incident) : [],
    ...(site && { bucket: site.config.production.bucket }),
    meaning: page ? meaningNow(incident, page) : meaningOf(incident),
    rejected: versionShape(version),
    ...(baseline && { baseline: versionShape(baseline) }),
    ...(restoredAt !== undefined && { restoredAt }),
    ...(purgeProblem !== undefined && { purgeProblem }),
    ...(nowOn && { nowOn }),
    diff: diffShape(changes),
    ...(sinceAncestor && { ancestorDiff: diffShape(sinceAncestor) }),
    downloads,
    timeline: timelineOf(incident, change),
    review: viewLink(deps.api, incident.id, secret),
  };
}

/** The guard carries nothing out on what the configuration no longer has among its pages. */
function openOn(page: PageRecord, { config }: SiteRecord, incident: Incident): IncidentDetail['open'] {
  return classify(config, incident.key) === 'page' ? openNow(incident, page) : [];
}

function versionShape(version: Rejected | Baseline): IncidentDetail['rejected'] {
  const { identity, versionId, lastModified, size, sha256, headers, tokens } = version;
  return {
    identity,
    versionId,
    lastModified,
    ...(size !== undefined && { size }),
    ...(sha256 !== undefined && { sha256 }),
    ...(headers?.contentType !== undefined && { contentType: headers.contentType }),
    tokens: [...tokens],
  };
}

function diffShape(changes: IncidentChanges): DiffShape {
  if (changes.kind === 'none') return changes;
  const { hunks, gone, new: come, cut } = changes.diff;
  return { kind: 'hunks', hunks: hunks.map((hunk) => ({ ...hunk, lines: [...hunk.lines] })), gone, new: come, cut };
}

async function downloadsOf(incident: Incident, { download }: DescribeDeps): Promise<IncidentDetail['downloads']> {
  const { site, key, version, baseline } = incident;
  const link = async (shelf: 'rejected' | 'accepted', identity: string | undefined, name: string) =>
    identity === undefined || identity === DELETED
      ? undefined
      : download({ shelf, site, identity }, `${name}-${lastPart(key)}`);
  const [rejected, good, ancestor] = await Promise.all([
    // Quarantine ends after 400 days; what was overridden is among the accepted as well.
    link('rejected', version.identity, 'rejected').then((url) => url ?? link('accepted', version.identity, 'rejected')),
    link('accepted', baseline?.identity, 'baseline'),
    link('accepted', editedFrom(incident)?.identity, 'older'),
  ]);
  return {
    ...(rejected !== undefined && { rejected }),
    ...(good !== undefined && { baseline: good }),
    ...(ancestor !== undefined && { ancestor }),
  };
}

const lastPart = (key: string): string => key.slice(key.lastIndexOf('/') + 1) || 'page';
