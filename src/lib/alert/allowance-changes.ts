import type { Allowance } from '../site/page-record.ts';
import { sha256 } from '../site/version.ts';

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
  const had = new Set(before.map(identityOf));
  const has = new Set(after.map(identityOf));
  const made = after.filter((allowance) => !had.has(identityOf(allowance)));
  const gone = before.filter((allowance) => !has.has(identityOf(allowance)));
  return [
    ...made.map((allowance) => changeOf('made', key, allowance)),
    ...gone.map((allowance) => changeOf('gone', key, allowance)),
  ];
}

function identityOf({ codes = [], tokens = [], until, reason, by }: Allowance): string {
  return JSON.stringify([codes, tokens, until, reason, by]);
}

function changeOf(what: AllowanceChange['what'], key: string, allowance: Allowance): AllowanceChange {
  return { what, key, allowance, id: `${what}-${sha256(key + identityOf(allowance)).slice(0, 20)}` };
}
