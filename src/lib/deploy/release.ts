/** What one deploy wrote, or is writing, to one target. */
export interface Release {
  /** Sorts by time: `20250114T102200Z-1f2e3d`. */
  readonly id: string;
  readonly site: string;
  readonly target: 'staging' | 'production';
  /** The logical change, where whoever deployed named it. */
  readonly change?: string;
  /** As AWS knows whoever deployed; said by the command line, not proved to a server. */
  readonly by: string;
  /** When it began, ISO 8601. */
  readonly at: string;
  /** In the order of writing: assets first, pages last. */
  readonly files: readonly ReleasedFile[];
  readonly state: 'begun' | 'done' | 'rolled-back';
}

/** One file of a release. Whether it was written is seen at the target: by the identity of what is live there. */
export interface ReleasedFile {
  /** Relative to the target's prefix, with slashes. */
  readonly path: string;
  readonly kind: 'page' | 'asset';
  /** Identity and stored bytes of what is written. */
  readonly identity: string;
  readonly sha256: string;
  readonly size: number;
  /** Identity of what it overwrites, which is on the shelf `replaced`; absent where nothing was there. */
  readonly replaces?: string;
  /**
   * The SHA-256 of the decoded bytes of the production version that it was edited from; `none` where production had
   * nothing. Absent where nobody knows.
   */
  readonly base?: string;
}

/** The release records, `releases/<site>/<id>.json` of the snapshot bucket. */
export interface Releases {
  /** Written once; throws `RELEASE.EXISTS` for an id that is taken. */
  begin(release: Release): Promise<void>;
  /** Replaces a record that was read, while nobody else did; `conflict` otherwise. */
  end(release: Release, state: 'done' | 'rolled-back'): Promise<'done' | 'conflict'>;
  read(site: string, id: string): Promise<Release | undefined>;
  /** Newest first. */
  newest(site: string): AsyncIterable<Release>;
  /**
   * Notes, before a page is written, by which release and change a version of it came: incidents on it name them. May
   * run twice.
   */
  noteChange(change: ReleasedChange): Promise<void>;
  /** The newest change noted for a version of a page. */
  changeOf(site: string, identity: string): Promise<ReleasedChange | undefined>;
}

/** By which release a version came to production. */
export interface ReleasedChange {
  readonly site: string;
  readonly key: string;
  readonly identity: string;
  readonly release: string;
  readonly change?: string;
  readonly by: string;
  readonly at: string;
}

/** User metadata by which an object on staging names its release; production never has it. */
export const RELEASE_METADATA = 'holdfast-release';
