import { cdnModel } from '../fakes/cdn-model.ts';
import type { CdnModel } from '../fakes/cdn-model.ts';
import { assetsModel } from '../fakes/assets-model.ts';
import type { AssetsModel } from '../fakes/assets-model.ts';
import { manualClock } from '../fakes/clock.ts';
import type { ManualClock } from '../fakes/clock.ts';
import { historiesModel } from '../fakes/histories-model.ts';
import type { HistoriesModel } from '../fakes/histories-model.ts';
import { s3Model } from '../fakes/s3-model.ts';
import type { S3Model, Versioning } from '../fakes/s3-model.ts';
import { snapshotModel } from '../fakes/snapshot-model.ts';
import type { SnapshotModel } from '../fakes/snapshot-model.ts';
import type { StoredObject } from '../fakes/stored-object.ts';
import { tableModel } from '../fakes/table-model.ts';
import type { TableModel } from '../fakes/table-model.ts';
import type { NamedWriter } from '../../src/lib/upload/named-writer.ts';
import { DEFAULT_POLICY } from '../../src/lib/site/policy.ts';
import type { SiteRecord } from '../../src/lib/site/site-record.ts';
import { APPROVERS } from './approvers.ts';
import type { Bug } from './bugs/bug.ts';
import { LIMITS } from './contents.ts';
import type { HeldLink } from './decisions.ts';
import { noGhosts } from './ghosts.ts';
import type { Ghosts } from './ghosts.ts';
import type { Random } from './random.ts';
import type { Setup } from './setup.ts';

/** What broke, in terms of PROTOCOL.md's invariants. */
export interface Violation {
  readonly invariant: string;
  readonly message: string;
}

/** A message of the looks queue. */
export interface Message {
  readonly key: string;
  readonly notices: readonly NamedWriter[];
}

/** Counted so that a run of the simulation can show that it was not idle. */
export interface Tally {
  steps: number;
  crashes: number;
  writes: number;
  lost: number;
  incidents: number;
  restored: number;
  contested: number;
  decisions: number;
  moves: number;
  /** Decisions to bring the previous version back, to guard on, and those that came by a personal link. */
  wishes: number;
  resumed: number;
  byLink: number;
  allowances: number;
  /** Warnings of the guard, and those that a decision ended. */
  warned: number;
  acknowledged: number;
  /** Refusals of those who are no approvers. */
  turnedAway: number;
}

/** A whole history's state: the models, and what the checker knows beyond them. */
export interface World {
  readonly seed: number;
  readonly setup: Setup;
  readonly random: Random;
  readonly clock: ManualClock;
  readonly s3: S3Model;
  readonly table: TableModel;
  readonly snapshots: SnapshotModel;
  readonly histories: HistoriesModel;
  readonly cdn: CdnModel<Cached>;
  readonly assets: AssetsModel;
  readonly inbox: Message[];
  readonly ghosts: Ghosts;
  readonly tally: Tally;
  readonly bug: Bug | undefined;
  readonly keys: readonly string[];
  /** Codes of personal links that were made. */
  readonly codes: HeldLink[];
  readonly log: string[];
  /** Notices from S3 that never arrive; drawn anew now and then. */
  loss: number;
  versioning: Versioning;
  /** Nothing new happens any more: the world comes to rest. */
  resting: boolean;
  violation: Violation | undefined;
  readonly say: (line: string) => void;
  readonly violate: (invariant: string, message: string) => void;
}

/** What the edge holds: an object, and the step at which it was fetched. */
export interface Cached {
  readonly object: StoredObject;
  readonly at: number;
}

export const SITE = 'demo';

export const keyOf = (page: 'P' | 'Q'): string => `${page}.html`;

/** Makes the world of one seed: empty buckets, the site applied. */
export function makeWorld(seed: number, setup: Setup, random: Random, traced: boolean, bug: Bug | undefined): World {
  const clock = manualClock();
  const inbox: Message[] = [];
  const log: string[] = [];
  const ghosts = noGhosts();
  const tally = {
    steps: 0,
    crashes: 0,
    writes: 0,
    lost: 0,
    incidents: 0,
    restored: 0,
    contested: 0,
    decisions: 0,
    moves: 0,
    wishes: 0,
    resumed: 0,
    byLink: 0,
    allowances: 0,
    warned: 0,
    acknowledged: 0,
    turnedAway: 0,
  };
  const { mode, randomEtags, listingSize: pageSize } = setup;
  const onWrite = (entry: StoredObject): void => {
    ghosts.all.push(entry);
    if (entry.versionId === 'gone') ghosts.gone.set(entry.key, entry);
    const notice = { key: entry.key, notices: [writerNotice(entry)] };
    if (!random.chance(world.loss)) inbox.push(notice);
    if (random.chance(setup.duplicates)) inbox.push(notice);
  };
  const s3 = s3Model({ mode, clock: clock.now, randomEtags, pageSize, onWrite });
  const world: World = {
    seed,
    setup,
    random,
    clock,
    s3,
    table: tableModel(),
    snapshots: snapshotModel(),
    histories: historiesModel(),
    cdn: cdnModel((key) => {
      const object = s3.live(key);
      return object && { object, at: tally.steps };
    }),
    assets: assetsModel(mode !== 'unversioned'),
    inbox,
    ghosts,
    tally,
    bug,
    keys: setup.pages.map(keyOf),
    codes: [],
    log,
    loss: setup.loss,
    versioning: mode,
    resting: false,
    violation: undefined,
    say: traced ? (line) => void log.push(`${String(tally.steps).padStart(4)} ${line}`) : () => undefined,
    violate: (invariant, message) => (world.violation ??= { invariant, message }),
  };
  world.table.putSite(siteRecord(setup, clock.now()));
  return world;
}

/** Who wrote an entry, as the notice of S3 says it. */
function writerNotice({ serial, versionId, etag, deleted }: StoredObject): NamedWriter {
  const writer = { principal: `principal-${serial}`, event: deleted ? 'ObjectRemoved:Delete' : 'ObjectCreated:Put' };
  return {
    ...(versionId !== 'null' && versionId !== 'gone' && { versionId }),
    ...(etag !== undefined && { etag }),
    writer,
  };
}

/** The tiny pages differ in nearly all that they have: what is played here is the protocol, not what pages say. */
const CONTENT_IGNORED = { 'page.structure': 'ignore', 'token.hollow': 'ignore' } as const;

function siteRecord({ observes, maxRestores, findsStale }: Setup, now: Date): SiteRecord {
  const mode = observes ? 'observe' : 'enforce';
  return {
    config: {
      name: SITE,
      production: { bucket: 'demo-prod', prefix: '', distributions: ['E1'], originPath: '' },
      pages: ['**/*.html'],
      assets: ['**'],
      tokens: [{ attribute: 'data-feature' }],
      retired: { tokens: [], phrases: [] },
      policy: {
        ...DEFAULT_POLICY,
        mode,
        maxRestores,
        limits: LIMITS,
        severity: { ...DEFAULT_POLICY.severity, ...CONTENT_IGNORED, ...(!findsStale && { 'base.stale': 'ignore' }) },
      },
      approvers: APPROVERS,
      slack: { channel: 'C1', tokenParameter: '/demo/slack' },
      via: 's3',
    },
    rev: 1,
    since: now.toISOString(),
    retired: { tokens: [], phrases: [] },
    pauses: [],
  };
}
