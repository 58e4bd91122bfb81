import { byCommands } from '../capture/by-commands.ts';
import type { Service } from '../capture/service.ts';
import { account } from './ses/account.ts';
import { configurationSets } from './ses/configuration-sets.ts';
import { contactLists } from './ses/contact-lists.ts';
import { identities } from './ses/identities.ts';
import { ipPools } from './ses/ip-pools.ts';
import { templates } from './ses/templates.ts';
import { ofKinds } from './shared/kinds.ts';

const WHO = { name: 'ses', folder: 'ses' };

const { list, capture, commands } = ofKinds(WHO, {
  account,
  'configuration-sets': configurationSets,
  'contact-lists': contactLists,
  identities,
  'ip-pools': ipPools,
  templates,
});

/** How mail is sent: identities, configuration sets, templates, lists and settings. No addresses of contacts or suppressed ones. */
export const service: Service = {
  ...WHO,
  title: 'SES',
  where: 'regional',
  // Amazon SES API v2 Reference: templates and identity policies once a second; of the others nothing is published.
  limits: {
    SESv2: 5,
    'SESv2.ListEmailTemplates': 1,
    'SESv2.GetEmailTemplate': 1,
    'SESv2.GetEmailIdentityPolicies': 1,
  },
  list,
  capture,
  restore: byCommands({ service: () => service, after: ['sns', 'eventbridge', 'route53'], commands }),
};
