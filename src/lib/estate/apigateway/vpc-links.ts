import { APIGateway, paginateGetVpcLinks } from '@aws-sdk/client-api-gateway';
import { ApiGatewayV2 } from '@aws-sdk/client-apigatewayv2';
import { hideSecrets } from '../shared/hide-secrets.ts';
import { orGone, type Kind } from './kind.ts';
import { allItems } from './pages.ts';

/** Links of REST APIs into networks. */
export const restLinks: Kind = {
  name: 'rest-link',
  async *list(estate, region) {
    const pages = paginateGetVpcLinks({ client: estate.client(APIGateway, region), pageSize: 500 }, {});
    for await (const { items = [] } of pages)
      for (const { id = '', name = '', tags } of items) yield { id, name, suffix: id, tags };
  },
  async capture(vpcLinkId, resource, sink, estate) {
    const asked = estate.client(APIGateway, resource.region).getVpcLink({ vpcLinkId });
    const found = await asked.catch(orGone(resource));
    const { name, description, targetArns = [], tags = {}, id, status, statusMessage } = found;
    await sink.json('config.json', { name, description, targetArns: targetArns.toSorted() });
    await sink.json('tags.json', await hideSecrets(tags, 'tags', sink));
    await sink.json('observed.json', { id, status, statusMessage });
  },
};

/** Links of HTTP APIs into networks. */
export const httpLinks: Kind = {
  name: 'http-link',
  async *list(estate, region) {
    const client = estate.client(ApiGatewayV2, region);
    const links = await allItems((NextToken) => client.getVpcLinks({ MaxResults: '500', NextToken }));
    for (const { VpcLinkId: id = '', Name: name = '', Tags: tags } of links) yield { id, name, suffix: id, tags };
  },
  async capture(VpcLinkId, resource, sink, estate) {
    const asked = estate.client(ApiGatewayV2, resource.region).getVpcLink({ VpcLinkId });
    const found = await asked.catch(orGone(resource));
    const {
      Name,
      SecurityGroupIds = [],
      SubnetIds = [],
      VpcLinkVersion,
      Tags = {},
      CreatedDate,
      VpcLinkStatus,
    } = found;
    await sink.json('config.json', {
      Name,
      SecurityGroupIds: SecurityGroupIds.toSorted(),
      SubnetIds: SubnetIds.toSorted(),
      VpcLinkVersion,
    });
    await sink.json('tags.json', await hideSecrets(Tags, 'tags', sink));
    await sink.json('observed.json', { VpcLinkId, CreatedDate, VpcLinkStatus });
  },
};
