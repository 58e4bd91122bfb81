import type { IAM } from '@aws-sdk/client-iam';
import { tagsOf } from '../shared/tags.ts';
import type { Providers } from './documents.ts';

/** Who else says who somebody is, by ARN. */
export async function readProviders(client: IAM): Promise<Providers> {
  const connect: Providers['OpenIDConnect'] = {};
  const { OpenIDConnectProviderList = [] } = await client.listOpenIDConnectProviders({});
  for (const { Arn = '' } of OpenIDConnectProviderList) {
    const provider = await client.getOpenIDConnectProvider({ OpenIDConnectProviderArn: Arn });
    connect[Arn] = {
      Url: provider.Url ?? '',
      ClientIDList: (provider.ClientIDList ?? []).toSorted(),
      ThumbprintList: (provider.ThumbprintList ?? []).toSorted(),
      Tags: tagsOf(provider.Tags),
    };
  }
  const saml: Providers['SAML'] = {};
  const { SAMLProviderList = [] } = await client.listSAMLProviders({});
  for (const { Arn = '' } of SAMLProviderList) {
    const provider = await client.getSAMLProvider({ SAMLProviderArn: Arn });
    saml[Arn] = { MetadataDocument: provider.SAMLMetadataDocument ?? '', Tags: tagsOf(provider.Tags) };
  }
  return { OpenIDConnect: connect, SAML: saml };
}
