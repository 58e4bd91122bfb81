import { bearing } from '../../src/lib/aws/api-authorize.ts';
import { apiHealth, httpApi } from '../../src/lib/aws/api-client.ts';
import { HoldfastError } from '../../src/lib/errors.ts';
import type { Operations } from '../../src/lib/aws/dynamo-operations.ts';
import type { Notifications } from '../../src/lib/aws/notification-rules.ts';
import type { ExpiryRule, OperatorBucket, Versioning } from '../../src/lib/aws/operator-bucket.ts';
import type { QueueState } from '../../src/lib/aws/operator-queue.ts';
import type { Operator } from '../../src/lib/aws/operator.ts';
import type { Stack } from '../../src/lib/aws/stack.ts';
import type { DistributionConfig } from '../../src/lib/deploy/compare-targets-cdn.ts';
import type { PageRef } from '../../src/lib/site/page-ref.ts';
import type { SiteRecord, TokenRecord } from '../../src/lib/site/site-record.ts';
import type { Warning } from '../../src/lib/site/warning.ts';
import { identify, sha256, type ServedHeaders, type Version } from '../../src/lib/site/version.ts';
import type { PageSummary } from '../../src/lib/sweep.ts';
import { edgeModel, type EdgeModel } from '../fakes/edge-model.ts';
import { historiesModel } from '../fakes/histories-model.ts';
import { releasesModel } from '../fakes/releases-model.ts';
import type { S3Model } from '../fakes/s3-model.ts';
import { snapshotModel } from '../fakes/snapshot-model.ts';
import { tableModel } from '../fakes/table-model.ts';
import { fakeTarget } from '../fakes/target-model.ts';

/** An old or live version of a fake bucket's object; without text, a deletion. */
export interface PastObject {
  readonly versionId: string;
  readonly lastModified: string;
  readonly text?: string;
  readonly headers?: Partial<ServedHeaders>;
  readonly mark?: number;
}

/** A bucket in memory, as a person sees it. */
export interface BucketState {
  versioning: Versioning;
  acls: boolean;
  expiry: ExpiryRule[];
  notifications: Notifications;
  policy: string | undefined;
  readonly objects: Map<string, { text: string; headers?: Partial<ServedHeaders> }>;
  /** What the bucket keeps of each key, oldest first. */
  readonly past: Map<string, PastObject[]>;
}

/** All that a fake stack holds; tests write to it and read from it. */
export interface World {
  readonly stack: Stack;
  readonly sites: Map<string, SiteRecord>;
  readonly pages: PageSummary[];
  readonly tokens: TokenRecord[];
  readonly warnings: Warning[];
  readonly sweeps: Map<string, string>;
  readonly buckets: Map<string, BucketState>;
  readonly queues: Map<string, QueueState>;
  readonly distributions: Map<string, { enabled: boolean; domain: string }>;
  /** What distributions are set up to do, by id. */
  readonly distributionConfigs: Map<string, DistributionConfig>;
  /** Buckets that are deployed to, by name. */
  readonly targets: Map<string, S3Model>;
  /** What visitors get, and what was purged. */
  readonly edge: EdgeModel;
  /** What deploys read of the guard's stores, and keep there. */
  stores: Operator['stores'];
  readonly parameters: Map<string, string>;
  subscriptions: number | undefined;
  /** Pages that were asked for, in order. */
  readonly asked: PageRef[];
  /** The stack's API. */
  fetch: (url: URL, init: RequestInit) => Promise<Response>;
  /** Who calls the API. */
  token: string;
  /** What happens while a command waits. */
  onWait: () => Promise<void>;
  /** Runs before each write of a site or of a bucket's policy: how somebody else gets in between. */
  meanwhile: () => void;
}

const STACK: Stack = {
  stage: 'prod',
  region: 'us-east-1',
  table: 'table',
  queue: 'https://sqs/uploads',
  dlq: 'https://sqs/dead',
  topic: 'arn:aws:sns:us-east-1:123456789012:alerts',
  snapshots: 'snapshots',
  api: 'https://api.example.com',
};

/** An empty bucket. */
export function emptyBucket(): BucketState {
  return {
    versioning: 'off',
    acls: false,
    expiry: [],
    notifications: {},
    policy: undefined,
    objects: new Map(),
    past: new Map(),
  };
}

/** A stack with queues, a snapshot bucket and one subscriber, and nothing else. */
export function emptyWorld(): World {
  const queue = (name: string) => ({
    arn: `arn:aws:sqs:us-east-1:123456789012:${name}`,
    waiting: 0,
    inFlight: 0,
    delayed: 0,
  });
  return {
    stack: STACK,
    sites: new Map(),
    pages: [],
    tokens: [],
    warnings: [],
    sweeps: new Map(),
    buckets: new Map([['snapshots', emptyBucket()]]),
    queues: new Map([
      [STACK.queue, queue('uploads')],
      [STACK.dlq, queue('dead')],
    ]),
    distributions: new Map(),
    distributionConfigs: new Map(),
    targets: new Map(),
    edge: edgeModel(),
    stores: {
      registry: tableModel().registry,
      snapshots: snapshotModel().snapshots,
      histories: historiesModel().histories,
      releases: releasesModel().releases,
    },
    parameters: new Map(),
    subscriptions: 1,
    asked: [],
    fetch: () => Promise.reject(new Error('there is no API')),
    token: 'approver',
    onWait: async () => undefined,
    meanwhile: () => undefined,
  };
}

/** The operator port over a world. */
export function fakeOperator(world: World): Operator {
  const http = { fetch: (url: URL, init: RequestInit) => world.fetch(url, init), wait: async () => undefined };
  return {
    stack: world.stack,
    endpoint: 'us-east-1',
    operations: fakeOperations(world),
    looks: { ask: async (refs) => void world.asked.push(...refs) },
    api: httpApi(world.stack.api, { ...http, authorize: bearing(world.token) }),
    health: () => apiHealth(world.stack.api, http),
    caller: async () => ({ account: '123456789012', arn: 'arn:aws:iam::123456789012:user/cb' }),
    bucket: (name) => fakeBucket(world, name),
    target(name) {
      const found = world.targets.get(name);
      if (!found) throw new HoldfastError('BUCKET.MISSING', `There is no bucket ${name}`);
      return fakeTarget(found);
    },
    edge: world.edge.edge,
    stores: world.stores,
    queue: async (url) => world.queues.get(url),
    subscriptions: async () => world.subscriptions,
    parameter: async (name) => world.parameters.get(name),
    distribution: async (id) => world.distributions.get(id),
    distributionConfig: async (id) => world.distributionConfigs.get(id),
  };
}

function fakeOperations(world: World): Operations {
  const write = (name: string, expect: number | 'absent', change: (record: SiteRecord | undefined) => SiteRecord) => {
    world.meanwhile();
    const record = world.sites.get(name);
    if ((record?.rev ?? 'absent') !== expect) return 'conflict';
    world.sites.set(name, { ...change(record), rev: (record?.rev ?? 0) + 1 });
    return 'done';
  };
  const ofSite = <T>(all: readonly T[], named: (each: T) => string, site: string) => {
    return (async function* () {
      yield* all.filter((each) => named(each) === site);
    })();
  };
  return {
    site: async (name) => structuredClone(world.sites.get(name)),
    applySite: async (config, now, expect) =>
      write(config.name, expect, (record) => ({
        ...(record ?? { rev: 0, since: now, retired: { tokens: [], phrases: [] }, pauses: [] }),
        config,
      })),
    async *appliedSites() {
      yield* world.sites.values();
    },
    pages: (site) => ofSite(world.pages, ({ ref }) => ref.site, site),
    openWarnings: (site) => ofSite(world.warnings, (warning) => warning.site, site),
    tokens: (site) => ofSite(world.tokens, (token) => token.site, site),
    async importToken({ at, ...named }) {
      const place = world.tokens.findIndex((each) =>
        (['site', 'name', 'key'] as const).every((on) => each[on] === named[on]),
      );
      const held = world.tokens[place];
      if (!held) {
        world.tokens.push({ ...named, state: 'lost', firstSeen: at, gainedAt: at, lastSeen: at });
        return 'recorded';
      }
      if (held.firstSeen <= at) return 'kept';
      world.tokens[place] = { ...held, firstSeen: at };
      return 'earlier';
    },
    async lastSweep(site) {
      const at = world.sweeps.get(site);
      return at === undefined ? undefined : { at, compared: 0, asked: 0 };
    },
  };
}

function fakeBucket({ buckets, meanwhile }: World, name: string): OperatorBucket {
  const bucket = () => {
    const found = buckets.get(name);
    if (!found) throw new HoldfastError('BUCKET.MISSING', `There is no bucket ${name}`);
    return found;
  };
  return {
    versioning: async () => buckets.get(name)?.versioning,
    async turnVersioningOn() {
      bucket().versioning = 'on';
    },
    async *live(prefix) {
      for (const [key, { text }] of bucket().objects) if (key.startsWith(prefix)) yield { key, size: text.length };
    },
    async read(key, limit) {
      const object = bucket().objects.get(key);
      return object && versionOf(object.text, object.headers, limit);
    },
    async *versions(key) {
      for (const { versionId, lastModified, text } of bucket().past.get(key)?.toReversed() ?? [])
        yield { versionId, lastModified, deleted: text === undefined };
    },
    async get(key, versionId, limit) {
      const { text, headers, ...named } =
        bucket()
          .past.get(key)
          ?.find((each) => each.versionId === versionId) ?? {};
      return text === undefined ? undefined : { ...versionOf(text, headers, limit), ...named };
    },
    expiryRules: async () => bucket().expiry,
    usesAcls: async () => bucket().acls,
    notifications: async () => structuredClone(bucket().notifications),
    async setNotifications({ seen, next }) {
      if (JSON.stringify(seen) !== JSON.stringify(bucket().notifications)) {
        throw new HoldfastError('BUCKET.CHANGED', 'Somebody changed the notifications meanwhile.');
      }
      bucket().notifications = structuredClone(next);
    },
    policy: async () => bucket().policy,
    async setPolicy({ seen, next }) {
      meanwhile();
      if (seen !== bucket().policy) throw new HoldfastError('BUCKET.CHANGED', 'Somebody changed the policy meanwhile.');
      bucket().policy = next;
    },
  };
}

function versionOf(text: string, given: Partial<ServedHeaders> | undefined, limit: number): Version {
  const bytes = Buffer.from(text);
  const headers = { contentType: 'text/html', metadata: {}, ...given };
  return {
    versionId: 'v1',
    etag: '"1"',
    lastModified: '2026-01-01T00:00:00.000Z',
    deleted: false,
    identity: identify(sha256(bytes), headers),
    sha256: sha256(bytes),
    size: bytes.length,
    ...(bytes.length <= limit && { bytes }),
    headers,
    storedAs: {},
  };
}
