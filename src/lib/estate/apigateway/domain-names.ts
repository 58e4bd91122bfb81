import {
  APIGateway,
  paginateGetBasePathMappings,
  paginateGetDomainNames,
  type DomainName as RestDomain,
} from '@aws-sdk/client-api-gateway';
import {
  ApiGatewayV2,
  NotFoundException,
  type GetDomainNameCommandOutput as DomainName,
} from '@aws-sdk/client-apigatewayv2';
import type { Estate } from '../../capture/estate.ts';
import type { Sink } from '../../capture/sink.ts';
import { hideSecrets } from '../shared/hide-secrets.ts';
import { without } from '../shared/without.ts';
import { sortedBy } from './hide.ts';
import { orGone, type Kind } from './kind.ts';
import { allItems } from './pages.ts';

/**
 * Custom domain names and what they lead to. REST and HTTP APIs share them: what both tell is taken from the newer API, which
 * does not know those of edge-optimized REST APIs.
 */
export const domainNames: Kind = {
  name: 'domain',
  async *list(estate, region) {
    const newer = estate.client(ApiGatewayV2, region);
    const domains = await allItems((NextToken) => newer.getDomainNames({ MaxResults: '500', NextToken }));
    const tags = new Map(domains.map((each) => [each.DomainName ?? '', each.Tags]));
    const pages = paginateGetDomainNames({ client: estate.client(APIGateway, region), pageSize: 500 }, {});
    for await (const { items = [] } of pages)
      for (const each of items) tags.set(each.domainName ?? '', tags.get(each.domainName ?? '') ?? each.tags);
    for (const [name, its] of tags) yield { id: name, name, tags: its };
  },
  async capture(name, resource, sink, estate) {
    const { region } = resource;
    const found = await newerOf(estate, region, name);
    if (found) return captureNewer(found, region, sink, estate);

    const asked = estate.client(APIGateway, region).getDomainName({ domainName: name });
    return captureRest(await asked.catch(orGone(resource)), region, sink, estate);
  },
};

async function newerOf(estate: Estate, region: string, name: string): Promise<DomainName | undefined> {
  return estate
    .client(ApiGatewayV2, region)
    .getDomainName({ DomainName: name })
    .catch((error: unknown) => {
      if (error instanceof NotFoundException) return undefined;
      throw error;
    });
}

async function captureNewer(domain: DomainName, region: string, sink: Sink, estate: Estate): Promise<void> {
  const { DomainName, DomainNameArn: _, Tags = {}, DomainNameConfigurations = [], ...rest } = domain;
  const { MutualTlsAuthentication, RoutingMode, ApiMappingSelectionExpression } = rest;
  const configurations = DomainNameConfigurations.map((each) => {
    const {
      ApiGatewayDomainName,
      HostedZoneId,
      CertificateUploadDate,
      DomainNameStatus,
      DomainNameStatusMessage,
      ...is
    } = each;
    const seen = {
      ApiGatewayDomainName,
      HostedZoneId,
      CertificateUploadDate,
      DomainNameStatus,
      DomainNameStatusMessage,
    };
    return { is, seen };
  });
  const { TruststoreWarnings: _w, ...mutualTls } = MutualTlsAuthentication ?? {};
  await sink.json('config.json', {
    DomainName,
    RoutingMode,
    ApiMappingSelectionExpression,
    DomainNameConfigurations: configurations.map(({ is }) => is),
    ...(MutualTlsAuthentication && { MutualTlsAuthentication: mutualTls }),
  });
  const client = estate.client(ApiGatewayV2, region);
  const mappings = await allItems((NextToken) => client.getApiMappings({ DomainName, MaxResults: '500', NextToken }));
  const plain = mappings.map((mapping) => without(mapping, 'ApiMappingId'));
  await sink.json(
    'mappings.json',
    sortedBy(plain, ({ ApiMappingKey }) => ApiMappingKey),
  );
  await sink.json('tags.json', await hideSecrets(Tags, 'tags', sink));
  await sink.json('observed.json', { configurations: configurations.map(({ seen }) => seen) });
}

async function captureRest(domain: RestDomain, region: string, sink: Sink, estate: Estate): Promise<void> {
  const { domainName, tags = {}, certificateName, certificateArn, regionalCertificateArn, ...rest } = domain;
  const { endpointConfiguration, securityPolicy, mutualTlsAuthentication, ...seen } = rest;
  await sink.json('config.json', {
    domainName,
    certificateName,
    certificateArn,
    regionalCertificateArn,
    endpointConfiguration,
    securityPolicy,
    ...(mutualTlsAuthentication && {
      mutualTlsAuthentication: {
        truststoreUri: mutualTlsAuthentication.truststoreUri,
        truststoreVersion: mutualTlsAuthentication.truststoreVersion,
      },
    }),
  });
  const client = estate.client(APIGateway, region);
  const mappings: { basePath?: string; restApiId?: string; stage?: string }[] = [];
  for await (const { items = [] } of paginateGetBasePathMappings({ client, pageSize: 500 }, { domainName }))
    mappings.push(...items);
  await sink.json(
    'mappings.json',
    sortedBy(mappings, ({ basePath }) => basePath),
  );
  await sink.json('tags.json', await hideSecrets(tags, 'tags', sink));
  await sink.json('observed.json', seen);
}
