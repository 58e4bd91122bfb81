import { plainOf } from './plain.ts';
import { judgeCandidate, type Judged } from './judge-candidate.ts';
import type { WeighDeps } from '../reconcile/weigh.ts';
import type { Content } from '../site/bucket.ts';
import type { Site } from '../site/site.ts';
import { retiredTokens } from '../site/site-record.ts';
import { sha256, type Version } from '../site/version.ts';
import { inForce, isAllowed } from '../verdict/allowed.ts';
import type { Finding } from '../verdict/finding.ts';
import type { Ahead, ChangedPage } from './inspection.ts';
import type { Obstacle } from './obstacle.ts';
import type { ProductionNow } from './production-now.ts';
import { shellWord } from './shell-word.ts';
import { isGone, standingOf, type Standing } from './standing.ts';

/** A page as it would be in production, and what it was made from. */
export interface PageCandidate {
  readonly path: string;
  /** As visitors would get it. */
  readonly plain: Uint8Array;
  readonly content: Content;
  /** SHA-256 of the decoded production version that it was edited from, `none` where there was none. */
  readonly base?: string;
}

/** A page held against production and the guard. */
export interface InspectedPage {
  readonly candidate: PageCandidate;
  readonly now: ProductionNow;
  readonly judged: Judged;
  readonly standing: Standing;
  /** What is live, decoded; as it is stored where it cannot be. */
  readonly live?: Uint8Array;
  readonly findings: readonly Finding[];
}

/** Judges a page as the guard will once it is live. Reads only. */
export async function inspectPage(
  site: Site,
  candidate: PageCandidate,
  now: ProductionNow,
  deps: WeighDeps,
): Promise<InspectedPage> {
  const judged = await judgeCandidate(now, candidate.content, deps);
  const live = now.live && plainBytes(now.live, site);
  const { base } = candidate;
  const standing = standingOf({
    local: sha256(candidate.plain),
    ...(now.live && { live: live ? sha256(live) : now.live.sha256 }),
    ...(base !== undefined && { base }),
  });
  const findings = 'findings' in judged.verdict ? judged.verdict.findings : [];
  return { candidate, now, judged, standing, findings, ...(live && { live }) };
}

/**
 * What stands against a page by D1, D7 and D8, and that production is not at rest. Features in `elsewhere` come to another
 * page by the same deploy: they move.
 */
export function standsAgainst(
  site: Site,
  page: InspectedPage,
  { at, elsewhere }: { at: Date; elsewhere: ReadonlySet<string> },
): { readonly obstacles: readonly Obstacle[]; readonly ahead?: Ahead } {
  const stale = staleness(site, page, at);
  return { ...stale, obstacles: [...restless(page), ...stale.obstacles, ...losses(site, page, { at, elsewhere })] };
}

/** A version as visitors get it; `undefined` where its bytes are too many, or cannot be decoded. */
export function plainBytes(version: Pick<Version, 'bytes' | 'headers'>, { policy }: Site): Uint8Array | undefined {
  if (!version.bytes) return undefined;
  const decoding = plainOf({ bytes: version.bytes, headers: version.headers }, policy.limits);
  return decoding.kind === 'decoded' ? decoding.bytes : undefined;
}

function restless({ now: { atRest, ref }, candidate: { path } }: InspectedPage): Obstacle[] {
  if (atRest) return [];
  const says = 'Production is not at rest: the guard has not looked yet at what is live.';
  return [
    { rule: 'D4', path, says, next: `Wait some seconds and run it again; npx holdfast status ${ref.site} shows it.` },
  ];
}

/** D1 where nobody knows what the page was made from, D8 where that is not what is live, or is gone. */
function staleness(site: Site, page: InspectedPage, at: Date): { obstacles: Obstacle[]; ahead?: Ahead } {
  const { candidate, now, standing, findings } = page;
  const { path, base } = candidate;
  const named = `${site.name} ${shellWord(path)}`;
  const found = findings.find(({ code }) => code === 'base.stale');
  if (standing === 'ahead' && base === undefined && !found) {
    const says = 'Nobody recorded which version of production it was made from.';
    return { obstacles: [{ rule: 'D1', path, says, next: `Fetch what is live first: npx holdfast pull ${named}` }] };
  }
  const allowed = inForce(now.page?.allowances ?? [], at).some(({ codes }) => codes?.includes('base.stale'));
  const gone = !now.live && isGone(candidate);
  if (!found && ((standing !== 'ahead' && !gone) || allowed)) return { obstacles: [] };
  const since = now.live ? `something else went live at ${now.live.lastModified}` : 'it was deleted';
  const says = `Production is ahead${found ? `. ${found.says}` : `: ${since} since the version that it was made from.`}`;
  const next = gone
    ? `Find out why: npx holdfast history ${named}. Where it is to come back: npx holdfast pull ${named} forgets that version, then deploy it as new.`
    : standing === 'ahead'
      ? `Merge what is live: npx holdfast pull ${named}, then npx holdfast diff ${named}, and deploy again.`
      : anew(named, `${site.name} ${shellWord(now.ref.key)}`);
  return { obstacles: [{ rule: 'D8', path, says, next }], ahead: { ...changedPage(page), key: now.ref.key, says } };
}

/** For older bytes in a file that was pulled from what is live: there is nothing that could be merged. */
const anew = (file: string, page: string): string =>
  `Make the change in what is live: npx holdfast pull ${file} --force keeps yours aside. Where going back is meant, a person: npx holdfast allow ${page} --code base.stale --for 1h --reason "…"`;

/** What is live and what would be, as text. */
export function changedPage({ judged, live, candidate }: InspectedPage): ChangedPage {
  const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
  return {
    path: candidate.path,
    live: judged.liveContent?.text ?? text(live),
    candidate: judged.content?.text ?? text(candidate.plain),
  };
}

/** D7: what the guard would undo, and every feature that is live and would be gone, but for what people let go. */
function losses(
  site: Site,
  { candidate, now, judged, findings }: InspectedPage,
  { at, elsewhere }: { at: Date; elsewhere: ReadonlySet<string> },
): Obstacle[] {
  const { path } = candidate;
  const moves = ({ code, token }: Finding) => code === 'token.lost' && token !== undefined && elsewhere.has(token);
  const grave = findings.filter((each) => each.severity === 'rollback' && each.code !== 'base.stale' && !moves(each));
  const told = new Set(findings.flatMap(({ code, token }) => (code === 'token.moved' ? [token] : [])));
  for (const { token } of grave) told.add(token);
  const retired = retiredTokens(now.site);
  const allowances = inForce(now.page?.allowances ?? [], at);
  const mayGo = (token: string) =>
    retired.has(token) ||
    told.has(token) ||
    elsewhere.has(token) ||
    isAllowed({ code: 'token.lost', token, severity: 'rollback', says: '' }, allowances);
  const unsaid = judged.features.lost.filter((token) => !mayGo(token));
  return [
    ...grave.map((finding) => ({ rule: 'D7', path, says: finding.says, next: remedy(site, now, finding) }) as const),
    ...unsaid.map((token) => {
      const next = remedy(site, now, { code: 'token.lost', token });
      return { rule: 'D7', path, says: `The feature ${token} is live and would be gone.`, next } as const;
    }),
  ];
}

function remedy({ name }: Site, { ref }: ProductionNow, { code, token }: Pick<Finding, 'code' | 'token'>): string {
  const what = token === undefined ? `--code ${code}` : `--token ${shellWord(token)}`;
  const allow = `npx holdfast allow ${name} ${shellWord(ref.key)} ${what} --for 1h --reason "…"`;
  return `Put it right in the file. Where it is meant, a person: ${allow}`;
}
