import { allowanceIdentity, type Allowance } from '../site/page-record.ts';
import { sha256 } from '../site/version.ts';
import { missingFrom } from './missing-from.ts';

/** An allowance that a page got, or that is no longer there. `id` is the same whenever the same change is seen again. */
export interface AllowanceChange {
  readonly what: 'made' | 'gone';
  readonly key: string;
  readonly allowance: Allowance;
  readonly id: string;
}

/** What changed between two images of a page's allowances. */
export function allowanceChanges(
  key: string,
  before: readonly Allowance[],
  after: readonly Allowance[],
): AllowanceChange[] {
  return [
    ...missingFrom(before, after, allowanceIdentity).map((allowance) => changeOf('made', key, allowance)),
    ...missingFrom(after, before, allowanceIdentity).map((allowance) => changeOf('gone', key, allowance)),
  ];
}

function changeOf(what: AllowanceChange['what'], key: string, allowance: Allowance): AllowanceChange {
  return { what, key, allowance, id: `${what}-${sha256(key + allowanceIdentity(allowance)).slice(0, 20)}` };
}
