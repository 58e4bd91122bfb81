import { formerAfter, isDoubted } from '../history/former.ts';
import type { PageContent } from '../page/page-content.ts';
import type { Baseline } from '../site/page-record.ts';
import type { TokenChange } from '../site/registry.ts';
import { MOVE_WINDOW_MS } from '../verdict/gained-elsewhere.ts';
import type { Finding } from '../verdict/finding.ts';
import { sourcesId } from './baseline-today.ts';
import { closeOpen, incidentWrite, knownIncident } from './incidents.ts';
import { remember } from './past.ts';
import { namedBy, seenAs, type Read } from './read-version.ts';
import { AGAIN, nextPage, type ReconcileDeps, type Step, type View } from './view.ts';
import { warning } from './warn-stale.ts';
import type { Weighed } from './weigh.ts';

/**
 * Makes a version the baseline: kept in the snapshot store first, then one transaction on page, registry and incidents.
 * With findings (told, not undone) its incident is `observed` and remembers the previous baseline.
 */
export async function accept(
  view: View,
  version: Read,
  weighed: Weighed,
  findings: readonly Finding[],
  deps: ReconcileDeps,
): Promise<Step> {
  const { registry, now } = deps;
  const { page, site, ref } = view;
  const baseline: Baseline = {
    ...baselineOf(version, weighed.content, now()),
    sources: sourcesId(site.config),
    ...(isDoubted(findings) && { doubted: true }),
  };
  await keep(view, version, baseline, weighed, deps);
  const tokens = tokenChanges(view, page?.baseline?.tokens ?? [], baseline);
  const loses = tokens.some(({ state }) => state === 'lost');
  const observed = findings.length > 0 ? await knownIncident(view, version, deps) : undefined;
  const closed = await closeOpen(
    (page?.open ?? []).filter((id) => id !== observed?.id),
    ({ version: { identity }, decision }) =>
      identity === version.identity && decision?.what !== 'restore' ? 'overridden' : 'superseded',
    {},
    deps,
  );
  const next = nextPage(view, {
    baseline,
    former: page && formerAfter(page, baseline),
    gen: (page?.gen ?? 0) + 1,
    seen: seenAs(version, 'good'),
    open: [],
    landed: [],
    mayDelete: false,
    justRestored: undefined,
  });
  const state = observed?.incident?.state === 'restoring' ? 'overridden' : 'observed';
  const about = { version, weighed, findings, recurs: observed?.incident !== undefined };
  const outcome = await registry.commit({
    page: { expect: page?.rev ?? 'absent', next },
    site: loses ? { name: ref.site, expect: site.rev, moves: true } : undefined,
    ...warning([...closed, ...(observed ? [incidentWrite(view, observed, state, about, now())] : [])]),
    tokens,
  });
  if (outcome === 'conflict') return AGAIN;
  await tellPagesThatLost(view, tokens, deps);
  const rev = loses ? site.rev + 1 : site.rev;
  return { kind: 'go-on', view: { ...view, page: next, site: { ...site, rev } } };
}

async function keep(
  view: View,
  version: Read,
  baseline: Baseline,
  { content, memory }: Weighed,
  deps: ReconcileDeps,
): Promise<void> {
  if (version.deleted || !version.bytes) return;
  await Promise.all([
    deps.snapshots.put('accepted', view.ref.site, version.identity, { ...version, bytes: version.bytes }),
    content && memory && remember(view, baseline, content, memory, deps),
  ]);
}

/** A version as the baseline that it becomes when it is accepted. */
export function baselineOf(version: Read, content: PageContent | undefined, now: Date): Baseline {
  const named = { ...namedBy(version, content), acceptedAt: now.toISOString() };
  if (version.deleted) return { ...named, sha256: '', size: 0, headers: { metadata: {} }, storedAs: {} };
  const { sha256, size, headers, storedAs } = version;
  return { ...named, sha256, size, headers, storedAs };
}

/** What the site gains and loses when the page's tokens become those of the new baseline. */
export function tokenChanges(view: View, before: readonly string[], { tokens, lastModified }: Baseline): TokenChange[] {
  const change = (state: TokenChange['state']) => (name: string) => ({
    name,
    key: view.ref.key,
    state,
    at: lastModified,
  });
  return [
    ...before.filter((name) => !tokens.includes(name)).map(change('lost')),
    ...tokens.filter((name) => !before.includes(name)).map(change('live')),
  ];
}

/** A page that lost a token first and was restored learns where the token is live now. Only a hint. */
async function tellPagesThatLost(
  view: View,
  changes: readonly TokenChange[],
  { registry, queue, now }: ReconcileDeps,
): Promise<void> {
  const gained = new Set(changes.filter(({ state }) => state === 'live').map(({ name }) => name));
  if (gained.size === 0) return;
  const { site } = view.ref;
  const restored = await registry.recentlyRestored(site, new Date(now().getTime() - MOVE_WINDOW_MS).toISOString());
  const concerned = restored.filter(
    ({ key, tokens }) => key !== view.ref.key && tokens.some((token) => gained.has(token)),
  );
  if (concerned.length > 0) await queue.ask(concerned.map(({ key }) => ({ site, key })));
}
