import type { RetiredShape } from '../lib/api/site-shapes.ts';
import { firstFew } from './printable.ts';

/** What a site has retired, in one sentence, however much that is. */
export function retiredNow(site: string, retired: readonly Pick<RetiredShape, 'kind' | 'name'>[]): string {
  if (retired.length === 0) return `Nothing is retired of ${site}.`;
  return `Retired of ${site}: ${firstFew(retired.map(({ kind, name }) => (kind === 'token' ? name : `"${name}"`)))}.`;
}
