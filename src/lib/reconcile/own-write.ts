import { countedRestores } from './put-back.ts';
import { seenAs, type Read } from './read-version.ts';
import { AGAIN, nextPage, type PageView, type ReconcileDeps, type Step, type View } from './view.ts';

function attemptOf(view: View, version: Read) {
  if (version.deleted || version.mark === undefined) return undefined;
  return view.page?.attempts.find(({ n, identity }) => n === version.mark && identity === version.identity);
}

/** Ours is what carries the number of an attempt that is still open, and its identity: a copied mark proves nothing. */
export function isOurs(view: View, version: Read): boolean {
  return attemptOf(view, version) !== undefined;
}

/** Remembers that a write of ours was seen: its number is used up, its restore counted, its purge owed. */
export async function recordOwnWrite(view: PageView, version: Read, { registry, now }: ReconcileDeps): Promise<Step> {
  const { page } = view;
  const attempt = attemptOf(view, version);
  if (!attempt) return AGAIN;
  const next = nextPage(view, {
    seen: seenAs(version, 'good'),
    attempts: page.attempts.filter(({ n }) => n !== attempt.n),
    restores: attempt.counted ? page.restores : countedRestores(page, now()),
    landed: attempt.incident ? [...page.landed, attempt.incident] : page.landed,
    // This write may have been purged before the decision whose own purge is still owed.
    purge: page.purge?.startsWith('d') ? `d${page.rev}` : `m${attempt.n}`,
  });
  const outcome = await registry.commit({ page: { expect: page.rev, next }, incidents: [], tokens: [] });
  return outcome === 'done' ? { kind: 'go-on', view: { ...view, page: next } } : AGAIN;
}
