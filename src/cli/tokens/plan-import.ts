import type { TokenRecord } from '../../lib/site/site-record.ts';
import { utcMinute } from '../when.ts';
import type { FlatToken } from './flat-line.ts';

/** What a list says beyond the registry. Lists have minutes: a time within the same minute is the same. */
export interface ImportPlan {
  /** Known on that page, and first seen earlier than the registry says. */
  readonly earlier: readonly FlatToken[];
  readonly unknown: readonly FlatToken[];
  readonly same: readonly FlatToken[];
  /** Of all of them, those that are not live now. */
  readonly notLive: readonly FlatToken[];
}

/** Compares a list with the registry; each token of it is in one of `earlier`, `unknown` and `same`. */
export function planImport(
  list: readonly FlatToken[],
  known: (token: FlatToken) => Pick<TokenRecord, 'firstSeen' | 'state'> | undefined,
): ImportPlan {
  const kinds = Map.groupBy(list, (token) => kindOf(token, known(token)));
  return {
    earlier: kinds.get('earlier') ?? [],
    unknown: kinds.get('unknown') ?? [],
    same: kinds.get('same') ?? [],
    notLive: list.filter((token) => known(token)?.state !== 'live'),
  };
}

function kindOf({ at }: FlatToken, record: Pick<TokenRecord, 'firstSeen'> | undefined) {
  if (!record) return 'unknown';
  return utcMinute(at) < utcMinute(record.firstSeen) ? 'earlier' : 'same';
}
