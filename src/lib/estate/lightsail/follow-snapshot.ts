import { Lightsail, type InstanceSnapshot } from '@aws-sdk/client-lightsail';
import * as z from 'zod';
import type { Estate } from '../../capture/estate.ts';
import type { Resource } from '../../capture/resource.ts';
import type { Sink } from '../../capture/sink.ts';
import { HoldfastError } from '../../errors.ts';
import { picked } from '../shared/picked.ts';

/** What a capture says of a snapshot: it stays in Lightsail. */
export type SnapshotReference = Pick<InstanceSnapshot, 'name' | 'arn' | 'sizeInGb' | 'state'> & {
  readonly region: string;
};

const OPTIONS = z.object({ snapshots: z.boolean().default(true), minutes: z.number().default(60) });

/** Seconds between looks: soon at first, then as seldom as a snapshot of minutes needs. */
const PAUSES = [1, 2, 4, 8, 15];

/**
 * Starts a snapshot of an instance and follows it to its end, told as progress. It is named after the capture and the
 * instance: one that was started before a kill is found again. `undefined` where none is wanted.
 */
export async function followSnapshot(
  instance: Resource,
  sink: Pick<Sink, 'capture' | 'fetches' | 'count'>,
  estate: Estate,
): Promise<SnapshotReference | undefined> {
  const { snapshots, minutes } = OPTIONS.parse(estate.options('lightsail'));
  if (!sink.fetches || !snapshots) return undefined;
  const client = estate.client(Lightsail, instance.region);
  const instanceSnapshotName = nameFor(sink.capture, instance.name);
  if (!(await lookAt(client, instanceSnapshotName)))
    await client.createInstanceSnapshot({ instanceSnapshotName, instanceName: instance.name });
  const until = estate.now().getTime() + minutes * 60_000;
  for (let look = 0; ; look += 1) {
    const snapshot = await lookAt(client, instanceSnapshotName);
    if (snapshot?.fromInstanceName !== undefined && snapshot.fromInstanceName !== instance.name)
      throw taken(instanceSnapshotName, snapshot.fromInstanceName);
    if (snapshot?.state === 'available') {
      sink.count(1, 0, 0);
      return { ...picked(snapshot, 'name', 'arn', 'sizeInGb', 'state'), region: instance.region };
    }
    if (snapshot?.state === 'error') throw failed(instanceSnapshotName, instance);
    if (estate.now().getTime() >= until) throw late(instanceSnapshotName, minutes);
    sink.count(0, 0, 0);
    await estate.wait(1000 * (PAUSES[look] ?? 15));
  }
}

/** Letters, digits and hyphens, as Lightsail takes them, 255 at most. */
function nameFor(capture: string, instance: string): string {
  const plain = (text: string) => text.replaceAll(/[^A-Za-z0-9_-]+/g, '-').slice(0, 115);
  return `holdfast-${plain(capture)}-${plain(instance)}-snapshot`;
}

async function lookAt(client: Lightsail, instanceSnapshotName: string): Promise<InstanceSnapshot | undefined> {
  try {
    return (await client.getInstanceSnapshot({ instanceSnapshotName })).instanceSnapshot;
  } catch (error) {
    if (error instanceof Error && /^(?:NotFoundException|DoesNotExist)$/.test(error.name)) return undefined;
    throw error;
  }
}

function failed(name: string, { region }: Resource): HoldfastError {
  const hint = `Look at it in Lightsail, delete it (aws lightsail delete-instance-snapshot --region ${region} --instance-snapshot-name ${name}), and capture again.`;
  return new HoldfastError('ESTATE.SNAPSHOT', `The snapshot ${name} failed.`, { hint });
}

function late(name: string, minutes: number): HoldfastError {
  const hint =
    'It goes on in Lightsail. `lightsail: { minutes }` in capture.yml waits longer: say it, and capture again.';
  return new HoldfastError('ESTATE.SNAPSHOT', `The snapshot ${name} is not there after ${minutes} minutes.`, { hint });
}

function taken(name: string, other: string): HoldfastError {
  const hint = 'Capture under another name.';
  return new HoldfastError('ESTATE.SNAPSHOT', `A snapshot ${name} of another instance, ${other}, is there already.`, {
    hint,
  });
}
