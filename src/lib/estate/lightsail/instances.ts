import { Lightsail, type AddOn, type InstancePortState } from '@aws-sdk/client-lightsail';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import { awsCommands, callsOf } from '../shared/aws-command.ts';
import { configOf, differ, listOf, membersOf } from '../shared/config.ts';
import { goneWhere } from '../shared/gone-where.ts';
import { hideSecrets } from '../shared/hide-secrets.ts';
import type { Kind } from '../shared/kinds.ts';
import { picked } from '../shared/picked.ts';
import { followSnapshot } from './follow-snapshot.ts';
import { paged } from './paged.ts';
import { retagged, tagList, tagsOf } from './tags.ts';
import { without } from '../shared/without.ts';

/** Instances: what they are made of, what reaches them, and a snapshot. */
export const instances: Kind = {
  async *list(estate, region) {
    const client = estate.client(Lightsail, region);
    for await (const page of paged((token) => client.getInstances(token)))
      for (const { name = '' } of page.instances ?? []) yield { id: name, name };
  },
  async capture(resource, sink, estate) {
    const client = estate.client(Lightsail, resource.region);
    const instanceName = resource.id;
    const { instance = {} } = await client
      .getInstance({ instanceName })
      .catch(goneWhere(resource, 'NotFoundException', 'DoesNotExist'));
    const { portStates = [] } = await client.getInstancePortStates({ instanceName });
    const { addOns = [], tags, metadataOptions, hardware, location, isStaticIp, publicIpAddress } = instance;
    const config = {
      ...picked(instance, 'name', 'blueprintId', 'bundleId', 'ipAddressType', 'username', 'sshKeyName', 'isStaticIp'),
      // The address of an instance without a static one changes when it stops.
      ...(isStaticIp && { publicIpAddress }),
      ...(metadataOptions && { metadataOptions: without(metadataOptions, 'state') }),
      availabilityZone: location?.availabilityZone,
      disks: disksOf(hardware?.disks),
      addOns: addOnsOf(addOns),
      ports: portsOf(portStates),
      tags: await hideSecrets(tagsOf(tags), 'tags', sink),
    };
    await sink.json('config.json', config);
    const snapshot = await followSnapshot(resource, sink, estate);
    await sink.json('observed.json', {
      ...picked(instance, 'arn', 'supportCode', 'createdAt', 'state', 'privateIpAddress', 'publicIpAddress'),
      ...picked(instance, 'blueprintName', 'instanceStatus', 'systemStatus'),
      hardware: hardware && picked(hardware, 'cpuCount', 'ramSizeInGb'),
      snapshot,
    });
  },
  async commands(captured, live, to) {
    const call = callsOf('lightsail', captured);
    const instanceName = to.nameOf('lightsail', captured.entry.name);
    const { tags, ports, ...wanted } = await configOf(captured);
    const put = call('put-instance-public-ports', { instanceName, portInfos: ports });
    if (!live) return made(captured, instanceName, { ...wanted, tags }, (calls) => awsCommands(to, [...calls, put]));
    const is = await configOf(live);
    const fixed = differ(wanted, without(is, 'tags', 'ports'));
    return [
      ...(fixed ? ['# What else differs is said when an instance is made: make one beside it from its snapshot.'] : []),
      ...awsCommands(to, [
        ...(differ(ports, is['ports']) ? [put] : []),
        ...retagged(instanceName, tags, is.tags, call),
      ]),
    ];
  },
};

type Calls = Parameters<typeof awsCommands>[1];

/** From the snapshot that the capture names; from its blueprint alone, empty, where it names none. */
async function made(
  captured: CapturedResource,
  instanceName: string,
  config: Awaited<ReturnType<typeof configOf>>,
  commands: (calls: Calls) => readonly string[],
): Promise<readonly string[]> {
  const call = callsOf('lightsail', captured);
  const { snapshot } = membersOf(await captured.json('observed.json'));
  const { name } = membersOf(snapshot);
  const input = {
    ...picked(config, 'availabilityZone', 'bundleId', 'ipAddressType'),
    instanceNames: [instanceName],
    keyPairName: config['sshKeyName'],
    tags: tagList(config.tags),
  };
  const known = listOf(config['disks']).length > 0 ? ['# Attach its disks again afterwards: attach-disk.'] : [];
  const address = config['isStaticIp'] === true ? ['# Attach its static IP again afterwards: attach-static-ip.'] : [];
  const notes = [...known, ...address];
  if (name === undefined)
    return [
      '# The capture names no snapshot: this makes an empty instance.',
      ...commands([call('create-instances', { ...input, blueprintId: config['blueprintId'] })]),
      ...notes,
    ];
  return [...commands([call('create-instances-from-snapshot', { ...input, instanceSnapshotName: name })]), ...notes];
}

function portsOf(states: readonly InstancePortState[]) {
  return states
    .filter(({ state }) => state === 'open')
    .map((port) => ({
      ...without(port, 'state'),
      ...(port.cidrs && { cidrs: port.cidrs.toSorted() }),
      ...(port.cidrListAliases && { cidrListAliases: port.cidrListAliases.toSorted() }),
    }))
    .toSorted((a, b) => (a.fromPort ?? 0) - (b.fromPort ?? 0) || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function addOnsOf(addOns: readonly AddOn[]) {
  return addOns
    .map((addOn) => picked(addOn, 'name', 'status', 'snapshotTimeOfDay', 'threshold', 'duration'))
    .toSorted((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1));
}

function disksOf(
  disks: readonly { readonly name?: string; readonly path?: string; readonly isSystemDisk?: boolean }[] = [],
) {
  return disks
    .filter(({ isSystemDisk }) => !isSystemDisk)
    .map((disk) => picked(disk, 'name', 'path'))
    .toSorted((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1));
}
