import * as z from 'zod';
import { BASE } from '../../lib/aws/base-file.ts';
import type { Base, Workspace } from '../../lib/deploy/workspace.ts';

const KEPT = z.object({
  live: BASE,
  base: z.string().optional(),
  local: z.string(),
});

/** What was kept so that a page can be merged: the live version, and digests of its base and of the file as it was. */
export interface KeptMerge {
  readonly live: Base;
  /** SHA-256 of the bytes of the base; absent where nobody has them. */
  readonly base?: string;
  readonly local: string;
}

/** Names of what is kept for merging a page, below `.holdfast/`. */
export function mergeNames(site: string, path: string) {
  const name = `merge/${site}/${path}`;
  return { base: `${name}.base`, live: `${name}.live`, note: `${name}.json` };
}

/** What was kept last for merging a page; `undefined` for nothing, or nothing sound. */
export async function keptMerge(
  workspace: Pick<Workspace, 'site' | 'kept'>,
  path: string,
): Promise<KeptMerge | undefined> {
  const bytes = await workspace.kept(mergeNames(workspace.site, path).note);
  const parsed = bytes && KEPT.safeParse(jsonOf(bytes));
  return parsed?.success ? parsed.data : undefined;
}

/**
 * Keeps both other sides of a page that diverged, the note last; gives their absolute paths. Of a merge that is under way,
 * it stays known how the file was before.
 */
export async function keepForMerge(
  workspace: Pick<Workspace, 'site' | 'keep' | 'kept'>,
  path: string,
  sides: { readonly base?: Uint8Array; readonly live: Uint8Array },
  note: KeptMerge,
): Promise<{ base?: string; live: string }> {
  const names = mergeNames(workspace.site, path);
  const before = await keptMerge(workspace, path);
  const goesOn = before?.live.identity === note.live.identity && before.base === note.base;
  const base = sides.base && (await workspace.keep(names.base, sides.base));
  const live = await workspace.keep(names.live, sides.live);
  const kept = { ...note, ...(goesOn && { local: before.local }) };
  await workspace.keep(names.note, new TextEncoder().encode(JSON.stringify(kept)));
  return { live, ...(base !== undefined && { base }) };
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
