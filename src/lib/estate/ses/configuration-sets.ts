import { SESv2 } from '@aws-sdk/client-sesv2';
import { awsCommands, callsOf } from '../shared/aws-command.ts';
import { configOf, differ, listOf, membersOf } from '../shared/config.ts';
import { goneWhere } from '../shared/gone-where.ts';
import { hideSecrets } from '../shared/hide-secrets.ts';
import type { Kind } from '../shared/kinds.ts';
import { paged } from '../shared/paged.ts';
import { picked } from '../shared/picked.ts';
import { tagList, tagsOf } from '../shared/tags.ts';
import { without } from '../shared/without.ts';

/** Options of a set, by the operation that puts each. */
const PUTS = {
  TrackingOptions: 'put-configuration-set-tracking-options',
  DeliveryOptions: 'put-configuration-set-delivery-options',
  ReputationOptions: 'put-configuration-set-reputation-options',
  SendingOptions: 'put-configuration-set-sending-options',
  SuppressionOptions: 'put-configuration-set-suppression-options',
  ArchivingOptions: 'put-configuration-set-archiving-options',
} as const;

/** Configuration sets with their event destinations. */
export const configurationSets: Kind = {
  async *list(estate, region) {
    const client = estate.client(SESv2, region);
    for await (const page of paged((token) => client.listConfigurationSets({ PageSize: 1000, ...token })))
      for (const name of page.ConfigurationSets ?? []) yield { id: name, name };
  },
  async capture(resource, sink, estate) {
    const client = estate.client(SESv2, resource.region);
    const ConfigurationSetName = resource.id;
    const gone = goneWhere(resource, 'NotFoundException');
    const found = await client.getConfigurationSet({ ConfigurationSetName }).catch(gone);
    const { EventDestinations = [] } = await client
      .getConfigurationSetEventDestinations({ ConfigurationSetName })
      .catch(gone);
    const destinations = EventDestinations.map((each) => ({
      ...each,
      MatchingEventTypes: each.MatchingEventTypes?.toSorted(),
    }));
    const { ReputationOptions } = found;
    await sink.json('config.json', {
      ...picked(found, 'TrackingOptions', 'DeliveryOptions', 'SendingOptions', 'SuppressionOptions', 'VdmOptions'),
      ...picked(found, 'ArchivingOptions', 'MessageSecurityOptions'),
      ReputationOptions: ReputationOptions && without(ReputationOptions, 'LastFreshStart'),
      destinations: destinations.toSorted((a, b) => ((a.Name ?? '') < (b.Name ?? '') ? -1 : 1)),
      tags: await hideSecrets(tagsOf(found.Tags), 'tags', sink),
    });
    await sink.json('observed.json', { LastFreshStart: ReputationOptions?.LastFreshStart });
  },
  async commands(captured, live, to) {
    const call = callsOf('sesv2', captured);
    const ConfigurationSetName = to.nameOf('ses', captured.entry.name);
    const { tags, destinations, ...options } = await configOf(captured);
    const is = live ? await configOf(live) : undefined;
    const there = new Map(listOf(is?.['destinations']).map((each) => [each['Name'], each]));
    return awsCommands(to, [
      ...(is
        ? Object.entries(PUTS)
            .filter(([member]) => differ(options[member], is[member]))
            .map(([member, operation]) => call(operation, { ConfigurationSetName, ...membersOf(options[member]) }))
        : [call('create-configuration-set', { ConfigurationSetName, ...options, Tags: tagList(tags) })]),
      ...listOf(destinations)
        .filter((each) => differ(each, there.get(each['Name'])))
        .map(({ Name, ...EventDestination }) =>
          call(`${there.has(Name) ? 'update' : 'create'}-configuration-set-event-destination`, {
            ConfigurationSetName,
            EventDestinationName: Name,
            EventDestination,
          }),
        ),
    ]);
  },
};
