import { formerAfter, acceptedVersions } from '../../src/lib/history/former.ts';
import type { History } from '../../src/lib/history/history.ts';
import { pastUnits } from '../../src/lib/history/past-units.ts';
import type { PageContent } from '../../src/lib/page/page-content.ts';
import { needsBefore } from '../../src/lib/reconcile/weigh.ts';
import type { Baseline, PageRecord } from '../../src/lib/site/page-record.ts';
import type { Policy } from '../../src/lib/site/policy.ts';
import type { Site } from '../../src/lib/site/site.ts';
import { sha256 } from '../../src/lib/site/version.ts';
import type { Finding, Verdict } from '../../src/lib/verdict/finding.ts';
import { judge, type Judgement } from '../../src/lib/verdict/judge.ts';
import { contentOf, read, type Told } from '../page/reading.ts';
import { exampleSite, HTML, siteRecord } from '../world.ts';

/** An accepted version: its page, and what else its record says. */
export type Accepted = string | { readonly page: string; readonly record: Partial<Baseline> };

/** How a judgement differs from that of an HTML page of the example site in `enforce` mode. */
export interface Asked extends Told, Partial<Pick<Judgement, 'allowances' | 'gainedElsewhere'>> {
  readonly policy?: Partial<Policy>;
  readonly retired?: Site['retired'];
  /** Nothing is remembered of the versions before. */
  readonly unknown?: boolean;
}

/** When the n-th accepted version was uploaded, counted from 0: one a day. */
export const uploadedAt = (index: number): string => new Date(Date.UTC(2026, 2, 1 + index, 9, 30)).toISOString();

/** What a look would judge an upload with, after these versions were accepted one after the other, the oldest first. */
export function judgementAfter(versions: readonly Accepted[], upload: string | Uint8Array, asked: Asked): Judgement {
  const { policy, retired, unknown, allowances = [], gainedElsewhere = new Map(), ...told } = asked;
  const site = siteRecord({ ...exampleSite(policy), ...(retired && { retired }) });
  const contents = new Map<string, PageContent>();
  let record: Pick<PageRecord, 'baseline' | 'former'> = {};
  for (const [index, version] of versions.entries()) {
    const page = pageOf(version);
    const content = contents.get(sha256(page)) ?? contentOf(page, told);
    contents.set(sha256(page), content);
    const baseline = baselineOf(version, content, { ...HTML, ...told.headers }, index);
    record = { baseline, former: formerAfter(record, baseline) };
  }
  const { baseline } = record;
  const before = baseline && contents.get(baseline.identity);
  const history = baseline && !unknown ? historyOf(record, contents) : undefined;
  const reading = read(upload, told);
  const needed = reading.kind === 'read' && needsBefore(reading.content, site, history);
  const headers = { ...HTML, ...told.headers };
  const version = { deleted: false, identity: sha256(upload), headers, reading } as const;
  const knowledge = { history, before: needed ? before : undefined };
  return { site, version, baseline, ...knowledge, gainedElsewhere, allowances, mayDelete: false };
}

/** The verdict on an upload after these versions. */
export function verdictAfter(versions: readonly Accepted[], upload: string | Uint8Array, asked: Asked = {}): Verdict {
  return judge(judgementAfter(versions, upload, asked));
}

/** What is found in an upload after these versions. */
export function findingsAfter(...asked: Parameters<typeof verdictAfter>): readonly Finding[] {
  const verdict = verdictAfter(...asked);
  return 'findings' in verdict ? verdict.findings : [];
}

function historyOf(record: Pick<PageRecord, 'baseline' | 'former'>, contents: ReadonlyMap<string, PageContent>) {
  const versions = acceptedVersions(record);
  const known = versions.flatMap(({ identity }) => contents.get(identity) ?? []);
  const history: History = {
    anatomy: known[0]?.anatomy,
    versions,
    past: pastUnits(known.map(({ units }) => units)),
  };
  return history;
}

const pageOf = (version: Accepted): string => (typeof version === 'string' ? version : version.page);

function baselineOf(
  version: Accepted,
  { tokens, hasText }: PageContent,
  headers: Baseline['headers'],
  index: number,
): Baseline {
  const page = pageOf(version);
  return {
    identity: sha256(page),
    sha256: sha256(page),
    size: Buffer.byteLength(page),
    versionId: `v${index}`,
    lastModified: uploadedAt(index),
    headers,
    storedAs: {},
    tokens: [...tokens.keys()],
    hasText,
    acceptedAt: uploadedAt(index),
    ...(typeof version !== 'string' && version.record),
  };
}
