import { SESv2 } from '@aws-sdk/client-sesv2';
import { awsCommands, callsOf } from '../shared/aws-command.ts';
import { configOf } from '../shared/config.ts';
import { goneWhere } from '../shared/gone-where.ts';
import { hideSecrets } from '../shared/hide-secrets.ts';
import type { Kind } from '../shared/kinds.ts';
import { paged } from '../shared/paged.ts';

/** Templates of mails: their words, in which an address that holds credentials becomes a reference. */
export const templates: Kind = {
  async *list(estate, region) {
    const client = estate.client(SESv2, region);
    for await (const page of paged((token) => client.listEmailTemplates({ PageSize: 100, ...token })))
      for (const { TemplateName = '' } of page.TemplatesMetadata ?? []) yield { id: TemplateName, name: TemplateName };
  },
  async capture(resource, sink, estate) {
    const { TemplateContent } = await estate
      .client(SESv2, resource.region)
      .getEmailTemplate({ TemplateName: resource.id })
      .catch(goneWhere(resource, 'NotFoundException'));
    await sink.json('config.json', { content: await hideSecrets(TemplateContent ?? {}, 'content', sink) });
  },
  async commands(captured, live, to) {
    const { content } = await configOf(captured);
    const TemplateName = to.nameOf('ses', captured.entry.name);
    const operation = live ? 'update-email-template' : 'create-email-template';
    return awsCommands(to, [callsOf('sesv2', captured)(operation, { TemplateName, TemplateContent: content })]);
  },
};
