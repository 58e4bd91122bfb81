import { differ } from '../shared/config.ts';
import { picked } from '../shared/picked.ts';
import { configured } from './configured.ts';

/** Static addresses, and what they are attached to. */
export const staticIps = configured({
  page: async (client, token) => {
    const { staticIps: items, nextPageToken } = await client.getStaticIps(token);
    return { items, nextPageToken };
  },
  one: async (client, staticIpName) => (await client.getStaticIp({ staticIpName })).staticIp,
  config: (address) => picked(address, 'name', 'ipAddress', 'attachedTo'),
  seen: (address) => picked(address, 'arn', 'supportCode', 'createdAt', 'isAttached'),
  made: (staticIpName, { attachedTo }, call) => [
    call('allocate-static-ip', { staticIpName }),
    ...(attachedTo === undefined ? [] : [call('attach-static-ip', { staticIpName, instanceName: attachedTo })]),
  ],
  changed: (staticIpName, { attachedTo }, live, call) => {
    if (!differ(attachedTo, live['attachedTo'])) return [];
    if (attachedTo === undefined) return [call('detach-static-ip', { staticIpName })];
    return [call('attach-static-ip', { staticIpName, instanceName: attachedTo })];
  },
  notes: ['A new one has another address: AWS gives none back. Put it into the records that named the old one.'],
});
