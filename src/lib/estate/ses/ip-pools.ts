import { SESv2 } from '@aws-sdk/client-sesv2';
import { awsCommands, callsOf } from '../shared/aws-command.ts';
import { configOf } from '../shared/config.ts';
import { goneWhere } from '../shared/gone-where.ts';
import type { Kind } from '../shared/kinds.ts';
import { paged } from '../shared/paged.ts';

/** Pools of dedicated addresses by name. */
export const ipPools: Kind = {
  async *list(estate, region) {
    const client = estate.client(SESv2, region);
    for await (const page of paged((token) => client.listDedicatedIpPools({ PageSize: 100, ...token })))
      for (const name of page.DedicatedIpPools ?? []) yield { id: name, name };
  },
  async capture(resource, sink, estate) {
    const { DedicatedIpPool } = await estate
      .client(SESv2, resource.region)
      .getDedicatedIpPool({ PoolName: resource.id })
      .catch(goneWhere(resource, 'NotFoundException'));
    await sink.json('config.json', { PoolName: resource.id, ScalingMode: DedicatedIpPool?.ScalingMode });
  },
  async commands(captured, live, to) {
    const { ScalingMode } = await configOf(captured);
    const PoolName = to.nameOf('ses', captured.entry.name);
    const operation = live ? 'put-dedicated-ip-pool-scaling-attributes' : 'create-dedicated-ip-pool';
    return awsCommands(to, [callsOf('sesv2', captured)(operation, { PoolName, ScalingMode })]);
  },
};
