import { EventBridge } from '@aws-sdk/client-eventbridge';
import { awsCommands, callsOf } from '../shared/aws-command.ts';
import { configOf } from '../shared/config.ts';
import { goneWhere } from '../shared/gone-where.ts';
import type { Kind } from '../shared/kinds.ts';
import { paged } from '../shared/paged.ts';
import { jsonText, parsedJson } from '../shared/parsed-json.ts';
import { picked } from '../shared/picked.ts';

/** Archives: which events they keep and for how long. Not the events. */
export const archives: Kind = {
  async *list(estate, region) {
    const client = estate.client(EventBridge, region);
    for await (const { Archives = [] } of paged((token) => client.listArchives(token)))
      for (const { ArchiveName = '' } of Archives) yield { id: ArchiveName, name: ArchiveName };
  },
  async capture(resource, sink, estate) {
    const archive = await estate
      .client(EventBridge, resource.region)
      .describeArchive({ ArchiveName: resource.id })
      .catch(goneWhere(resource, 'ResourceNotFoundException'));
    await sink.json('config.json', {
      ...picked(archive, 'ArchiveName', 'EventSourceArn', 'Description', 'RetentionDays', 'KmsKeyIdentifier'),
      EventPattern: parsedJson(archive.EventPattern),
    });
    await sink.json('observed.json', {
      ...picked(archive, 'ArchiveArn', 'State', 'StateReason', 'SizeBytes', 'EventCount', 'CreationTime'),
    });
  },
  async commands(captured, live, to) {
    const call = callsOf('events', captured);
    const { tags: _, EventSourceArn, EventPattern, ...about } = await configOf(captured);
    const ArchiveName = to.nameOf('eventbridge', captured.entry.name);
    const input = { ...about, ArchiveName, EventPattern: jsonText(EventPattern) };
    return awsCommands(to, [
      live ? call('update-archive', input) : call('create-archive', { ...input, EventSourceArn }),
    ]);
  },
};
