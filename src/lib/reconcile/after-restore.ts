import { enter } from '../incident/enter.ts';
import { gainedElsewhere, MOVE_WINDOW_MS } from '../verdict/gained-elsewhere.ts';
import { planRestore } from './plan.ts';
import { purge } from './purge.ts';
import { AGAIN, DONE, nextPage, type PageView, type ReconcileDeps, type Step } from './view.ts';
import { isHome } from './weigh.ts';

/**
 * Looks after a page for a quarter of an hour after a restore: scripts and styles that the same deploy deletes later
 * are brought back, and tokens that turn up on another page are told.
 */
export async function lookAfterRestore(view: PageView, deps: ReconcileDeps): Promise<Step> {
  const { justRestored } = view.page;
  if (!justRestored || deps.now().getTime() - Date.parse(justRestored.at) > MOVE_WINDOW_MS) return DONE;
  await bringAssetsBack(view, deps);
  return tellWhereTokensAre(view, justRestored, deps);
}

async function bringAssetsBack(view: PageView, deps: ReconcileDeps): Promise<void> {
  const { missing } = await planRestore(view, deps);
  for (const { key, state } of missing) {
    if (state !== 'restorable') continue;
    await deps.assets.revive(key);
    await purge(view, key, `a${deps.now().getTime()}`, deps);
  }
}

async function tellWhereTokensAre(
  view: PageView,
  { incident: id, tokens }: NonNullable<PageView['page']['justRestored']>,
  deps: ReconcileDeps,
): Promise<Step> {
  const { page, ref } = view;
  const incident = tokens.length > 0 ? await deps.registry.incident(id) : undefined;
  if (!page.baseline || incident?.state !== 'restored') return DONE;
  const { versionId, lastModified } = incident.version;
  const lostAt = versionId === 'gone' ? incident.openedAt : lastModified;
  const nowOn: Record<string, string> = {};
  for (const token of tokens) {
    if (incident.nowOn?.[token] !== undefined) continue;
    const homes = await deps.registry.homes(ref.site, token);
    const key = gainedElsewhere(homes, { key: ref.key, baseline: page.baseline }, lostAt);
    if (key !== undefined && (await isHome({ site: ref.site, key }, token, deps))) nowOn[token] = key;
  }
  if (Object.keys(nowOn).length === 0) return DONE;
  const told = enter(incident, 'restored', { nowOn: { ...incident.nowOn, ...nowOn } }, deps.now());
  const next = nextPage(view, { seen: page.seen });
  const outcome = await deps.registry.commit({
    page: { expect: page.rev, next },
    incidents: [{ expect: incident.rev, next: told }],
    tokens: [],
  });
  return outcome === 'conflict' ? AGAIN : DONE;
}
