import { fakeAssets } from '../fakes/assets-model.ts';
import { fakeBucket } from '../fakes/fake-bucket.ts';
import { fakeCdn } from '../fakes/cdn-model.ts';
import { fakeHistories } from '../fakes/histories-model.ts';
import { fakeLookQueue } from '../fakes/queue-model.ts';
import { fakeRegistry } from '../fakes/fake-registry.ts';
import { fakeSnapshots } from '../fakes/snapshot-model.ts';
import type { Io } from '../fakes/io.ts';
import { HoldfastError } from '../../src/lib/errors.ts';
import type { ReconcileDeps } from '../../src/lib/reconcile.ts';
import { checkCommit } from './check/commit.ts';
import { checkRemembered } from './check/former.ts';
import { checkWrite } from './check/write.ts';
import type { Run } from './run.ts';
import type { World } from './world.ts';

/** The ports of one run: every call is a step of `io`, and the checker watches each effect as it happens. */
export function watchedPorts(world: World, run: Run, io: Io): ReconcileDeps {
  return {
    registry: fakeRegistry(watchedTable(world, run), io),
    bucket: fakeBucket(watchedBucket(world, run), io),
    snapshots: fakeSnapshots(watchedSnapshots(world), io),
    histories: fakeHistories(watchedHistories(world), io),
    cdn: fakeCdn(watchedCdn(world), io),
    queue: fakeLookQueue({ send: ({ key }) => void world.inbox.push({ key, notices: [] }) }, io),
    assets: fakeAssets(world.assets, io),
    now: world.clock.now,
    backOff: async () => {},
    takeTurn: (_bytes, work) => work(),
  };
}

function watchedBucket(world: World, run: Run): World['s3'] {
  const { s3, tally } = world;
  return {
    ...s3,
    list(key, after) {
      const page = s3.list(key, after);
      if (!after) {
        run.newest.set(key, { entry: page.entries[0], at: tally.steps });
        run.listedNull.delete(key);
      }
      const listedNull = page.entries.find(({ versionId }) => versionId === 'null');
      if (listedNull) run.listedNull.set(key, listedNull);
      return page;
    },
    get(key, versionId) {
      const entry = s3.get(key, versionId);
      if (entry && versionId === 'null') run.gotNull.set(key, entry);
      if (entry && entry === s3.newest(key)) run.newest.set(key, { entry, at: tally.steps });
      return entry;
    },
    put(key, content, mark, condition) {
      const over = s3.newest(key);
      const outcome = s3.put(key, content, mark, condition);
      checkWrite(world, run, { key, over, content, mark, outcome });
      return outcome === 'done' && misreported(world, run) ? 'lost' : outcome;
    },
    remove(key, ifMatch) {
      const over = s3.newest(key);
      const outcome = s3.remove(key, ifMatch);
      checkWrite(world, run, { key, over, outcome });
      return outcome === 'done' && misreported(world, run) ? 'lost' : outcome;
    },
  };
}

function watchedTable(world: World, run: Run): World['table'] {
  const { table, clock } = world;
  return {
    ...table,
    page(ref) {
      run.readAt.set(ref.key, clock.now().getTime());
      return table.page(ref);
    },
    commit(transition) {
      const outcome = checkCommit(world, run, transition);
      return outcome === 'done' && misreported(world, run) ? 'conflict' : outcome;
    },
  };
}

/** A client that sends a write again after a lost answer is told that its condition fails: its own write came between. */
function misreported({ random, setup, resting, say, tally }: World, run: Run): boolean {
  if (resting || !random.chance(setup.misreports)) return false;
  tally.crashes++;
  run.misled = true;
  say(`  ${run.name} is told that this was lost`);
  return true;
}

function watchedSnapshots({ snapshots, ghosts }: World): World['snapshots'] {
  return {
    ...snapshots,
    put(shelf, site, identity, content) {
      snapshots.put(shelf, site, identity, content);
      const kept = snapshots.get(shelf, site, identity);
      if (!kept) return;
      ghosts.kept.add(identity);
      ghosts.keptBytes.add(Buffer.from(kept.bytes).toString('latin1'));
    },
  };
}

/** A memory that is not to be relied on: what is put there may be lost, or be damaged. */
function watchedHistories(world: World): World['histories'] {
  const { histories, random, setup } = world;
  return {
    ...histories,
    put(ref, bytes) {
      checkRemembered(world, ref.key, bytes);
      if (random.chance(setup.forgets)) return;
      histories.put(ref, random.chance(setup.forgets) ? bytes.subarray(0, random.below(bytes.length)) : bytes);
    },
  };
}

function watchedCdn({ cdn, ghosts, tally, say, setup }: World): World['cdn'] {
  return {
    ...cdn,
    purge(site, key, reference) {
      if (setup.cdnRefuses) throw new HoldfastError('CDN.REFUSED', 'There is no such distribution.');
      const outcome = cdn.purge(site, key, reference);
      if (outcome === 'purged') ghosts.lastPurge.set(key, tally.steps);
      if (outcome === 'purged') say(`  the edge forgets ${key} (${reference})`);
      return outcome;
    },
  };
}
