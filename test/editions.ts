import { unitsOfVersion } from '../src/lib/history/past-units.ts';
import { acceptedVersions } from '../src/lib/history/former.ts';
import { decodeMemory } from '../src/lib/history/encode-memory.ts';
import { beforeOf } from '../src/lib/reconcile/baseline-today.ts';
import { pastOf } from '../src/lib/reconcile/past.ts';
import type { PageRecord } from '../src/lib/site/page-record.ts';
import { KEY } from './approval/people.ts';
import { contentOf } from './page/reading.ts';
import { world } from './world.ts';

export type World = ReturnType<typeof world>;

export const PAGE = { site: 'demo', key: KEY };

/** A page of 60 lines, of which each edition has another one changed. */
export function edition(number: number, feature = '<section data-feature="HERO">Sail with us</section>'): string {
  const line = (index: number) =>
    `<p>Line ${index}, ${index <= number ? `as of edition ${index}` : 'as it ever was'}.</p>`;
  const lines = Array.from({ length: 60 }, (_, index) => line(index + 1));
  return `<!doctype html>\n<html>\n<body>\n${feature}\n${lines.join('\n')}\n</body>\n</html>\n`;
}

/** A world in which so many editions were accepted, one after the other. */
export async function accepted(editions: number): Promise<World> {
  const one = world();
  for (let number = 1; number <= editions; number += 1) {
    one.upload(KEY, edition(number));
    await one.look(KEY);
  }
  return one;
}

/** What the next upload would be judged with. */
export function past(one: World, deps = one.deps) {
  const [page, site] = [one.page(KEY), one.table.site('demo')];
  if (!page || !site) throw new Error('the page is not guarded');
  const view = { ref: PAGE, page, site, notices: [] };
  return pastOf(view, beforeOf(view, deps), deps);
}

/** The contents that the next upload would be judged with, newest first, as far as they are any of these. */
export async function judgedWith(one: World, editions: readonly string[], deps = one.deps): Promise<number[]> {
  const { history } = await past(one, deps);
  const known = editions.map((html) => contentOf(html).units.join());
  if (!history) return [];
  return history.versions.map((_, bit) => known.indexOf(unitsOfVersion(history.past, bit).join()));
}

export const editions = (count: number): string[] => Array.from({ length: count + 1 }, (_, number) => edition(number));
export const counted = (from: number, to: number): number[] =>
  Array.from({ length: from - to + 1 }, (_, back) => from - back);
export const remembered = ({ histories }: World) =>
  decodeMemory(histories.get(PAGE) ?? new Uint8Array())?.identities ?? [];
export const identities = (one: World) => acceptedVersions(one.page(KEY)!).map(({ identity }) => identity);

/** Changes the page's record, as nobody else does. */
export function rewrite(one: World, change: Partial<PageRecord>): void {
  const { rev, ...page } = one.page(KEY)!;
  one.table.commit({ page: { expect: rev, next: { ...page, ...change, rev: rev + 1 } }, incidents: [], tokens: [] });
}
