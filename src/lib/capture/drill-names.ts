import { HoldfastError } from '../errors.ts';
import type { Entry } from './entry.ts';
import { replacedAll } from './id-map.ts';
import { newName, type Renames } from './new-names.ts';
import type { Made } from './restore.ts';

/** What everything that a drill makes is called: `drill-<id>-` before its own name. */
export function drillRenames(drill: string): Renames {
  return { exact: new Map(), prefix: `${drill}-` };
}

/** What a drill is called. */
export const DRILL_NAME = /^drill-[0-9a-z]{6}$/;

/**
 * Throws `DRILL.FOREIGN` for what is not called as this drill calls what it makes, or as something was when it was captured: it is
 * not taken away. Where AWS gives ids, each service sees for itself that the id is of what is called so.
 */
export function refuseForeign(
  { resource: { service, name, id }, ids }: Made,
  drill: string,
  captured: ReadonlySet<string>,
): void {
  const bears = DRILL_NAME.test(drill) && name.startsWith(`${drill}-`);
  const live = captured.has(`${service}/${id}`) || captured.has(`${service}/${name}`);
  if (bears && !live && !Object.entries(ids).some(([was, now]) => was === id && now !== id)) return;
  const hint = 'Look at it yourself; the journal of the drill names it.';
  throw new HoldfastError('DRILL.FOREIGN', `${service}/${name} was not made by ${drill}: it is left alone.`, { hint });
}

/** What resources are called that a drill must not touch, as `refuseForeign` takes it. */
export function liveNames(entries: readonly Entry[]): ReadonlySet<string> {
  return new Set(entries.flatMap(({ service, id, name }) => [`${service}/${id}`, `${service}/${name}`]));
}

/** Reads what a drill made as if it were called as captured: ids, names, and the account. */
export function backwards(
  drill: string,
  {
    made,
    entries,
    accounts,
  }: {
    readonly made: readonly Made[];
    readonly entries: readonly Entry[];
    readonly accounts: { readonly captured: string; readonly now: string };
  },
): (value: unknown) => unknown {
  const renames = drillRenames(drill);
  const words = new Map(entries.map(({ service, name }) => [newName(service, name, renames), name]));
  for (const { ids } of made)
    for (const [captured, now] of Object.entries(ids)) if (now !== '') words.set(now, captured);
  if (accounts.now !== accounts.captured) words.set(accounts.now, accounts.captured);
  return (value) => (typeof value === 'string' ? replacedAll(value, words).replaceAll(renames.prefix, '') : value);
}
