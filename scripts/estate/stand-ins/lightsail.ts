import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import * as z from 'zod';

/** A thing of the stand-in as its API tells it, with what the caller sets. */
export type LightsailItem = Readonly<Record<string, unknown>> & { readonly name: string };

/** What the stand-in has, by kind. */
export interface LightsailThings {
  readonly instances: Map<string, LightsailItem>;
  readonly instanceSnapshots: Map<string, LightsailItem>;
  readonly relationalDatabases: Map<string, LightsailItem>;
  readonly disks: Map<string, LightsailItem>;
  readonly staticIps: Map<string, LightsailItem>;
  readonly loadBalancers: Map<string, LightsailItem>;
  readonly domains: Map<string, LightsailItem>;
  readonly keyPairs: Map<string, LightsailItem>;
}

/** A stand-in for Lightsail on this machine. */
export interface LightsailStandIn extends LightsailThings {
  readonly url: string;
  /** The operations that were asked, in order. */
  readonly asked: string[];
  /** How many of the next requests are throttled. */
  busy: number;
  /** How often a new snapshot is told as pending before it is there. */
  pendingFor: number;
  /** What becomes of new snapshots. */
  outcome: 'available' | 'error';
  close(): Promise<void>;
}

/** Which list an operation is about, and what it calls one of its members. */
const KINDS = {
  Instance: 'instances',
  InstanceSnapshot: 'instanceSnapshots',
  RelationalDatabase: 'relationalDatabases',
  Disk: 'disks',
  StaticIp: 'staticIps',
  LoadBalancer: 'loadBalancers',
  Domain: 'domains',
  KeyPair: 'keyPairs',
} as const satisfies Record<string, keyof LightsailThings>;

const PAGE = 3;
const CREATED = 1_772_357_400;

const INPUT = z.looseObject({});
const TEXT = z.string().min(1);

/** A failure as Lightsail words it. */
class Refused extends Error {
  readonly type: string;
  readonly status: number;
  constructor(type: string, message: string, status = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

/**
 * Answers as Lightsail's API documents (https://docs.aws.amazon.com/lightsail/2016-11-28/api-reference/): JSON 1.1, lists by page,
 * snapshots that are pending for a while, and its failures.
 */
export async function startLightsail(
  things: Partial<Record<keyof LightsailThings, readonly LightsailItem[]>> = {},
): Promise<LightsailStandIn> {
  const kept = (kind: keyof LightsailThings) =>
    new Map((things[kind] ?? []).map((item) => [item.name, completed(kind, item)]));
  const state: Omit<LightsailStandIn, 'url' | 'close'> = {
    instances: kept('instances'),
    instanceSnapshots: kept('instanceSnapshots'),
    relationalDatabases: kept('relationalDatabases'),
    disks: kept('disks'),
    staticIps: kept('staticIps'),
    loadBalancers: kept('loadBalancers'),
    domains: kept('domains'),
    keyPairs: kept('keyPairs'),
    asked: [],
    busy: 0,
    pendingFor: 2,
    outcome: 'available',
  };
  const server = createServer((request, response) => {
    void answer(request, response, state).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

type State = Omit<LightsailStandIn, 'url' | 'close'>;

/** What AWS adds to everything. */
function completed(kind: keyof LightsailThings, item: LightsailItem): LightsailItem {
  const zone = kind === 'domains' ? 'all' : 'us-east-1a';
  return {
    arn: `arn:aws:lightsail:us-east-1:123456789012:${kind}/${item.name}`,
    supportCode: '123456789012/i-0123456789',
    createdAt: CREATED,
    location: { availabilityZone: zone, regionName: kind === 'domains' ? 'global' : 'us-east-1' },
    tags: [],
    ...item,
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, state: State): Promise<void> {
  const [prefix, operation = ''] = String(request.headers['x-amz-target']).split('.');
  const input = INPUT.parse(await json(request));
  try {
    const region = /Credential=[^/]+\/\d{8}\/([a-z0-9-]+)\/lightsail\//.exec(request.headers.authorization ?? '')?.[1];
    if (!region) throw new Refused('UnauthenticatedException', 'The request is not signed.', 403);
    if (prefix !== 'Lightsail_20161128') throw new Refused('UnknownOperationException', operation);
    if (state.busy > 0) {
      state.busy -= 1;
      throw new Refused('ThrottlingException', 'Rate exceeded');
    }
    state.asked.push(operation);
    send(response, 200, answerTo(operation, input, state, region));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    send(response, error.status, { __type: error.type, message: error.message });
  }
}

function answerTo(operation: string, input: z.infer<typeof INPUT>, state: State, region: string): object {
  const act = Object.hasOwn(ACTIONS, operation) ? ACTIONS[operation] : undefined;
  if (act) return act(input, state);
  const [, what = ''] = /^Get(\w+)$/.exec(operation) ?? [];
  for (const [one, list] of Object.entries(KINDS)) {
    const member = one.charAt(0).toLowerCase() + one.slice(1);
    if (what === one) return { [member]: found(state[list], input[`${member}Name`]) };
    if (what.toLowerCase() === list.toLowerCase()) return paged(list, [...state[list].values()], input, region);
  }
  throw new Refused('UnknownOperationException', operation);
}

function found(items: ReadonlyMap<string, LightsailItem>, name: unknown): LightsailItem {
  const item = items.get(TEXT.catch('').parse(name));
  if (!item) throw new Refused('NotFoundException', `The resource does not exist: ${String(name)}`, 404);
  return item;
}

function paged(list: string, items: readonly LightsailItem[], { pageToken }: z.infer<typeof INPUT>, region: string) {
  const here = items.filter(({ location }) =>
    [region, 'global'].includes(z.looseObject({ regionName: z.string() }).parse(location).regionName),
  );
  const from = Number(pageToken ?? 0);
  const next = from + PAGE < here.length ? { nextPageToken: String(from + PAGE) } : {};
  return { [list]: here.slice(from, from + PAGE), ...next };
}

const TAGS = z.array(z.object({ key: z.string(), value: z.string().optional() }));
const PORTS = z.array(z.looseObject({ fromPort: z.number(), toPort: z.number(), protocol: z.string() }));

/** What is no mere reading of a list. */
const ACTIONS: Readonly<Record<string, (input: z.infer<typeof INPUT>, state: State) => object>> = {
  GetInstancePortStates({ instanceName }, { instances }) {
    const { ports } = z.looseObject({ ports: PORTS.default([]) }).parse(found(instances, instanceName));
    return { portStates: ports.map((port) => ({ ...port, state: 'open' })) };
  },
  GetInstanceSnapshot({ instanceSnapshotName }, { instanceSnapshots }) {
    const snapshot = found(instanceSnapshots, instanceSnapshotName);
    const { pending, outcome, ...told } = z
      .looseObject({ name: z.string(), pending: z.number().default(0), outcome: z.string().default('available') })
      .parse(snapshot);
    const state = pending > 0 ? 'pending' : outcome;
    instanceSnapshots.set(told.name, { ...told, outcome, pending: Math.max(0, pending - 1), state });
    return { instanceSnapshot: { ...told, state, progress: pending > 0 ? '40%' : '' } };
  },
  CreateInstanceSnapshot(input, { instances, instanceSnapshots, pendingFor, outcome }) {
    const name = TEXT.parse(input['instanceSnapshotName']);
    const from = found(instances, input['instanceName']);
    if (!/^\w[\w-]*\w$/.test(name)) throw new Refused('InvalidInputException', `The name is not valid: ${name}`);
    if (instanceSnapshots.has(name))
      throw new Refused('InvalidInputException', `Some names are already in use: ${name}`);
    const about = { fromInstanceName: from.name, fromInstanceArn: from['arn'], sizeInGb: 40 };
    const blueprint = { fromBlueprintId: from['blueprintId'], fromBundleId: from['bundleId'] };
    const made = { name, ...about, ...blueprint, tags: input['tags'] ?? [], pending: pendingFor, outcome };
    instanceSnapshots.set(name, completed('instanceSnapshots', made));
    return { operations: [{ resourceName: name, operationType: 'CreateInstanceSnapshot', status: 'Started' }] };
  },
  CreateInstancesFromSnapshot(input, { instances, instanceSnapshots }) {
    const from = found(instanceSnapshots, input['instanceSnapshotName']);
    const names = z.array(z.string()).parse(input['instanceNames']);
    for (const name of names) {
      const about = { blueprintId: from['fromBlueprintId'], bundleId: input['bundleId'], tags: input['tags'] ?? [] };
      const access = { sshKeyName: input['keyPairName'], ipAddressType: input['ipAddressType'], ports: [] };
      const location = { availabilityZone: input['availabilityZone'], regionName: 'us-east-1' };
      instances.set(name, completed('instances', { name, ...about, ...access, location }));
    }
    return { operations: names.map((resourceName) => ({ resourceName, status: 'Started' })) };
  },
  PutInstancePublicPorts({ instanceName, portInfos }, { instances }) {
    const instance = found(instances, instanceName);
    instances.set(instance.name, { ...instance, ports: PORTS.parse(portInfos) });
    return { operation: { resourceName: instance.name, status: 'Succeeded' } };
  },
  TagResource({ resourceName, tags }, state) {
    const [list, item] = anyOf(state, resourceName);
    const set = TAGS.parse(tags);
    const kept = TAGS.parse(item['tags']).filter(({ key }) => !set.some((each) => each.key === key));
    list.set(item.name, { ...item, tags: [...kept, ...set] });
    return { operations: [] };
  },
  UntagResource({ resourceName, tagKeys }, state) {
    const [list, item] = anyOf(state, resourceName);
    const keys = z.array(z.string()).parse(tagKeys);
    list.set(item.name, { ...item, tags: TAGS.parse(item['tags']).filter(({ key }) => !keys.includes(key)) });
    return { operations: [] };
  },
};

function anyOf(state: LightsailThings, name: unknown): readonly [Map<string, LightsailItem>, LightsailItem] {
  const list = Object.values(KINDS)
    .map((kind) => state[kind])
    .find((items) => items.has(TEXT.parse(name)));
  if (!list) throw new Refused('NotFoundException', `The resource does not exist: ${String(name)}`, 404);
  return [list, found(list, name)];
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(body));
}
