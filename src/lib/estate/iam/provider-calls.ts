import { same } from '../../capture/plain-value.ts';
import { tagCalls, type AwsCall } from '../shared/aws-command.ts';
import { tagList } from '../shared/tags.ts';
import type { Call, Providers } from './documents.ts';

/** Makes identity providers, and brings those that are there to where they were. */
export function providerCalls(
  { wanted, now }: { readonly wanted: Providers; readonly now: Providers | undefined },
  call: Call,
): readonly AwsCall[] {
  return [
    ...Object.entries(wanted.OpenIDConnect).flatMap(([arn, provider]) =>
      connectCalls(arn, provider, now?.OpenIDConnect[arn], call),
    ),
    ...Object.entries(wanted.SAML).flatMap(([arn, provider]) => samlCalls(arn, provider, now?.SAML[arn], call)),
  ];
}

type Connect = Providers['OpenIDConnect'][string];

function connectCalls(arn: string, wanted: Connect, live: Connect | undefined, call: Call): readonly AwsCall[] {
  const { Url, ClientIDList, ThumbprintList, Tags } = wanted;
  const of = { OpenIDConnectProviderArn: arn };
  if (!live) {
    // IAM gives the address without what it asks for in front.
    const address = Url.includes('://') ? Url : `https://${Url}`;
    const input = { Url: address, ClientIDList, ThumbprintList, Tags: tagList(Tags) };
    return [call('create-open-id-connect-provider', input)];
  }
  const clients = { added: without(ClientIDList, live.ClientIDList), gone: without(live.ClientIDList, ClientIDList) };
  return [
    ...clients.added.map((ClientID) => call('add-client-id-to-open-id-connect-provider', { ...of, ClientID })),
    ...clients.gone.map((ClientID) => call('remove-client-id-from-open-id-connect-provider', { ...of, ClientID })),
    ...(same(ThumbprintList, live.ThumbprintList)
      ? []
      : [call('update-open-id-connect-provider-thumbprint', { ...of, ThumbprintList })]),
    ...tagCalls(Tags, live.Tags, {
      set: (tags) => call('tag-open-id-connect-provider', { ...of, Tags: tagList(tags) }),
      remove: (TagKeys) => call('untag-open-id-connect-provider', { ...of, TagKeys }),
    }),
  ];
}

type Saml = Providers['SAML'][string];

function samlCalls(arn: string, wanted: Saml, live: Saml | undefined, call: Call): readonly AwsCall[] {
  const of = { SAMLProviderArn: arn };
  const { MetadataDocument: SAMLMetadataDocument, Tags } = wanted;
  const Name = arn.slice(arn.lastIndexOf('/') + 1);
  if (!live) return [call('create-saml-provider', { SAMLMetadataDocument, Name, Tags: tagList(Tags) })];
  return [
    ...(SAMLMetadataDocument === live.MetadataDocument
      ? []
      : [call('update-saml-provider', { ...of, SAMLMetadataDocument })]),
    ...tagCalls(Tags, live.Tags, {
      set: (tags) => call('tag-saml-provider', { ...of, Tags: tagList(tags) }),
      remove: (TagKeys) => call('untag-saml-provider', { ...of, TagKeys }),
    }),
  ];
}

function without(list: readonly string[], others: readonly string[]): readonly string[] {
  return list.filter((each) => !others.includes(each));
}
