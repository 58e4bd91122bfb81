import type { Deliveries, Delivery, Subject } from '../../src/lib/alert/deliveries.ts';
import { isTold, newsIsFor } from '../../src/lib/alert/news.ts';
import { tell } from '../../src/lib/alert/tell.ts';
import type { AlerterDeps } from '../../src/lib/alert/task.ts';
import type { Incident } from '../../src/lib/incident/incident.ts';
import { FakeDeliveries, FakeSlack, FakeSns } from '../alert/fakes.ts';
import type { Io } from '../fakes/io.ts';
import { fakeSnapshots } from '../fakes/snapshot-model.ts';
import { FAULT } from './scheduler.ts';
import type { World } from './world.ts';

/** What reached people, what the alerter remembers of it, and how far it read the stream. */
export interface Told {
  readonly deliveries: FakeDeliveries;
  readonly slack: FakeSlack;
  readonly sns: FakeSns;
  /** By incident and entry: how often it went out over SNS. */
  readonly sent: Map<string, number>;
  /** By incident: the entry that its post shows. */
  readonly shown: Map<string, number>;
  /** Sent, and not yet remembered as sent: by channel, incident and entry. */
  readonly underway: Set<string>;
  /** The alerter died, or was told of a fault, while these were on their way: they may come twice. */
  readonly torn: Set<string>;
  readAt: number;
}

export function nothingTold(): Told {
  return {
    deliveries: new FakeDeliveries(),
    slack: new FakeSlack(),
    sns: new FakeSns(),
    sent: new Map(),
    shown: new Map(),
    underway: new Set(),
    torn: new Set(),
    readAt: 0,
  };
}

const entryOf = ({ id, entry }: Incident): string => `${id} ${entry}`;

/** Whatever was on its way when the alerter died may be told once more. */
export function tear({ underway, torn }: Told): void {
  for (const entry of underway) torn.add(entry);
  underway.clear();
}

/** Records in a batch: few, because in some histories every call takes a second. */
const BATCH = 2;

/** Reads the stream on from where it stands, with the real alerter; now and then the stream brings a batch again. */
export async function alert(world: World, told: Told, io: Io): Promise<void> {
  const { table, clock, random } = world;
  const from = told.readAt;
  const ids = await io('read the stream', () => table.stream.slice(from, from + BATCH).map(({ after }) => after.id));
  const hints = ids.map((id, at) => ({ sequence: String(from + at), kind: 'incident' as const, id }));
  const now = clock.now();
  const [untold] = await tell(hints, { ...alerterPorts(world, told, io), now, by: now });
  const redelivered = !world.resting && random.chance(0.1);
  if (untold) told.readAt = Number(untold.sequence);
  else if (!redelivered) told.readAt = from + ids.length;
}

/** Every call is a step, and the checker knows which entry of which incident the run is telling. */
function alerterPorts(world: World, told: Told, io: Io): Omit<AlerterDeps, 'now' | 'by'> {
  const { table, say } = world;
  const read = new Map<string, Incident>();
  const careful: Io = async (label, effect) => {
    try {
      return await io(label, effect);
    } catch (error) {
      if (error === FAULT) tear(told);
      throw error;
    }
  };
  // Who claims a delivery tells it next: an incident, or a notice of another kind.
  let claimed: Subject | undefined;
  const telling = (): Incident | undefined => (claimed?.kind === 'incident' ? read.get(claimed.id) : undefined);
  return {
    deliveries: stepwise(world, told, careful, (subject) => (claimed = subject)),
    snapshots: fakeSnapshots(world.snapshots, careful),
    changeOf: async () => undefined,
    review: async (incident) => `https://holdfast.invalid/review/${incident}`,
    records: {
      incident: (id) =>
        careful(`read incident ${id.slice(0, 6)}`, () => {
          const incident = table.incident(id);
          if (incident) read.set(id, incident);
          return incident;
        }),
      site: (name) => careful('read the site', () => table.site(name)),
      warning: (site, id) => careful(`read warning ${id.slice(0, 6)}`, () => table.warning(site, id)),
      escalation: (site, id) => careful(`read escalation ${id.slice(0, 6)}`, () => table.escalation(site, id)),
    },
    sns: {
      publish: (message) =>
        careful('publish', () => {
          published(world, told, telling());
          return told.sns.publish(message);
        }),
    },
    slack: {
      post: (target, message, at) =>
        careful('post', () => {
          show(world, told, telling());
          return told.slack.post(target, message, at);
        }),
      update: (target, post, message, at) =>
        careful('update the post', () => {
          show(world, told, telling());
          return told.slack.update(target, post, message, at);
        }),
    },
    log: { error: (message) => say(`  the alerter says: ${message}`) },
  };
}

function published({ violate, say }: World, told: Told, incident: Incident | undefined): void {
  if (!incident) return;
  const entry = entryOf(incident);
  const times = (told.sent.get(entry) ?? 0) + 1;
  told.sent.set(entry, times);
  say(`  SNS: ${incident.id.slice(0, 6)} ${incident.state} e${incident.entry}`);
  if (times > 1 && !told.torn.has(`sns ${entry}`)) violate('I4', `${entry} ${incident.state} is sent twice over SNS`);
  told.underway.add(`sns ${entry}`);
}

function show({ violate, say }: World, told: Told, incident: Incident | undefined): void {
  if (!incident) return;
  const { id, state, entry } = incident;
  const before = told.shown.get(id) ?? 0;
  say(`  Slack: ${id.slice(0, 6)} ${state} e${entry}`);
  if (entry < before) violate('I4', `the post of ${id} goes back from entry ${before} to ${entry}`);
  told.shown.set(id, entry);
  told.underway.add(`slack ${id} ${entry}`);
}

/** The memory of what was told, one step a call. With the bug, it forgets what was told. */
function stepwise({ bug }: World, told: Told, io: Io, onClaim: (subject: Subject) => void): Deliveries {
  const { deliveries } = told;
  const forget = (delivery: Delivery | undefined): Delivery | undefined => {
    if (!delivery || bug?.forgetsWhatWasTold !== true) return delivery;
    const { told: _told, sentAt: _sentAt, ...rest } = delivery;
    return rest;
  };
  return {
    read: async (subject, channel) =>
      forget(await io(`read delivery ${channel}`, () => deliveries.read(subject, channel))),
    write: (subject, channel, write) =>
      io(`write delivery ${channel}`, () => {
        const { told: marked, claimedUntil } = write.next;
        const isMark = subject.kind === 'incident' && marked !== undefined && claimedUntil === undefined;
        if (claimedUntil !== undefined) onClaim(subject);
        if (isMark) told.underway.delete(`${channel} ${subject.id} ${marked.entry}`);
        return told.deliveries.write(subject, channel, write);
      }),
    route: (id) => io('read route', () => deliveries.route(id)),
    tally: (site, minute) => io('read tally', () => deliveries.tally(site, minute)),
    admit: (incident, of) => io('admit', () => deliveries.admit(incident, of)),
  };
}

/** What every incident ended in was told over both channels, alone or in a digest, and is what its post shows. */
export async function checkTold(world: World, told: Told): Promise<void> {
  for (const incident of world.table.incidents().filter(({ state }) => newsIsFor(state))) {
    const subject = { kind: 'incident', id: incident.id } as const;
    const route = await told.deliveries.route(incident.id);
    const digested = route?.entry === incident.entry && route.digest !== undefined;
    for (const channel of ['sns', 'slack'] as const) {
      const delivered = (await told.deliveries.read(subject, channel))?.told?.entry;
      if (isTold(incident.state) && !digested && delivered !== incident.entry) {
        world.violate('I4', `${entryOf(incident)} ${incident.state} was never told over ${channel}`);
      }
    }
    const shown = told.shown.get(incident.id);
    // A post whose alerter died before it was remembered cannot be found again.
    const orphaned = told.torn.has(`slack ${incident.id} ${shown}`);
    if (shown !== undefined && shown < incident.entry && !orphaned) {
      world.violate('I4', `the post of ${entryOf(incident)} ${incident.state} still shows entry ${shown}`);
    }
  }
}
