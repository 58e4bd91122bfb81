import { EventBridge } from '@aws-sdk/client-eventbridge';
import { awsCommands, callsOf } from '../shared/aws-command.ts';
import { configOf } from '../shared/config.ts';
import { goneWhere } from '../shared/gone-where.ts';
import { hideSecrets } from '../shared/hide-secrets.ts';
import type { Kind } from '../shared/kinds.ts';
import { paged } from '../shared/paged.ts';
import { picked } from '../shared/picked.ts';

/** API destinations: where events are sent to. An address that holds credentials becomes a reference. */
export const apiDestinations: Kind = {
  async *list(estate, region) {
    const client = estate.client(EventBridge, region);
    for await (const { ApiDestinations = [] } of paged((token) => client.listApiDestinations(token)))
      for (const { Name = '' } of ApiDestinations) yield { id: Name, name: Name };
  },
  async capture(resource, sink, estate) {
    const found = await estate
      .client(EventBridge, resource.region)
      .describeApiDestination({ Name: resource.id })
      .catch(goneWhere(resource, 'ResourceNotFoundException'));
    const config = {
      ...picked(found, 'Name', 'Description', 'InvocationEndpoint', 'HttpMethod', 'InvocationRateLimitPerSecond'),
      // AWS puts an id behind the name that another connection of the name would not have.
      connection: found.ConnectionArn?.split('/')[1],
    };
    await sink.json('config.json', await hideSecrets(config, 'config', sink));
    await sink.json('observed.json', {
      ...picked(found, 'ApiDestinationArn', 'ConnectionArn', 'ApiDestinationState', 'CreationTime', 'LastModifiedTime'),
    });
  },
  async commands(captured, live, to) {
    const call = callsOf('events', captured);
    const { tags: _, connection, ...about } = await configOf(captured);
    const Name = to.nameOf('eventbridge', captured.entry.name);
    return [
      `# Put the ARN of the connection ${JSON.stringify(connection)} in the place of FILL-IN.`,
      ...awsCommands(to, [
        call(live ? 'update-api-destination' : 'create-api-destination', { ...about, Name, ConnectionArn: 'FILL-IN' }),
      ]),
    ];
  },
};
