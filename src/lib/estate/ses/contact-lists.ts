import { SESv2 } from '@aws-sdk/client-sesv2';
import { awsCommands, callsOf } from '../shared/aws-command.ts';
import { configOf } from '../shared/config.ts';
import { goneWhere } from '../shared/gone-where.ts';
import { hideSecrets } from '../shared/hide-secrets.ts';
import type { Kind } from '../shared/kinds.ts';
import { paged } from '../shared/paged.ts';
import { picked } from '../shared/picked.ts';
import { tagList, tagsOf } from '../shared/tags.ts';

/** Contact lists: their names and topics, no contacts. */
export const contactLists: Kind = {
  async *list(estate, region) {
    const client = estate.client(SESv2, region);
    for await (const page of paged((token) => client.listContactLists({ PageSize: 100, ...token })))
      for (const { ContactListName = '' } of page.ContactLists ?? [])
        yield { id: ContactListName, name: ContactListName };
  },
  async capture(resource, sink, estate) {
    const found = await estate
      .client(SESv2, resource.region)
      .getContactList({ ContactListName: resource.id })
      .catch(goneWhere(resource, 'NotFoundException'));
    const topics = found.Topics?.toSorted((a, b) => ((a.TopicName ?? '') < (b.TopicName ?? '') ? -1 : 1));
    await sink.json('config.json', {
      ...picked(found, 'Description'),
      Topics: topics ?? [],
      tags: await hideSecrets(tagsOf(found.Tags), 'tags', sink),
    });
    await sink.json('observed.json', picked(found, 'CreatedTimestamp', 'LastUpdatedTimestamp'));
  },
  async commands(captured, live, to) {
    const call = callsOf('sesv2', captured);
    const { tags, ...config } = await configOf(captured);
    const input = { ContactListName: to.nameOf('ses', captured.entry.name), ...config };
    return awsCommands(to, [
      live ? call('update-contact-list', input) : call('create-contact-list', { ...input, Tags: tagList(tags) }),
    ]);
  },
};
