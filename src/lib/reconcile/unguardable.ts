import { incidentId } from '../incident/enter.ts';
import { UNREAD } from '../incident/incident.ts';
import { namesPage } from '../site/glob.ts';
import type { PageRef } from '../site/page-ref.ts';
import { DONE, type ReconcileDeps, type Step } from './view.ts';

/** A page whose key the registry cannot hold: it stays live unguarded, and people are told once. */
export async function tellUnguardable(
  { site: name, key }: PageRef,
  why: string,
  { registry, now }: Pick<ReconcileDeps, 'registry' | 'now'>,
): Promise<Step> {
  const { site } = await registry.read({ site: name, key: '' });
  if (!site || !namesPage(site.config, key)) return DONE;
  const at = now().toISOString();
  const says = `This page is not guarded: its key is ${why}. Give it a shorter, plainer key.`;
  await registry.open({
    id: incidentId(name, key, UNREAD, 0),
    site: name,
    key,
    state: 'undecided',
    rev: 1,
    entry: 1,
    recurrences: 0,
    gen: 0,
    findings: [{ code: 'page.unreadable', severity: 'alert', says }],
    version: { identity: UNREAD, versionId: 'null', lastModified: at, tokens: [], hasText: false },
    openedAt: at,
    updatedAt: at,
  });
  return DONE;
}
