import type { Attempt, Baseline, PageRecord } from '../site/page-record.ts';
import type { WriteOutcome } from '../site/bucket.ts';
import { lostTokens } from '../verdict/check-tokens.ts';
import { rest } from './finish.ts';
import { incidentWrite, type Known } from './incidents.ts';
import type { RestorePlan } from './plan.ts';
import { refusal, seenAs, type Read } from './read-version.ts';
import { cannotPutBack, leaveUndecided } from './undecided.ts';
import { AGAIN, nextPage, type PageView, type ReconcileDeps, type Step } from './view.ts';
import { warning } from './warn-stale.ts';

/** An attempt older than this can no longer land: far beyond any function's timeout (15 minutes is Lambda's limit). */
const PRUNE_AFTER_MS = 60 * 60 * 1000;

/** For which incident the baseline is put back. */
export interface Cause {
  readonly known: Known;
  readonly about: Parameters<typeof incidentWrite>[3];
}

/**
 * Puts the baseline back over the version that was judged. The claim stands in the registry before S3 is touched, and
 * the write is conditional on the ETag of the very GET that was judged. Asks for another look, unless S3 refuses.
 */
export async function putBack(
  view: PageView,
  over: Read,
  plan: RestorePlan,
  cause: Cause | undefined,
  deps: ReconcileDeps,
): Promise<Step> {
  const { baseline } = view.page;
  if (!baseline || !plan.content) return AGAIN;
  const n = view.page.rev + 1;
  const page = await claim(view, over, baseline, n, cause, deps);
  if (!page) return AGAIN;
  try {
    for (const { key, state } of plan.missing) if (state === 'restorable') await deps.assets.revive(key);
    if ((await write(view, over, plan.content, n, deps)) === 'lost') return AGAIN;
  } catch (error) {
    const reason = refusal(error);
    if (reason === undefined) throw error;
    return giveUp({ ...view, page }, over, cause, reason, deps);
  }
  await purgeAtOnce(view, n, plan, deps);
  await count(view, n, deps);
  return AGAIN;
}

/** S3 takes it neither today nor tomorrow (headers too long, a key that we may not use): a person is told. */
async function giveUp(
  view: PageView,
  over: Read,
  cause: Cause | undefined,
  reason: string,
  deps: ReconcileDeps,
): Promise<Step> {
  const findings = [...(cause?.about.findings ?? []), cannotPutBack(`It cannot be put back. ${reason}`)];
  const weighed = cause?.about.weighed ?? { verdict: { kind: 'undecided', findings } };
  const left = await leaveUndecided(view, over, weighed, findings, { live: true, fresh: cause !== undefined }, deps);
  return left.kind === 'go-on' ? rest(left.view, deps) : left;
}

async function claim(
  view: PageView,
  over: Read,
  baseline: Baseline,
  n: number,
  cause: Cause | undefined,
  { registry, now }: ReconcileDeps,
): Promise<PageRecord | undefined> {
  const { page } = view;
  const at = now().toISOString();
  // Without a cause, what is open is an incident whose previous version a person wants back.
  const incident = cause?.known.id ?? page.open.at(-1);
  const attempt: Attempt = { n, identity: baseline.identity, incident, counted: false, at };
  const canLand = ({ at }: Attempt) => now().getTime() - Date.parse(at) < PRUNE_AFTER_MS;
  const claimed = { attempts: [...page.attempts.filter(canLand), attempt], purge: `c${n}` };
  // Also a pause moves the site's revision: none may begin between the look and the claim.
  const site = { name: view.ref.site, expect: view.site.rev, moves: false };
  const opened = warning(cause ? [incidentWrite(view, cause.known, 'restoring', cause.about, now())] : []);
  const next = nextPage(view, {
    ...claimed,
    seen: page.seen,
    ...(cause && remembered(view, over, baseline, cause, at)),
  });
  const outcome = await registry.commit({ page: { expect: page.rev, next }, site, ...opened, tokens: [] });
  return outcome === 'done' ? next : undefined;
}

/** What the page remembers of an incident that is being restored. */
function remembered({ page, site }: PageView, over: Read, baseline: Baseline, { known, about }: Cause, at: string) {
  const tokens = lostTokens(baseline, about.weighed.content?.tokens.keys() ?? [], site);
  return {
    seen: seenAs(over, 'bad'),
    open: page.open.includes(known.id) ? page.open : [...page.open, known.id],
    justRestored: { incident: known.id, tokens, at },
  };
}

async function write(
  view: PageView,
  over: Read,
  content: NonNullable<RestorePlan['content']>,
  n: number,
  { bucket }: ReconcileDeps,
): Promise<WriteOutcome> {
  const { key } = view.ref;
  if (content === 'deleted') return over.deleted ? 'done' : bucket.delete(key, over.etag);
  return bucket.put(key, content, n, over.deleted ? { ifNoneMatch: true } : { ifMatch: over.etag });
}

/** Visitors should not wait for the next look. If it fails, the purge that the claim noted is asked for then. */
async function purgeAtOnce(view: PageView, n: number, plan: RestorePlan, { cdn }: ReconcileDeps): Promise<void> {
  const revived = plan.missing.filter(({ state }) => state === 'restorable').map(({ key }) => key);
  await Promise.allSettled([view.ref.key, ...revived].map((key) => cdn.purge(view.site.config, key, `m${n}`)));
}

/** Counts the restore once, whoever sees it first: this run or the look that meets the write. */
async function count(view: PageView, n: number, { registry, now }: ReconcileDeps): Promise<void> {
  for (let tries = 0; tries < 5; tries++) {
    const { page } = await registry.read(view.ref);
    const attempt = page?.attempts.find((attempt) => attempt.n === n);
    if (!page || !attempt || attempt.counted) return;
    const attempts = page.attempts.map((attempt) => (attempt.n === n ? { ...attempt, counted: true } : attempt));
    const next = nextPage({ ...view, page }, { seen: page.seen, attempts, restores: countedRestores(page, now()) });
    if ((await registry.commit({ page: { expect: page.rev, next }, incidents: [], tokens: [] })) === 'done') return;
  }
}

/** The times of the page's restores with one more, as many as any window may ask for. */
export function countedRestores(page: Pick<PageRecord, 'restores'>, now: Date): string[] {
  return [...page.restores, now.toISOString()].slice(-MAX_RESTORES_KEPT);
}

const MAX_RESTORES_KEPT = 100;
