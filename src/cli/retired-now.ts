import type { RetiredShape } from '../lib/api/site-shapes.ts';
import type { SiteRecord } from '../lib/site/site-record.ts';
import { firstFew } from './printable.ts';

type Retired = Pick<RetiredShape, 'kind' | 'name'>;

/** What a site has retired, in one sentence, however much that is. */
export function retiredNow(site: string, retired: readonly Retired[]): string {
  if (retired.length === 0) return `Nothing is retired of ${site}.`;
  return `Retired of ${site}: ${firstFew(retired.map(retiredName))}.`;
}

/** A token by its name, a phrase in quotes. */
export function retiredName({ kind, name }: Retired): string {
  return kind === 'token' ? name : `"${name}"`;
}

const KIND = { tokens: 'token', phrases: 'phrase' } as const;

/** What the configuration and people retired, each once; nothing of a site that was never applied. */
export function retiredOf(record: Pick<SiteRecord, 'config' | 'retired'> | undefined): Retired[] {
  if (!record) return [];
  const { config, retired } = record;
  return (['tokens', 'phrases'] as const).flatMap((list) =>
    [...new Set([...config.retired[list], ...retired[list]])].map((name) => ({ kind: KIND[list], name })),
  );
}
