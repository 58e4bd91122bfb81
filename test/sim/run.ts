import type { StoredObject } from '../fakes/stored-object.ts';
import type { Approver } from '../../src/lib/site/site.ts';
import type { ListedVersion } from '../../src/lib/site/version.ts';
import { DELETED } from '../../src/lib/site/version.ts';
import type { World } from './world.ts';

/** One run of a function, and what it was shown. */
export interface Run {
  readonly name: string;
  readonly by: 'guard' | 'person' | 'sweep' | 'alerter';
  /** By page: what was live when it was last listed or read, and when. */
  readonly newest: Map<string, { entry: StoredObject | undefined; at: number }>;
  readonly listedNull: Map<string, StoredObject>;
  readonly gotNull: Map<string, StoredObject>;
  /** By page: when its record was last read, in milliseconds of the model's clock. */
  readonly readAt: Map<string, number>;
  /** Of a person: under which name the site would have to know this one, and the hash of the link that was shown. */
  readonly as?: Approver;
  readonly link?: string;
  /** Transitions that took effect. */
  written: number;
  /** Was told of a lost write that took effect. */
  misled: boolean;
}

export function newRun(name: string, by: Run['by'], who: Pick<Run, 'as' | 'link'> = {}): Run {
  return {
    name,
    by,
    newest: new Map(),
    listedNull: new Map(),
    gotNull: new Map(),
    readAt: new Map(),
    ...who,
    written: 0,
    misled: false,
  };
}

/** Which upload a run speaks of. `tie`: two `null` uploads of one second looked alike, so nobody can tell. */
export interface Resolved {
  readonly entry?: StoredObject;
  readonly tie: boolean;
}

/** Finds the upload behind a version that a record names. */
export function resolve(
  { ghosts }: World,
  run: Run,
  key: string,
  version: Omit<ListedVersion, 'deleted'> & { identity: string },
): Resolved {
  const { versionId, identity, etag, lastModified } = version;
  if (versionId === 'gone') return known(ghosts.gone.get(key));
  if (versionId !== 'null') return known(ghosts.all.findLast((e) => e.key === key && e.versionId === versionId));
  const listed = run.listedNull.get(key);
  const got = run.gotNull.get(key);
  const fits = (entry: StoredObject | undefined): boolean =>
    entry?.identity === identity && entry.etag === etag && entry.lastModified === lastModified;
  if (identity === DELETED) return known(fits(listed) ? listed : lastNull());
  if (!got || !fits(got)) return known(lastNull());
  if (!listed || listed.serial === got.serial) return known(got);
  if (listed.identity !== got.identity) return { entry: got, tie: true };
  return known(got.own ? got : listed);

  function lastNull(): StoredObject | undefined {
    return ghosts.all.findLast((entry) => entry.key === key && entry.versionId === 'null' && fits(entry));
  }
}

const known = (entry: StoredObject | undefined): Resolved => (entry ? { entry, tie: false } : { tie: false });
