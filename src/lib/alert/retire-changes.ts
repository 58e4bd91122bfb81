import type { Retired, Retirement } from '../site/site-record.ts';
import { sha256 } from '../site/version.ts';

/**
 * A token or phrase that people retired, or let come back. `because` is the retirement that began, or the one that ended;
 * who ended it is not recorded. `id` is the same whenever the same change is seen again.
 */
export interface RetireChange extends Pick<Retirement, 'kind' | 'name'> {
  readonly what: 'retired' | 'unretired';
  readonly because?: Pick<Retirement, 'reason' | 'by' | 'at'>;
  readonly id: string;
}

/** What changed between two images of what people retired on a site. */
export function retireChanges(before: Retired, after: Retired): RetireChange[] {
  return [...newIn(after, before, 'retired'), ...newIn(before, after, 'unretired')];
}

function newIn(here: Retired, there: Retired, what: RetireChange['what']): RetireChange[] {
  const tokens = here.tokens.filter((name) => !there.tokens.includes(name));
  const phrases = here.phrases.filter((name) => !there.phrases.includes(name));
  return [
    ...tokens.map((name) => changeOf({ what, kind: 'token', name }, here)),
    ...phrases.map((name) => changeOf({ what, kind: 'phrase', name }, here)),
  ];
}

function changeOf(change: Omit<RetireChange, 'id' | 'because'>, { because = [] }: Retired): RetireChange {
  const { what, kind, name } = change;
  const found = because.find((each) => each.kind === kind && each.name === name);
  const id = `${what}-${sha256(JSON.stringify([kind, name, found?.at])).slice(0, 20)}`;
  if (!found) return { ...change, id };
  const { reason, by, at } = found;
  return { ...change, because: { reason, by, at }, id };
}
