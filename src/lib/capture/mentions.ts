import type { CapturedResource } from './captured-resource.ts';
import type { Entry } from './entry.ts';
import { filesOf } from './compare-resources.ts';

/** Longer documents are not searched. */
const LARGEST = 1024 * 1024;

/** Whether what was captured of a resource speaks of another one, by id or name. */
export async function mentions(captured: CapturedResource, { id, name }: Pick<Entry, 'id' | 'name'>): Promise<boolean> {
  const words = [id, name]
    .filter((word) => word.length > 2)
    .map((word) => RegExp.escape(JSON.stringify(word).slice(1, -1)));
  if (words.length === 0) return false;
  const any = new RegExp(`(?<![A-Za-z0-9_-])(?:${words.join('|')})(?![A-Za-z0-9_-])`);
  for (const path of filesOf(captured)) {
    const file = captured.file(path);
    if (!path.endsWith('.json') || !file || file.bytes > LARGEST) continue;
    if (any.test(JSON.stringify(await captured.json(path)))) return true;
  }
  return false;
}
