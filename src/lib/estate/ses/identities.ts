import { SESv2 } from '@aws-sdk/client-sesv2';
import { awsCommands, callsOf, tagCalls } from '../shared/aws-command.ts';
import { configOf, differ, membersOf } from '../shared/config.ts';
import { goneWhere } from '../shared/gone-where.ts';
import { hideSecrets } from '../shared/hide-secrets.ts';
import type { Kind } from '../shared/kinds.ts';
import { paged } from '../shared/paged.ts';
import { jsonText, parsedJson } from '../shared/parsed-json.ts';
import { picked } from '../shared/picked.ts';
import { tagList, tagsOf } from '../shared/tags.ts';

/** Domains and addresses that mail is sent from: DKIM (never a private key), MAIL FROM, feedback, policies. */
export const identities: Kind = {
  async *list(estate, region) {
    const client = estate.client(SESv2, region);
    for await (const page of paged((token) => client.listEmailIdentities({ PageSize: 1000, ...token })))
      for (const { IdentityName = '' } of page.EmailIdentities ?? []) yield { id: IdentityName, name: IdentityName };
  },
  async capture(resource, sink, estate) {
    const client = estate.client(SESv2, resource.region);
    const EmailIdentity = resource.id;
    const found = await client.getEmailIdentity({ EmailIdentity }).catch(goneWhere(resource, 'NotFoundException'));
    const { DkimAttributes, MailFromAttributes, Policies = {} } = found;
    const policies = Object.entries(Policies).map(([name, text]) => [name, parsedJson(text)] as const);
    await sink.json('config.json', {
      ...picked(found, 'IdentityType', 'FeedbackForwardingStatus', 'ConfigurationSetName'),
      DkimAttributes: DkimAttributes && {
        ...picked(DkimAttributes, 'SigningEnabled', 'SigningAttributesOrigin', 'NextSigningKeyLength'),
        // What has to stand in the DNS: nothing secret.
        Tokens: DkimAttributes.Tokens?.toSorted(),
      },
      MailFromAttributes: MailFromAttributes && picked(MailFromAttributes, 'MailFromDomain', 'BehaviorOnMxFailure'),
      policies: Object.fromEntries(policies),
      tags: await hideSecrets(tagsOf(found.Tags), 'tags', sink),
    });
    await sink.json('observed.json', {
      ...picked(found, 'VerifiedForSendingStatus', 'VerificationStatus', 'VerificationInfo'),
      dkim: DkimAttributes && picked(DkimAttributes, 'Status', 'CurrentSigningKeyLength', 'LastKeyGenerationTimestamp'),
      mailFrom: MailFromAttributes?.MailFromDomainStatus,
    });
  },
  async commands(captured, live, to) {
    const call = callsOf('sesv2', captured);
    const EmailIdentity = to.nameOf('ses', captured.entry.name);
    const wanted = await configOf(captured);
    const is = live ? await configOf(live) : { tags: {} };
    const ResourceArn = `arn:aws:ses:${captured.entry.region}:FILL-IN-ACCOUNT:identity/${EmailIdentity}`;
    const dkim = picked(membersOf(wanted['DkimAttributes']), 'SigningEnabled');
    const mailFrom = membersOf(wanted['MailFromAttributes']);
    const [policies, there] = [membersOf(wanted['policies']), membersOf(is['policies'])];
    const changed = (member: string) => wanted[member] !== undefined && differ(wanted[member], is[member]);
    const input = { EmailIdentity, ...picked(wanted, 'ConfigurationSetName'), Tags: tagList(wanted.tags) };
    const moved = live !== undefined && differ(wanted['ConfigurationSetName'], is['ConfigurationSetName']);
    const feedback = { EmailIdentity, EmailForwardingEnabled: wanted['FeedbackForwardingStatus'] };
    return [
      ...(live ? [] : ['# It has to be verified anew: put the DKIM records that AWS then gives into the DNS.']),
      ...awsCommands(to, [
        ...(live ? [] : [call('create-email-identity', input)]),
        ...(moved
          ? [
              call('put-email-identity-configuration-set-attributes', {
                EmailIdentity,
                ...picked(wanted, 'ConfigurationSetName'),
              }),
            ]
          : []),
        ...(changed('DkimAttributes') ? [call('put-email-identity-dkim-attributes', { EmailIdentity, ...dkim })] : []),
        ...(changed('MailFromAttributes')
          ? [call('put-email-identity-mail-from-attributes', { EmailIdentity, ...mailFrom })]
          : []),
        ...(changed('FeedbackForwardingStatus') ? [call('put-email-identity-feedback-attributes', feedback)] : []),
        ...Object.entries(policies)
          .filter(([name, policy]) => differ(policy, there[name]))
          .map(([PolicyName, policy]) =>
            call(`${Object.hasOwn(there, PolicyName) ? 'update' : 'create'}-email-identity-policy`, {
              EmailIdentity,
              PolicyName,
              Policy: jsonText(policy),
            }),
          ),
        ...Object.keys(there)
          .filter((name) => !Object.hasOwn(policies, name))
          .map((PolicyName) => call('delete-email-identity-policy', { EmailIdentity, PolicyName })),
        ...tagCalls(live ? wanted.tags : {}, is.tags, {
          set: (tags) => call('tag-resource', { ResourceArn, Tags: tagList(tags) }),
          remove: (TagKeys) => call('untag-resource', { ResourceArn, TagKeys }),
        }),
      ]),
    ];
  },
};
