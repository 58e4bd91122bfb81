import type { Registry } from '../../src/lib/site/registry.ts';
import { atOnce } from './io.ts';
import type { Io } from './io.ts';
import type { TableModel } from './table-model.ts';

/** The port's own limit. */
const LISTED = 100;

/** The registry port over the table model: each call is one step of `io`. */
export function fakeRegistry(table: Omit<TableModel, 'registry'>, io: Io = atOnce): Registry {
  return {
    read: (ref) =>
      io(`read ${ref.key}`, () => {
        const page = table.page(ref);
        const site = table.site(ref.site);
        return { ...(page && { page }), ...(site && { site }) };
      }),
    incident: (id) => io(`read incident ${id.slice(0, 8)}`, () => table.incident(id)),
    warning: (site, id) => io(`read warning ${id.slice(0, 8)}`, () => table.warning(site, id)),
    homes: (site, token) => io(`homes of ${token}`, () => table.tokens(site).filter(({ name }) => name === token)),
    recentlyRestored: (site, since) =>
      io(`restored in ${site} since ${since}`, () =>
        table
          .pages(site)
          .flatMap(({ ref, justRestored }) => (justRestored ? [{ key: ref.key, ...justRestored }] : []))
          .filter(({ at }) => at >= since)
          .map(({ key, tokens }) => ({ key, tokens }))
          .slice(0, LISTED),
      ),
    open: (incident) => io(`open incident ${incident.id.slice(0, 8)}`, () => table.open(incident)),
    commit: (transition) => io(`commit ${transition.page.next.ref.key}`, () => table.commit(transition)),
  };
}
