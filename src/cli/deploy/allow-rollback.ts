import type { ApiClient } from '../../lib/api/api-client.ts';
import type { AllowanceShape } from '../../lib/api/site-shapes.ts';
import type { RolledBack } from '../../lib/deploy/rollback-release.ts';
import { shellWord } from '../../lib/deploy/shell-word.ts';
import type { PageRef } from '../../lib/site/page-ref.ts';
import { allowFindings, withdraw } from './allow-findings.ts';
import type { JudgedBack } from './judge-rollback.ts';

/** What was allowed on one page so that the guard does not fight a rollback. */
export interface AllowedBack {
  readonly path: string;
  readonly ref: PageRef;
  readonly made: readonly AllowanceShape[];
}

/** Allows what the guard would find in each page; for who may not, the server refuses the first. May run twice. */
export async function allowRollback(
  judged: readonly JudgedBack[],
  reason: string,
  deps: { readonly api: Pick<ApiClient, 'allow'>; readonly now: () => Date },
): Promise<AllowedBack[]> {
  const allowed: AllowedBack[] = [];
  for (const { path, production, verdict } of judged) {
    const { ref } = production;
    if (production.page) allowed.push({ path, ref, made: await allowFindings(ref, { verdict }, reason, deps) });
  }
  return allowed;
}

/**
 * Takes back what was allowed on pages that somebody else wrote to, and on those after them. Where it was broken off
 * instead, a page may have been written unseen: what was allowed stays. Gives the commands for what could not be taken back.
 */
export async function withdrawUnused(
  allowed: readonly AllowedBack[],
  { kind, undone }: Pick<RolledBack, 'kind' | 'undone'>,
  deps: { readonly api: Pick<ApiClient, 'withdraw'> },
): Promise<string[]> {
  const steps: string[] = [];
  if (kind !== 'lost') return steps;
  const done = new Set(undone.map(({ file }) => file.path));
  for (const { path, ref, made } of allowed) {
    const standing = done.has(path) ? [] : await withdraw(ref, made, deps);
    const page = `${ref.site} ${shellWord(ref.key)}`;
    for (const { id } of standing)
      steps.push(`Take back what was allowed: npx holdfast allow ${page} --withdraw ${id}`);
  }
  return steps;
}
