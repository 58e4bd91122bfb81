import type {
  AllowanceShape,
  PageShape,
  PauseShape,
  RetiredShape,
  SiteDetail,
  SiteShape,
  TokenShape,
} from '../../lib/api/site-shapes.ts';
import { standingAllowances, type NamedAllowance } from '../../lib/approval/allow.ts';
import { standingPauses } from '../../lib/approval/pause.ts';
import { approverName } from '../../lib/approval/person.ts';
import type { PageRecord } from '../../lib/site/page-record.ts';
import { pauseOf, type Pause, type SiteRecord, type TokenRecord } from '../../lib/site/site-record.ts';
import { DELETED } from '../../lib/site/version.ts';

/** A site as the API lists it. */
export function siteShape({ config, since, pauses }: SiteRecord, now: Date): SiteShape {
  const { name, production, policy } = config;
  const whole = standingPauses(pauses, now).find(({ key }) => key === undefined);
  const paused = whole && { pausedUntil: whole.until };
  return { name, mode: policy.mode, bucket: production.bucket, prefix: production.prefix, since, ...paused };
}

/** Everything about a site. */
export function siteDetail(record: SiteRecord, now: Date): SiteDetail {
  const { pages, production, approvers } = record.config;
  return {
    ...siteShape(record, now),
    pages: [...pages],
    distributions: [...production.distributions],
    approvers: approvers.map(approverName),
    pauses: standingPauses(record.pauses, now).map(pauseShape),
    retired: retiredOf(record),
  };
}

/** A pause as the API tells it. */
export function pauseShape({ key, from, until, reason, by }: Pause): PauseShape {
  return { ...(key !== undefined && { page: key }), from, until, reason, by };
}

function retiredOf({ config, retired }: SiteRecord): RetiredShape[] {
  const kinds = [
    ['token', config.retired.tokens, retired.tokens],
    ['phrase', config.retired.phrases, retired.phrases],
  ] as const;
  return kinds.flatMap(([kind, configured, decided]) => [
    ...configured.map((name) => ({ kind, name, by: 'holdfast.yml' })),
    ...decided
      .filter((name) => !configured.includes(name))
      .map((name) => {
        const because = retired.because?.find((each) => each.kind === kind && each.name === name);
        return { kind, name, by: because?.by ?? 'unknown', ...(because && { reason: because.reason, at: because.at }) };
      }),
  ]);
}

/** A page as the guard knows it. */
export function pageShape(page: PageRecord, site: SiteRecord, now: Date): PageShape {
  const { ref, baseline } = page;
  return {
    page: ref.key,
    state: stateOf(page, site, now),
    tokens: [...(baseline?.tokens ?? [])],
    ...(baseline && {
      acceptedAt: baseline.acceptedAt,
      lastModified: baseline.lastModified,
      size: baseline.size,
      versionId: baseline.versionId,
    }),
    allowances: standingAllowances(page, now).map((each) => allowanceShape(ref.key, each)),
  };
}

function stateOf(page: PageRecord, site: SiteRecord, now: Date): PageShape['state'] {
  if (pauseOf(site, page.ref.key, now)) return 'paused';
  if (page.contested !== undefined) return 'contested';
  if (page.open.length > 0 || page.purge !== undefined) return 'restoring';
  if (page.seen.kind === 'undecided') return 'undecided';
  return page.baseline?.identity === DELETED ? 'deleted' : 'guarded';
}

/** An allowance as the API tells it. */
export function allowanceShape(page: string, { codes, tokens, ...allowance }: NamedAllowance): AllowanceShape {
  return { ...allowance, page, ...(codes && { codes: [...codes] }), ...(tokens && { tokens: [...tokens] }) };
}

/** A token on one page. */
export function tokenShape({ name, key, state, firstSeen, gainedAt, lastSeen }: TokenRecord): TokenShape {
  return { name, page: key, state, firstSeen, gainedAt, lastSeen };
}
