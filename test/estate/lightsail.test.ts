import { Lightsail } from '@aws-sdk/client-lightsail';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startLightsail, type LightsailStandIn } from '../../scripts/estate/stand-ins/lightsail.ts';
import type { Estate } from '../../src/lib/capture/estate.ts';
import { service } from '../../src/lib/estate/lightsail.ts';
import { captureOf, estateAt, newStore, resourceOf } from '../capture/run-capture.ts';
import { compared, everything, stepOf, typed } from './round-trip.ts';

let lightsail: LightsailStandIn;
let estate: Estate;
/** What was waited for in all, in seconds. */
let waited = 0;

const SHOP = {
  name: 'shop',
  blueprintId: 'wordpress',
  bundleId: 'small_3_0',
  ipAddressType: 'dualstack',
  sshKeyName: 'web',
  username: 'bitnami',
  isStaticIp: true,
  publicIpAddress: '192.0.2.7',
  metadataOptions: { state: 'applied', httpTokens: 'required' },
  state: { code: 16, name: 'running' },
  addOns: [{ name: 'AutoSnapshot', status: 'Enabled', snapshotTimeOfDay: '06:00', nextSnapshotTimeOfDay: '06:00' }],
  ports: [
    { fromPort: 443, toPort: 443, protocol: 'tcp', cidrs: ['0.0.0.0/0'] },
    { fromPort: 22, toPort: 22, protocol: 'tcp', cidrs: ['198.51.100.0/24', '192.0.2.0/24'] },
  ],
  tags: [{ key: 'site', value: 'shop' }],
};

beforeEach(async () => {
  waited = 0;
  const zone = {
    domainEntries: [
      { id: '1', name: 'example.org', type: 'NS', target: 'ns-1.example.org' },
      { id: '2', name: 'www.example.org', type: 'A', target: '192.0.2.7', isAlias: false },
    ],
  };
  lightsail = await startLightsail({
    instances: [SHOP],
    disks: ['a', 'b', 'c', 'd'].map((name) => ({ name: `disk-${name}`, sizeInGb: 8, state: 'in-use' })),
    staticIps: [{ name: 'shop-ip', ipAddress: '192.0.2.7', attachedTo: 'shop', isAttached: true }],
    keyPairs: [{ name: 'web', fingerprint: 'aa:bb' }],
    domains: [{ name: 'example.org', ...zone }],
    loadBalancers: [
      { name: 'front', instancePort: 80, publicPorts: [443, 80], healthCheckPath: '/?token=canary-path' },
    ],
    relationalDatabases: [{ name: 'orders', relationalDatabaseBundleId: 'micro_2_0', masterUsername: 'admin' }],
  });
  const bare = estateAt({
    endpoint: 'http://127.0.0.1:1',
    standIns: { Lightsail: lightsail.url },
    regions: ['us-east-1', 'eu-central-1'],
  });
  estate = {
    ...bare,
    now: () => new Date(Date.now() + waited * 1000),
    wait: async (milliseconds) => {
      waited += milliseconds / 1000;
    },
  };
});

afterEach(() => lightsail.close());

it('captures instances with a snapshot that it follows, and all else as configuration', async () => {
  lightsail.pendingFor = 5;
  const capture = await captureOf([service], estate);
  expect(Object.keys(compared(capture)).toSorted()).toStrictEqual(
    [
      'databases/orders',
      'disks/disk-a',
      'disks/disk-b',
      'disks/disk-c',
      'disks/disk-d',
      'domains/example.org',
      'instances/shop',
      'key-pairs/web',
      'load-balancers/front',
      'static-ips/shop-ip',
    ].map((folder) => `lightsail/${folder}/config.json`),
  );
  const shop = resourceOf(capture, 'shop');
  expect(await shop.json('config.json')).toStrictEqual({
    name: 'shop',
    blueprintId: 'wordpress',
    bundleId: 'small_3_0',
    ipAddressType: 'dualstack',
    sshKeyName: 'web',
    username: 'bitnami',
    isStaticIp: true,
    publicIpAddress: '192.0.2.7',
    availabilityZone: 'us-east-1a',
    metadataOptions: { httpTokens: 'required' },
    disks: [],
    addOns: [{ name: 'AutoSnapshot', status: 'Enabled', snapshotTimeOfDay: '06:00' }],
    ports: [
      { cidrs: ['192.0.2.0/24', '198.51.100.0/24'], fromPort: 22, protocol: 'tcp', toPort: 22 },
      { cidrs: ['0.0.0.0/0'], fromPort: 443, protocol: 'tcp', toPort: 443 },
    ],
    tags: { site: 'shop' },
  });
  expect(await shop.json('observed.json')).toMatchObject({
    snapshot: {
      name: expect.stringMatching(/^holdfast-capture-\d+-shop-snapshot$/),
      region: 'us-east-1',
      state: 'available',
      sizeInGb: 40,
      arn: expect.stringContaining('instanceSnapshots'),
    },
  });
  expect(shop.entry.objects).toBe(1);
  expect(waited).toBeGreaterThan(10);
  expect(await everything(capture)).not.toContain('canary');
  expect(await resourceOf(capture, 'example.org').json('config.json')).toMatchObject({
    records: [{ name: 'www.example.org', type: 'A', target: '192.0.2.7' }],
  });
});

it('starts no snapshot while only differences are looked for, and compares equal', async () => {
  const store = await newStore();
  const before = await captureOf([service], estate, { store });
  const asked = lightsail.asked.length;
  const look = await captureOf([service], estate, { store, fetches: false });
  expect(lightsail.asked.slice(asked)).not.toContain('CreateInstanceSnapshot');
  expect(compared(look)).toStrictEqual(compared(before));
  const quiet: Estate = { ...estate, options: () => ({ snapshots: false }) };
  await captureOf([service], quiet);
  expect(lightsail.instanceSnapshots).toHaveLength(1);
});

it('goes on with the snapshot that was started before, and waits out throttling', async () => {
  lightsail.busy = 3;
  lightsail.pendingFor = 1_000_000;
  const first = await captureOf([service], estate);
  expect(first.metadata.status).toBe('incomplete');
  const failed = first.metadata.resources.find(({ name }) => name === 'shop');
  expect(failed?.error).toMatchObject({ code: 'ESTATE.SNAPSHOT', message: expect.stringContaining('60 minutes') });
  const [started] = lightsail.instanceSnapshots.values();
  if (!started) expect.fail('no snapshot');
  lightsail.instanceSnapshots.set(started.name, { ...started, pending: 0 });
  const again = { ...estate };
  const second = await captureOf([service], again, { name: first.metadata.name });
  expect(await resourceOf(second, 'shop').json('observed.json')).toMatchObject({ snapshot: { name: started.name } });
  expect(lightsail.asked.filter((each) => each === 'CreateInstanceSnapshot')).toHaveLength(1);
});

it('says which snapshot failed, and how to go on', async () => {
  lightsail.outcome = 'error';
  const { metadata } = await captureOf([service], estate);
  const failed = metadata.resources.filter(({ status }) => status === 'failed');
  expect(failed).toMatchObject([
    { name: 'shop', error: { code: 'ESTATE.SNAPSHOT', hint: expect.stringContaining('delete-instance-snapshot') } },
  ]);
});

it('gives the commands that make an instance of its snapshot, and that mend one', async () => {
  const store = await newStore();
  const before = await captureOf([service], estate, { store });
  const shop = resourceOf(before, 'shop');
  const hands = { lightsail: estate.client(Lightsail) };
  expect(await stepOf(service, shop, estate)).toMatchObject({ kind: 'leave' });
  lightsail.instances.set('shop', {
    ...(lightsail.instances.get('shop') ?? SHOP),
    ports: [],
    tags: [{ key: 'other', value: 'x' }],
  });
  const change = await stepOf(service, shop, estate);
  expect(await typed(change.commands, hands)).toStrictEqual([
    'put-instance-public-ports',
    'tag-resource',
    'untag-resource',
  ]);
  expect(await stepOf(service, shop, estate)).toMatchObject({ kind: 'leave' });
  lightsail.instances.clear();
  const create = await stepOf(service, shop, estate);
  expect(await typed(create.commands, hands)).toStrictEqual([
    'create-instances-from-snapshot',
    'put-instance-public-ports',
  ]);
  const again = await captureOf([service], estate, { store, fetches: false });
  expect(await resourceOf(again, 'shop').json('config.json')).toMatchObject({
    blueprintId: 'wordpress',
    sshKeyName: 'web',
    tags: { site: 'shop' },
    ports: [{ fromPort: 22 }, { fromPort: 443 }],
  });
});
