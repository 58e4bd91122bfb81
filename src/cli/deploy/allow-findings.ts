import type { ApiClient } from '../../lib/api/api-client.ts';
import type { AllowanceShape } from '../../lib/api/site-shapes.ts';
import { judgeCandidate, type Judged, type Production } from '../../lib/deploy/judge-candidate.ts';
import { formerAfter } from '../../lib/history/former.ts';
import type { WeighDeps } from '../../lib/reconcile/weigh.ts';
import type { Content } from '../../lib/site/bucket.ts';
import type { Allowance } from '../../lib/site/page-record.ts';
import type { PageRef } from '../../lib/site/page-ref.ts';
import type { FindingCode } from '../../lib/site/policy.ts';
import type { Finding } from '../../lib/verdict/finding.ts';

/** As long as a slow write and a slow purge may take, and no longer. */
const HOUR_MS = 60 * 60 * 1000;
/** So many tokens one allowance may name. */
const MOST_TOKENS = 50;
/** Each round allows at least one code more, of which there are eleven. */
const MOST_ROUNDS = 12;

/** What an allowance lets pass. */
export type Passing = Pick<Allowance, 'codes' | 'tokens'>;

/**
 * Leaves what it takes for the guard to accept a version in spite of exactly these findings, for one hour. The server
 * checks that whoever asks is an approver: `API.DENIED`. May run twice; nothing is asked for where nothing was found.
 */
export async function allowFindings(
  { site, key }: PageRef,
  judged: Pick<Judged, 'verdict'>,
  reason: string,
  { api, now }: { readonly api: Pick<ApiClient, 'allow'>; readonly now: () => Date },
): Promise<AllowanceShape[]> {
  const until = new Date(now().getTime() + HOUR_MS).toISOString();
  const made: AllowanceShape[] = [];
  for (const { codes, tokens } of passing(judged)) {
    const what = { ...(codes && { codes }), ...(tokens && { tokens }) };
    made.push(await api.allow(site, { page: key, ...what, until, reason }));
  }
  return made;
}

/** Takes back what was allowed: whoever wrote meanwhile must not profit from it. Gives what could not be taken back. */
export async function withdraw(
  { site, key }: PageRef,
  allowed: readonly AllowanceShape[],
  { api }: { readonly api: Pick<ApiClient, 'withdraw'> },
): Promise<AllowanceShape[]> {
  const standing: AllowanceShape[] = [];
  for (const allowance of allowed) {
    await api.withdraw(site, key, allowance.id).catch(() => standing.push(allowance));
  }
  return standing;
}

/**
 * What would have to be allowed: findings of tokens by code and token, others by code. An unreadable page cannot be
 * allowed, and need not be: the guard leaves it live.
 */
export function passing({ verdict }: Pick<Judged, 'verdict'>): Passing[] {
  const findings = findingsOf(verdict).filter(({ code }) => code !== 'page.unreadable');
  const codes = unique(findings.filter(({ token }) => token === undefined).map(({ code }) => code));
  const byToken = unique(findings.filter(({ token }) => token !== undefined).map(({ code }) => code))
    .filter((code) => !codes.includes(code))
    .flatMap((code) => tokensIn(findings, code).map((tokens) => ({ codes: alsoLater(code), tokens })));
  return [...(codes.length > 0 ? [{ codes }] : []), ...byToken];
}

/**
 * As `judgeCandidate`, with all that would have to be allowed: what a finding hides is found once it is allowed, and
 * where the guard has not yet looked at what is live, what is found against that counts, too.
 */
export async function judgeToAllow(production: Production, content: Content, deps: WeighDeps): Promise<Judged> {
  const judged = await judgeThrough(production, content, deps);
  const { page, live } = production;
  if (!page || !live || page.seen.identity === live.identity) return judged;
  const { baseline: _older, ...rest } = page;
  const former = formerAfter(page, live);
  const { verdict } = await judgeThrough(
    { ...production, page: { ...rest, ...(former && { former }) } },
    content,
    deps,
  );
  return { ...judged, verdict: together(judged.verdict, findingsOf(verdict)) };
}

async function judgeThrough(production: Production, content: Content, deps: WeighDeps): Promise<Judged> {
  const first = await judgeCandidate(production, content, deps);
  let [all, last] = [first, first];
  for (let round = 0; round < MOST_ROUNDS && passing(last).length > 0 && production.page; round += 1) {
    const allowances = [...production.page.allowances, ...passing(all).map(supposed)];
    last = await judgeCandidate({ ...production, page: { ...production.page, allowances } }, content, deps);
    all = { ...all, verdict: together(all.verdict, findingsOf(last.verdict)) };
  }
  return all;
}

/** The findings of a verdict; none of one that is good. */
export function findingsOf(verdict: Judged['verdict']): readonly Finding[] {
  return 'findings' in verdict ? verdict.findings : [];
}

function together(verdict: Judged['verdict'], more: readonly Finding[]): Judged['verdict'] {
  if (more.length === 0) return verdict;
  if (verdict.kind === 'undecided') return verdict;
  const known = findingsOf(verdict);
  const findings = [...known, ...more.filter((finding) => !known.some((each) => isSame(each, finding)))];
  return { kind: 'breached', rollback: findings.some(({ severity }) => severity === 'rollback'), findings };
}

const isSame = (one: Finding, other: Finding): boolean =>
  one.code === other.code && one.token === other.token && one.phrase === other.phrase;

const supposed = (what: Passing): Allowance => ({ ...what, until: '9999-12-31T23:59:59.999Z', reason: '', by: '' });

function tokensIn(findings: readonly Finding[], code: FindingCode): string[][] {
  const tokens = unique(
    findings.flatMap((each) => (each.code === code && each.token !== undefined ? [each.token] : [])),
  );
  const count = Math.ceil(tokens.length / MOST_TOKENS);
  return Array.from({ length: count }, (_, i) => tokens.slice(i * MOST_TOKENS, (i + 1) * MOST_TOKENS));
}

/** A quarter of an hour later, a token that moved is one that was lost. */
const alsoLater = (code: FindingCode): FindingCode[] => (code === 'token.moved' ? [code, 'token.lost'] : [code]);

const unique = <T>(all: readonly T[]): T[] => [...new Set(all)];
