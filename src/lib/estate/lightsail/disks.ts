import { picked } from '../shared/picked.ts';
import { configured } from './configured.ts';
import { tagList, tagsOf } from './tags.ts';

/** Disks, not what is on them. */
export const disks = configured({
  page: async (client, token) => {
    const { disks: items, nextPageToken } = await client.getDisks(token);
    return { items: items?.filter(({ isSystemDisk }) => !isSystemDisk), nextPageToken };
  },
  one: async (client, diskName) => (await client.getDisk({ diskName })).disk,
  config: (disk) => ({
    ...picked(disk, 'name', 'sizeInGb', 'iops', 'path', 'attachedTo'),
    availabilityZone: disk.location?.availabilityZone,
    tags: tagsOf(disk.tags),
  }),
  seen: (disk) => picked(disk, 'arn', 'supportCode', 'createdAt', 'state', 'isAttached', 'attachmentState', 'gbInUse'),
  made: (diskName, { tags, path, attachedTo, ...config }, call) => [
    call('create-disk', { diskName, ...picked(config, 'availabilityZone', 'sizeInGb'), tags: tagList(tags) }),
    ...(attachedTo === undefined ? [] : [call('attach-disk', { diskName, instanceName: attachedTo, diskPath: path })]),
  ],
  notes: ['Captures have nothing that is on disks: a new one is empty, unless you make it of a snapshot of your own.'],
});
