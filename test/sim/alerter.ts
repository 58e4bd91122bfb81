import type { Io } from '../fakes/io.ts';
import type { Incident, IncidentState } from '../../src/lib/incident/incident.ts';
import type { World } from './world.ts';

/** States that people are told of. */
const TOLD: ReadonlySet<IncidentState> = new Set([
  'restored',
  'observed',
  'undecided',
  'contested',
  'overridden',
  'dismissed',
]);

/** What reached people, and how far the stream was read. */
export interface Channel {
  readonly sent: Map<string, number>;
  readonly shown: Map<string, Incident>;
  /** Claimed, then marked as sent. */
  readonly marked: Set<string>;
  /** Being sent right now. */
  readonly underway: Set<string>;
  /** A run of the alerter died while these were on their way: they may come twice. */
  readonly torn: Set<string>;
  readAt: number;
}

export function emptyChannel(): Channel {
  return { sent: new Map(), shown: new Map(), marked: new Set(), underway: new Set(), torn: new Set(), readAt: 0 };
}

const entryKey = ({ id, entry }: Incident): string => `${id} ${entry}`;

/** The stream's records that are to be told, in order. */
export function toldRecords({ table }: World): readonly Incident[] {
  return table.stream.flatMap(({ before, after }) =>
    TOLD.has(after.state) && before?.entry !== after.entry ? [after] : [],
  );
}

/** Reads the stream on from where it stands; the batch comes again if a run dies, and now and then without a reason. */
export async function alert(world: World, channel: Channel, io: Io): Promise<void> {
  const records = await io('read the stream', () => toldRecords(world).slice(channel.readAt));
  for (const record of records) {
    const key = entryKey(record);
    const marked = await io(`claim ${key}`, () => channel.marked.has(key));
    if (marked && !world.bug?.tellsTwice) continue;
    channel.underway.add(key);
    await io(`send ${key}`, () => send(world, channel, record));
    await io(`mark ${key}`, () => void channel.marked.add(key));
    channel.underway.delete(key);
  }
  await io('acknowledge', () => {
    const again = !world.resting && world.random.chance(0.1);
    if (!again) channel.readAt += records.length;
  });
}

function send({ violate, say }: World, channel: Channel, record: Incident): void {
  const key = entryKey(record);
  const times = (channel.sent.get(key) ?? 0) + 1;
  channel.sent.set(key, times);
  say(`  alert: ${record.id.slice(0, 6)} ${record.state} e${record.entry}`);
  const shown = channel.shown.get(record.id);
  if (!shown || shown.entry < record.entry) channel.shown.set(record.id, record);
  if (times > 1 && !channel.torn.has(key)) violate('I4', `the alert of ${key} is sent twice`);
}

/** The alerter died: what was on its way may come twice. */
export function tear(channel: Channel): void {
  for (const key of channel.underway) channel.torn.add(key);
  channel.underway.clear();
}

/** Every entry was told, and what is shown is the last. */
export function checkAlerts(world: World, channel: Channel): void {
  for (const record of toldRecords(world)) {
    if (!channel.sent.has(entryKey(record))) world.violate('I4', `${record.id} ${record.state} was never told`);
    const last = channel.shown.get(record.id);
    if (last && last.entry < record.entry)
      world.violate('I4', `${record.id} shows ${last.state}, it is ${record.state}`);
  }
}
