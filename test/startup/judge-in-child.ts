import { sha256 } from '../../src/lib/site/version.ts';
import { reconcile } from '../../src/lib/reconcile.ts';
import { world } from '../world.ts';
import { diskBucket, diskSnapshots } from './disk-stores.ts';

// Runs in a process of its own, whose peak of resident memory is asserted on: only the guard itself is to hold pages.
const [folder = '', good = '', stale = ''] = process.argv.slice(2);
const { deps, table, clock, incidents } = world();
const { bucket, upload } = diskBucket(folder);
const guard = { ...deps, bucket, snapshots: diskSnapshots(folder) };
const look = () => reconcile({ site: 'demo', key: 'index.html' }, { notices: [] }, guard);

upload(good);
await look();
const accepted = table.page({ site: 'demo', key: 'index.html' })?.baseline?.tokens.length;
upload(stale);
clock.advance(1000);
const outcome = await look();
const live = await bucket.head('index.html');
const served = await bucket.get('index.html', live?.versionId ?? '', Number.POSITIVE_INFINITY);
console.log(
  JSON.stringify({
    outcome,
    accepted,
    incidents: incidents(),
    served: sha256(served?.bytes ?? ''),
    peak: process.resourceUsage().maxRSS * 1024,
  }),
);
