import type { TokenChange } from '../../src/lib/site/registry.ts';
import type { TokenRecord } from '../../src/lib/site/site-record.ts';

/** A token's item after a change: gaining moves `gainedAt`, losing does not, `firstSeen` never moves. */
export function changed(held: TokenRecord | undefined, site: string, change: TokenChange): TokenRecord {
  const { name, key, state, at } = change;
  const { firstSeen, gainedAt } = held ?? { firstSeen: at, gainedAt: at };
  return { site, name, key, state, firstSeen, gainedAt: state === 'live' ? at : gainedAt, lastSeen: at };
}
