import { isDeepStrictEqual } from 'node:util';
import type { Release, ReleasedChange, Releases } from '../../src/lib/deploy/release.ts';
import { HoldfastError } from '../../src/lib/errors.ts';
import { frozenCopy } from './frozen.ts';
import { atOnce, type Io } from './io.ts';

/** The release records, in memory. */
export interface ReleasesModel {
  readonly releases: Releases;
  /** All that is recorded of a site, oldest first. */
  readonly all: (site: string) => readonly Release[];
}

/** Makes an empty store; each call is one step of `io`. */
export function releasesModel(io: Io = atOnce): ReleasesModel {
  const records = new Map<string, Release>();
  const changes = new Map<string, ReleasedChange>();
  const at = (site: string, name: string): string => `${site}/${name}`;
  const all = (site: string): readonly Release[] =>
    [...records.values()].filter((release) => release.site === site).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const releases: Releases = {
    begin: (release) =>
      io('begin a release', () => {
        const key = at(release.site, release.id);
        if (records.has(key)) throw new HoldfastError('RELEASE.EXISTS', `There is a release ${release.id} already.`);
        records.set(key, frozenCopy(release));
      }),
    end: (release, state) =>
      io(`end a release: ${state}`, () => {
        const key = at(release.site, release.id);
        const held = records.get(key);
        const next = { ...release, state };
        if (isDeepStrictEqual(held, next)) return 'done';
        if (!isDeepStrictEqual(held, release)) return 'conflict';
        records.set(key, frozenCopy(next));
        return 'done';
      }),
    read: (site, id) => io('read a release', () => records.get(at(site, id))),
    async *newest(site) {
      yield* await io('list releases', () => all(site).toReversed());
    },
    noteChange: (change) =>
      io('note a change', () => {
        const key = at(change.site, change.identity);
        if ((changes.get(key)?.at ?? '') < change.at) changes.set(key, frozenCopy(change));
      }),
    changeOf: (site, identity) => io('read a change', () => changes.get(at(site, identity))),
  };
  return { releases, all };
}
